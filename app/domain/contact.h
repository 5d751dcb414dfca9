/* contact.h - a member's e-mail address and mobile number: what is stored of them in clear (keyed
 * hashes), and changing them. */
#ifndef APP_DOMAIN_CONTACT_H
#define APP_DOMAIN_CONTACT_H

#include "app/domain/ctx.h"

/* A number that an SMS reaches, as typed, to E.164: of Japanese ones the mobile prefixes 060, 070,
 * 080 and 090; of other countries' any. E_INVALID. */
enum status contact_mobile(struct ctx *x, const char *typed, const char **phone) WARN_UNUSED;

/* member.email_blind and member.phone_blind: of a cleaned address (upper and lower case are
 * one person's) or number. NULL when the arena is full. */
const char *contact_email_blind(struct ctx *x, const char *email) WARN_UNUSED;
const char *contact_phone_blind(struct ctx *x, const char *phone) WARN_UNUSED;

/* member.phone_tail_blind: of the last four digits of a number, with the member's id, so that equal
 * digits of two people don't look equal. Takes a whole number or four digits. NULL when the arena
 * is full. */
const char *contact_phone_tail(struct ctx *x, int64_t member_id, const char *phone) WARN_UNUSED;

#endif
