/* member.h - rows of member: an adult, one account a person. Sealed columns are under the member's
 * own key. */
#ifndef DB_STORE_MEMBER_H
#define DB_STORE_MEMBER_H

#include "db/db.h"

struct member {
    int64_t id;
    const char *state; /* 'pending', 'active', 'closed' */
    const char *email_blind;
    struct slice email_sealed;
    int64_t email_verified_at; /* 0: not yet */
    struct slice phone_sealed;
    int64_t phone_verified_at; /* 0: not yet */
    const char *display_name;
    struct slice name_sealed, reading_sealed, birth_day_sealed;
    const char *password_hash;
    const char *locale;
    int64_t has_cell, cell_x, cell_y;
    const char *municipality; /* NULL: not given */
    struct slice totp_sealed;
    int64_t totp_confirmed_at; /* 0: no second factor */
    int64_t totp_last_step;
    int64_t created_at;
};

/* A pending member. *inserted false: the address belongs to a member already. */
enum status store_member_insert(struct tx *t, const struct member *m, bool *inserted) WARN_UNUSED;
/* Signs up anew over a member who is still pending; whatever was verified no longer is.
 * E_NOT_FOUND when it is not pending any more. */
enum status store_member_renew(struct tx *t, const struct member *m) WARN_UNUSED;

/* E_NOT_FOUND. */
enum status store_member_get(struct tx *t, int64_t id, struct member *m) WARN_UNUSED;
enum status store_member_by_email(struct tx *t, const char *email_blind,
                                  struct member *m) WARN_UNUSED;
enum status store_member_by_phone(struct tx *t, const char *phone_blind, int64_t *id) WARN_UNUSED;

/* A pending member's address is proved; E_NOT_FOUND when not pending. */
enum status store_member_email_proved(struct tx *t, int64_t id, int64_t now) WARN_UNUSED;
/* The number is proved as well: pending becomes active. E_CONFLICT: the number is another's;
 * E_NOT_FOUND: not pending, or the address is not proved. */
enum status store_member_activate(struct tx *t, int64_t id, const char *phone_blind,
                                  const char *phone_tail_blind, int64_t now) WARN_UNUSED;

/* Changes of an active member. E_CONFLICT where the new address or number is another's. */
enum status store_member_set_email(struct tx *t, int64_t id, const char *email_blind,
                                   struct slice email_sealed, int64_t now) WARN_UNUSED;
enum status store_member_set_phone(struct tx *t, int64_t id, const char *phone_blind,
                                   const char *phone_tail_blind, struct slice phone_sealed,
                                   int64_t now) WARN_UNUSED;
enum status store_member_set_password(struct tx *t, int64_t id,
                                      const char *password_hash) WARN_UNUSED;
/* display_name, locale, cell and municipality of m. */
enum status store_member_set_profile(struct tx *t, const struct member *m) WARN_UNUSED;

/* A new secret, not confirmed; an empty slice takes the second factor away. */
enum status store_member_set_totp(struct tx *t, int64_t id, struct slice totp_sealed) WARN_UNUSED;
enum status store_member_confirm_totp(struct tx *t, int64_t id, int64_t step,
                                      int64_t now) WARN_UNUSED;
/* A code of this step was used. E_NOT_FOUND when it, or a later one, was used before. */
enum status store_member_totp_step(struct tx *t, int64_t id, int64_t step) WARN_UNUSED;

/* Pending members who signed up before before_at: their ids, oldest first. */
enum status store_member_unfinished(struct tx *t, int64_t before_at, int max,
                                    struct member **members, int *n) WARN_UNUSED;
/* Empties a pending member and takes away all that was made for it: codes, notices, membership. */
enum status store_member_forget(struct tx *t, int64_t id) WARN_UNUSED;

#endif
