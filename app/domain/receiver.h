/* receiver.h - whether a child may be given to the one who receives it: everybody but a barred
 * person (domain.md 3). */
#ifndef APP_DOMAIN_RECEIVER_H
#define APP_DOMAIN_RECEIVER_H

#include "app/domain/ctx.h"

/* A member: the supporter, or a guardian. E_RULE handover.barred. */
enum status receiver_check_member(struct ctx *x, int64_t child_id, int64_t member_id) WARN_UNUSED;

/* Somebody of the household's pick-up persons. E_RULE handover.barred; E_INVALID for anybody who is
 * not on its list. */
enum status receiver_check_collector(struct ctx *x, int64_t child_id, int64_t household_id,
                                     int64_t pickup_person_id) WARN_UNUSED;

#endif
