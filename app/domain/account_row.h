/* account_row.h - a new member's row: what signing up, confirming and the first admin share. */
#ifndef APP_DOMAIN_ACCOUNT_ROW_H
#define APP_DOMAIN_ACCOUNT_ROW_H

#include "app/domain/community.h"
#include "app/domain/pending.h"
#include "db/store/member.h"

/* What a person fills in. */
struct account_form {
    const char *email, *phone; /* as typed; after account_check cleaned */
    const char *name, *reading, *display_name;
    int64_t birth_day; /* days since 1970 */
    const char *password;
    const char *locale; /* NULL: "ja" */
    int64_t community_id;
};

/* Outside of a transaction: everything that can be said before the first row is touched. Cleans
 * e-mail and phone. E_INVALID with the field, account.too_young, password.*. */
enum status account_check(struct ctx *x, struct account_form *f) WARN_UNUSED;
/* The same for a community that does not exist yet. */
enum status account_check_in(struct ctx *x, struct account_form *f,
                             const struct community *c) WARN_UNUSED;
/* Outside as well: the row of a new member from the form; hashes the password (E_BUSY) and makes
 * the data key. The sealed columns are account_seal's. */
enum status account_row(struct ctx *x, const struct account_form *f,
                        struct member *row) WARN_UNUSED;

/* Inside: seals the form's personal fields for the row's id, which has its key already. */
enum status account_seal(struct ctx *x, const struct account_form *f,
                         struct member *row) WARN_UNUSED;
/* Inside: pending becomes active, the number is now proved. phone.taken; E_NOT_FOUND when it is not
 * pending any more. */
enum status account_activate(struct ctx *x, int64_t member_id, const char *phone) WARN_UNUSED;

/* Whom too many mails would bother: the address, by its mark. NULL when the arena is full. */
const char *account_limit(struct ctx *x, const struct pending *p) WARN_UNUSED;

/* How old somebody born on birth_day is on the local date of `now`; -1 before the birth. A birthday
 * counts from its midnight; 29 February ages on 1 March. E_INVALID for an unknown zone. */
enum status account_age(const char *zone, int64_t now, int64_t birth_day, int *years) WARN_UNUSED;

#endif
