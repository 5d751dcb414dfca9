/* member.c - see member.h. */
#include "db/store/member.h"

static const struct db_col id_cols[] = {COL_I64(struct member, id), COL_END};

static const char insert_sql[] =
    "INSERT INTO member (id, state, email_blind, email_sealed, phone_sealed, display_name,"
    " name_sealed, reading_sealed, birth_day_sealed, password_hash, locale, created_at,"
    " last_seen_at) VALUES ($1, 'pending', $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $11)"
    " ON CONFLICT (email_blind) DO NOTHING";

enum status store_member_insert(struct tx *t, const struct member *m, bool *inserted)
{
    struct db_in in[] = {
        IN_I64(m->id),
        IN_TEXT(m->email_blind),
        IN_BYTES(m->email_sealed),
        IN_BYTES(m->phone_sealed),
        IN_TEXT(m->display_name),
        IN_BYTES(m->name_sealed),
        IN_BYTES(m->reading_sealed),
        IN_BYTES(m->birth_day_sealed),
        IN_TEXT(m->password_hash),
        IN_TEXT(m->locale),
        IN_I64(m->created_at),
        IN_END,
    };
    int64_t changed = 0;
    enum status s = db_change(t, insert_sql, in, &changed);

    *inserted = changed == 1;
    return s;
}

static const char renew_sql[] =
    "UPDATE member SET email_verified_at = NULL, phone_sealed = $2, display_name = $3,"
    " name_sealed = $4, reading_sealed = $5, birth_day_sealed = $6, password_hash = $7,"
    " locale = $8, created_at = $9, last_seen_at = $9 WHERE id = $1 AND state = 'pending'";

enum status store_member_renew(struct tx *t, const struct member *m)
{
    struct db_in in[] = {
        IN_I64(m->id),
        IN_BYTES(m->phone_sealed),
        IN_TEXT(m->display_name),
        IN_BYTES(m->name_sealed),
        IN_BYTES(m->reading_sealed),
        IN_BYTES(m->birth_day_sealed),
        IN_TEXT(m->password_hash),
        IN_TEXT(m->locale),
        IN_I64(m->created_at),
        IN_END,
    };

    return db_exec(t, renew_sql, in);
}

static const struct db_col member_cols[] = {
    COL_I64(struct member, id),
    COL_TEXT(struct member, state),
    COL_TEXT(struct member, email_blind),
    COL_BYTES(struct member, email_sealed),
    COL_I64_NULL(struct member, email_verified_at),
    COL_BYTES_NULL(struct member, phone_sealed),
    COL_I64_NULL(struct member, phone_verified_at),
    COL_TEXT(struct member, display_name),
    COL_BYTES(struct member, name_sealed),
    COL_BYTES(struct member, reading_sealed),
    COL_BYTES(struct member, birth_day_sealed),
    COL_TEXT(struct member, password_hash),
    COL_TEXT(struct member, locale),
    COL_I64(struct member, has_cell),
    COL_I64_NULL(struct member, cell_x),
    COL_I64_NULL(struct member, cell_y),
    COL_TEXT_NULL(struct member, municipality),
    COL_BYTES_NULL(struct member, totp_sealed),
    COL_I64_NULL(struct member, totp_confirmed_at),
    COL_I64(struct member, totp_last_step),
    COL_I64(struct member, created_at),
    COL_END,
};
#define MEMBER_SELECT                                                                  \
    "SELECT id, state, email_blind, email_sealed, email_verified_at, phone_sealed,"    \
    " phone_verified_at, display_name, name_sealed, reading_sealed, birth_day_sealed," \
    " password_hash, locale, CASE WHEN cell_x IS NULL THEN CAST(0 AS BIGINT)"          \
    " ELSE CAST(1 AS BIGINT) END, cell_x, cell_y, municipality, totp_sealed,"          \
    " totp_confirmed_at, totp_last_step, created_at FROM member"

static const char get_sql[] = MEMBER_SELECT " WHERE id = $1";

enum status store_member_get(struct tx *t, int64_t id, struct member *m)
{
    struct db_in in[] = {IN_I64(id), IN_END};

    return db_one(t, get_sql, in, member_cols, m);
}

static const char by_email_sql[] = MEMBER_SELECT " WHERE email_blind = $1";

enum status store_member_by_email(struct tx *t, const char *email_blind, struct member *m)
{
    struct db_in in[] = {IN_TEXT(email_blind), IN_END};

    return db_one(t, by_email_sql, in, member_cols, m);
}

static const char by_phone_sql[] = "SELECT id FROM member WHERE phone_blind = $1";

enum status store_member_by_phone(struct tx *t, const char *phone_blind, int64_t *id)
{
    struct db_in in[] = {IN_TEXT(phone_blind), IN_END};
    struct member row = {0};
    enum status s = db_one(t, by_phone_sql, in, id_cols, &row);

    *id = row.id;
    return s;
}

static const char email_proved_sql[] =
    "UPDATE member SET email_verified_at = $2 WHERE id = $1 AND state = 'pending'";

enum status store_member_email_proved(struct tx *t, int64_t id, int64_t now)
{
    struct db_in in[] = {IN_I64(id), IN_I64(now), IN_END};

    return db_exec(t, email_proved_sql, in);
}

static const char activate_sql[] =
    "UPDATE member SET state = 'active', phone_blind = $2, phone_tail_blind = $3,"
    " phone_verified_at = $4, last_seen_at = $4"
    " WHERE id = $1 AND state = 'pending' AND email_verified_at IS NOT NULL";

enum status store_member_activate(struct tx *t, int64_t id, const char *phone_blind,
                                  const char *phone_tail_blind, int64_t now)
{
    struct db_in in[] = {IN_I64(id), IN_TEXT(phone_blind), IN_TEXT(phone_tail_blind), IN_I64(now),
                         IN_END};

    return db_exec(t, activate_sql, in);
}

