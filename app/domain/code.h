/* code.h - one-time codes of six digits by mail or SMS: ten minutes, five tries, the newest counts.
 */
#ifndef APP_DOMAIN_CODE_H
#define APP_DOMAIN_CODE_H

#include "app/domain/ctx.h"
#include "db/store/code.h"

/* What the code proves; stored. */
#define CODE_EMAIL    "email"
#define CODE_PHONE    "phone"
#define CODE_DEVICE   "device"
#define CODE_STEP_UP  "step_up"
#define CODE_PASSWORD "password"

struct code_order {
    int64_t member_id;
    const char *purpose;
    const char *channel; /* "mail", "sms" */
    const char *target;  /* a new address or number, proved by the code; NULL: the member's own */
    const char *limit;   /* whom too many codes would bother: the address or number */
};

/* All inside the caller's transaction. */

/* Makes a code and has it sent. E_TOO_MANY after SENDS_MAX an hour to the same limit. */
enum status code_send(struct ctx *x, const struct code_order *o, int64_t *code_id) WARN_UNUSED;
/* A code of twelve digits: the first six by mail, the others by SMS. o->channel is not read. */
enum status code_send_both(struct ctx *x, const struct code_order *o, int64_t *code_id) WARN_UNUSED;
/* A row that looks like a code from outside and opens nothing; counted against the same limit. */
enum status code_decoy(struct ctx *x, const char *limit, int64_t *code_id) WARN_UNUSED;

/* Are these the digits? *why is R_NONE and the code used up; or code.wrong (counted), code.spent
 * (five wrong ones), code.expired (late, used, or a newer one was sent). A count is only kept when
 * the transaction commits: the caller returns OK and refuses with *why afterwards. */
enum status code_check(struct ctx *x, int64_t code_id, const char *purpose, const char *digits,
                       struct code *c, enum reason *why) WARN_UNUSED;
/* The same for the newest code of x->member_id; code.expired when there is none. */
enum status code_check_newest(struct ctx *x, const char *purpose, const char *digits,
                              struct code *c, enum reason *why) WARN_UNUSED;

/* The address or number that a right code has proved; NULL: the member's own. */
enum status code_target(struct ctx *x, const struct code *c, const char **target) WARN_UNUSED;

#endif
