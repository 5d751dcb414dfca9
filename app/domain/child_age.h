/* child_age.h - how old the children of a job are on a day. */
#ifndef APP_DOMAIN_CHILD_AGE_H
#define APP_DOMAIN_CHILD_AGE_H

#include "app/domain/ctx.h"
#include "db/store/child.h"

/* In an open transaction: the day number of a child's birth. */
enum status child_birth_day(struct ctx *x, const struct child_row *child,
                            int64_t *birth_day) WARN_UNUSED;

/* Whole years on a local day. E_NOT_FOUND. */
enum status child_age(struct ctx *x, int64_t child_id, int64_t on_day,
                      int64_t *age_years) WARN_UNUSED;

#endif
