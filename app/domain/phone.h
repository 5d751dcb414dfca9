/* phone.h - somebody's number in clear, for a caller who has judged who may and noted the look. */
#ifndef APP_DOMAIN_PHONE_H
#define APP_DOMAIN_PHONE_H

#include "app/domain/ctx.h"

/* *phone in E.164; NULL where there is none, or its key is gone. */
enum status phone_of_member(struct ctx *x, int64_t member_id, const char **phone) WARN_UNUSED;
/* Of somebody on a family's list of who may collect; as it was typed. */
enum status phone_of_pickup_person(struct ctx *x, int64_t person_id, const char **name,
                                   const char **phone) WARN_UNUSED;

#endif