static const char set_email_sql[] =
    "UPDATE member SET email_blind = $2, email_sealed = $3, email_verified_at = $4"
    " WHERE id = $1 AND state = 'active'";

enum status store_member_set_email(struct tx *t, int64_t id, const char *email_blind,
                                   struct slice email_sealed, int64_t now)
{
    struct db_in in[] = {IN_I64(id), IN_TEXT(email_blind), IN_BYTES(email_sealed), IN_I64(now),
                         IN_END};

    return db_exec(t, set_email_sql, in);
}

static const char set_phone_sql[] =
    "UPDATE member SET phone_blind = $2, phone_tail_blind = $3, phone_sealed = $4,"
    " phone_verified_at = $5 WHERE id = $1 AND state = 'active'";

enum status store_member_set_phone(struct tx *t, int64_t id, const char *phone_blind,
                                   const char *phone_tail_blind, struct slice phone_sealed,
                                   int64_t now)
{
    struct db_in in[] = {IN_I64(id),
                         IN_TEXT(phone_blind),
                         IN_TEXT(phone_tail_blind),
                         IN_BYTES(phone_sealed),
                         IN_I64(now),
                         IN_END};

    return db_exec(t, set_phone_sql, in);
}

static const char set_password_sql[] =
    "UPDATE member SET password_hash = $2 WHERE id = $1 AND state = 'active'";

enum status store_member_set_password(struct tx *t, int64_t id, const char *password_hash)
{
    struct db_in in[] = {IN_I64(id), IN_TEXT(password_hash), IN_END};

    return db_exec(t, set_password_sql, in);
}

static const char set_profile_sql[] =
    "UPDATE member SET display_name = $2, locale = $3, cell_x = $4, cell_y = $5,"
    " municipality = $6 WHERE id = $1 AND state = 'active'";

enum status store_member_set_profile(struct tx *t, const struct member *m)
{
    struct db_in in[] = {
        IN_I64(m->id),
        IN_TEXT(m->display_name),
        IN_TEXT(m->locale),
        {.type = DB_I64, .null = m->has_cell == 0, .i64 = m->cell_x},
        {.type = DB_I64, .null = m->has_cell == 0, .i64 = m->cell_y},
        IN_TEXT(m->municipality),
        IN_END,
    };

    return db_exec(t, set_profile_sql, in);
}

static const char set_totp_sql[] =
    "UPDATE member SET totp_sealed = $2, totp_confirmed_at = NULL, totp_last_step = 0"
    " WHERE id = $1 AND state = 'active'";

enum status store_member_set_totp(struct tx *t, int64_t id, struct slice totp_sealed)
{
    struct db_in in[] = {IN_I64(id), IN_BYTES(totp_sealed), IN_END};

    return db_exec(t, set_totp_sql, in);
}

static const char confirm_totp_sql[] =
    "UPDATE member SET totp_confirmed_at = $3, totp_last_step = $2"
    " WHERE id = $1 AND state = 'active' AND totp_sealed IS NOT NULL AND totp_confirmed_at IS NULL";

enum status store_member_confirm_totp(struct tx *t, int64_t id, int64_t step, int64_t now)
{
    struct db_in in[] = {IN_I64(id), IN_I64(step), IN_I64(now), IN_END};

    return db_exec(t, confirm_totp_sql, in);
}

static const char totp_step_sql[] =
    "UPDATE member SET totp_last_step = $2 WHERE id = $1 AND totp_last_step < $2";

enum status store_member_totp_step(struct tx *t, int64_t id, int64_t step)
{
    struct db_in in[] = {IN_I64(id), IN_I64(step), IN_END};

    return db_exec(t, totp_step_sql, in);
}

static const char unfinished_sql[] = "SELECT id FROM member WHERE state = 'pending' AND created_at "
                                     "< $1 ORDER BY created_at LIMIT $2";

enum status store_member_unfinished(struct tx *t, int64_t before_at, int max,
                                    struct member **members, int *n)
{
    struct db_in in[] = {IN_I64(before_at), IN_I64(max), IN_END};

    return db_many(t, unfinished_sql, in, id_cols, sizeof **members, max, members, n);
}

static const char forget_codes_sql[] = "DELETE FROM code WHERE member_id = $1";
static const char forget_notices_sql[] = "DELETE FROM notice WHERE member_id = $1";
static const char forget_memberships_sql[] = "DELETE FROM membership WHERE member_id = $1";
/* The row stays, emptied: ids are never given out again, and a DELETE would look for references in
 * every table. */
static const char forget_sql[] =
    "UPDATE member SET state = 'closed', email_blind = $2, email_sealed = $3, phone_sealed = NULL,"
    " display_name = '', name_sealed = $3, reading_sealed = $3, birth_day_sealed = $3,"
    " password_hash = '' WHERE id = $1 AND state = 'pending'";

enum status store_member_forget(struct tx *t, int64_t id)
{
    static const char *const texts[] = {forget_codes_sql, forget_notices_sql,
                                        forget_memberships_sql};
    struct slice nothing = {(const uint8_t *)"", 0};
    const char *gone = arena_printf(tx_arena(t), "gone:%lld", (long long)id);
    struct db_in in[] = {IN_I64(id), IN_END};
    struct db_in empty[] = {IN_I64(id), IN_TEXT(gone), IN_BYTES(nothing), IN_END};
    int64_t changed;
    enum status s = gone != NULL ? OK : E_BUSY;

    for (size_t i = 0; s == OK && i < sizeof texts / sizeof texts[0]; i++) {
        s = db_change(t, texts[i], in, &changed);
    }
    return s == OK ? db_exec(t, forget_sql, empty) : s;
}
