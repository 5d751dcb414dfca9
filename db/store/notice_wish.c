/* notice_wish.c - see notice_wish.h. */
#include "db/store/notice_wish.h"

static const char get_sql[] = "SELECT member_id, quiet_from_min, quiet_to_min, mail_off, sms_off,"
                              " updated_at FROM notice_wish WHERE member_id = $1";

enum status store_notice_wish_get(struct tx *t, int64_t member_id, struct notice_wish *w)
{
    static const struct db_col cols[] = {
        COL_I64(struct notice_wish, member_id),
        COL_I64(struct notice_wish, quiet_from_min),
        COL_I64(struct notice_wish, quiet_to_min),
        COL_I64(struct notice_wish, mail_off),
        COL_I64(struct notice_wish, sms_off),
        COL_I64(struct notice_wish, updated_at),
        COL_END,
    };
    struct db_in in[] = {IN_I64(member_id), IN_END};

    return db_one(t, get_sql, in, cols, w);
}

static const char put_sql[] =
    "INSERT INTO notice_wish (member_id, quiet_from_min, quiet_to_min, mail_off, sms_off,"
    " updated_at) VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (member_id) DO UPDATE SET"
    " quiet_from_min = $2, quiet_to_min = $3, mail_off = $4, sms_off = $5, updated_at = $6";

enum status store_notice_wish_put(struct tx *t, const struct notice_wish *w)
{
    struct db_in in[] = {
        IN_I64(w->member_id),
        IN_I64(w->quiet_from_min),
        IN_I64(w->quiet_to_min),
        IN_I64(w->mail_off),
        IN_I64(w->sms_off),
        IN_I64(w->updated_at),
        IN_END,
    };

    return db_exec(t, put_sql, in);
}

static const char bounce_put_sql[] =
    "INSERT INTO notice_bounce (member_id, channel, bounced_at) VALUES ($1, $2, $3)"
    " ON CONFLICT (member_id, channel) DO NOTHING";

enum status store_notice_bounce_put(struct tx *t, int64_t member_id, const char *channel,
                                    int64_t now)
{
    struct db_in in[] = {IN_I64(member_id), IN_TEXT(channel), IN_I64(now), IN_END};
    int64_t changed;

    return db_change(t, bounce_put_sql, in, &changed);
}

static const char bounce_clear_sql[] =
    "DELETE FROM notice_bounce WHERE member_id = $1 AND channel = $2";

enum status store_notice_bounce_clear(struct tx *t, int64_t member_id, const char *channel,
                                      int64_t *n)
{
    struct db_in in[] = {IN_I64(member_id), IN_TEXT(channel), IN_END};

    return db_change(t, bounce_clear_sql, in, n);
}

static const char bounces_sql[] =
    "SELECT CAST(COALESCE((SELECT bounced_at FROM notice_bounce WHERE member_id = $1"
    " AND channel = 'mail'), 0) AS BIGINT), CAST(COALESCE((SELECT bounced_at FROM notice_bounce"
    " WHERE member_id = $1 AND channel = 'sms'), 0) AS BIGINT)";

enum status store_notice_bounces(struct tx *t, int64_t member_id, struct notice_bounces *b)
{
    static const struct db_col cols[] = {
        COL_I64(struct notice_bounces, mail_at),
        COL_I64(struct notice_bounces, sms_at),
        COL_END,
    };
    struct db_in in[] = {IN_I64(member_id), IN_END};

    return db_one(t, bounces_sql, in, cols, b);
}
