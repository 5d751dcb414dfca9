/* notice_facts.c - see notice_facts.h. */
#include "db/store/notice_facts.h"

#include <string.h>

/* $1 is the subject's id everywhere. */
#define BLOCKED(guardian, supporter)                                                               \
    " CAST(CASE WHEN EXISTS (SELECT 1 FROM block WHERE blocker_id = " guardian                     \
    " AND blocked_id = " supporter                                                                 \
    ") OR EXISTS (SELECT 1 FROM block WHERE blocker_id = " supporter " AND blocked_id = " guardian \
    ") THEN 1 ELSE 0 END AS BIGINT)"

static const char offer_sql[] =
    "SELECT r.community_id, c.zone, r.id, r.state, r.closes_at, r.kind, o.start_at, o.end_at,"
    " o.price_minor, r.currency, r.asked_by, o.supporter_id, g.display_name, "
    "s.display_name," BLOCKED(
        "r.asked_by",
        "o.supporter_id") ", o.id, o.state,"
                          " CAST(CASE WHEN EXISTS (SELECT 1 FROM notice n WHERE n.member_id = "
                          "o.supporter_id"
                          "     AND n.channel = 'mail' AND n.kind IN ('asked', 'asked_urgent') AND "
                          "n.subject_id = o.id"
                          "     AND n.state = 'sent') THEN 1 ELSE 0 END AS BIGINT),"
                          " (SELECT COUNT(*) FROM offer p WHERE p.request_id = o.request_id"
                          "     AND p.id <> o.id AND p.state = 'offered' AND p.state_at >= $2"
                          "     AND " BLOCKED(
                              "r.asked_by",
                              "p.supporter_id") " = 0)"
                                                " FROM offer o JOIN request r ON r.id = "
                                                "o.request_id JOIN community c ON "
                                                "c.id = r.community_id"
                                                " JOIN member g ON g.id = r.asked_by JOIN member s "
                                                "ON s.id = "
                                                "o.supporter_id WHERE o.id = $1";

enum status store_notice_facts_offer(struct tx *t, int64_t id, int64_t since_at,
                                     struct notice_facts *f)
{
    static const struct db_col cols[] = {
        COL_I64(struct notice_facts, community_id),   COL_TEXT(struct notice_facts, zone),
        COL_I64(struct notice_facts, request_id),     COL_TEXT(struct notice_facts, request_state),
        COL_I64(struct notice_facts, closes_at),      COL_TEXT(struct notice_facts, job),
        COL_I64(struct notice_facts, start_at),       COL_I64(struct notice_facts, end_at),
        COL_I64(struct notice_facts, price_minor),    COL_TEXT(struct notice_facts, currency),
        COL_I64(struct notice_facts, guardian_id),    COL_I64(struct notice_facts, supporter_id),
        COL_TEXT(struct notice_facts, guardian_name), COL_TEXT(struct notice_facts, supporter_name),
        COL_I64(struct notice_facts, blocked),        COL_I64(struct notice_facts, offer_id),
        COL_TEXT(struct notice_facts, offer_state),   COL_I64(struct notice_facts, ask_sent),
        COL_I64(struct notice_facts, others_n),       COL_END,
    };
    struct db_in in[] = {IN_I64(id), IN_I64(since_at), IN_END};

    memset(f, 0, sizeof *f);
    return db_one(t, offer_sql, in, cols, f);
}

static const char request_sql[] =
    "SELECT r.community_id, c.zone, r.id, r.state, r.closes_at, r.kind, r.start_at, r.end_at,"
    " r.price_minor, r.currency, r.asked_by, g.display_name"
    " FROM request r JOIN community c ON c.id = r.community_id"
    " JOIN member g ON g.id = r.asked_by WHERE r.id = $1";

enum status store_notice_facts_request(struct tx *t, int64_t id, struct notice_facts *f)
{
    static const struct db_col cols[] = {
        COL_I64(struct notice_facts, community_id),
        COL_TEXT(struct notice_facts, zone),
        COL_I64(struct notice_facts, request_id),
        COL_TEXT(struct notice_facts, request_state),
        COL_I64(struct notice_facts, closes_at),
        COL_TEXT(struct notice_facts, job),
        COL_I64(struct notice_facts, start_at),
        COL_I64(struct notice_facts, end_at),
        COL_I64(struct notice_facts, price_minor),
        COL_TEXT(struct notice_facts, currency),
        COL_I64(struct notice_facts, guardian_id),
        COL_TEXT(struct notice_facts, guardian_name),
        COL_END,
    };
    struct db_in in[] = {IN_I64(id), IN_END};

    memset(f, 0, sizeof *f);
    return db_one(t, request_sql, in, cols, f);
}

/* What a booking's notice needs beside the interval and the price, which an amendment replaces. */
#define BOOKING_LIST                                                                             \
    " b.currency, b.guardian_id, b.supporter_id, g.display_name, s.display_name, b.id, b.state," \
    " CAST(CASE WHEN EXISTS (SELECT 1 FROM payment p WHERE p.booking_id = b.id"                  \
    "     AND p.state IN ('method_required', 'action_required', 'auth_failed'))"                 \
    "     THEN 1 ELSE 0 END AS BIGINT),"                                                         \
    " CAST(COALESCE((SELECT SUM(p.amount_minor) FROM payment p WHERE p.booking_id = b.id"        \
    "     AND p.part = 'overtime' AND p.state IN ('asked', 'method_required',"                   \
    "     'action_required', 'auth_failed', 'cash_due')), 0) AS BIGINT),"                        \
    " CAST(COALESCE((SELECT SUM(CASE p.state WHEN 'captured' THEN p.captured_minor"              \
    "     WHEN 'cash_paid' THEN p.amount_minor ELSE 0 END) FROM payment p"                       \
    "     WHERE p.booking_id = b.id), 0) AS BIGINT),"                                            \
    " CAST(CASE WHEN EXISTS (SELECT 1 FROM no_show_claim k WHERE k.booking_id = b.id"            \
    "     AND k.closed_at IS NULL) THEN 1 ELSE 0 END AS BIGINT),"                                \
    " CAST(COALESCE((SELECT MAX(m.due_at) FROM timer m WHERE m.subject_id = b.id"                \
    "     AND m.kind = 'booking.pay_deadline' AND m.state = 'due'), 0) AS BIGINT),"              \
    " b.began_at, b.ended_at, b.until_at,"                                                       \
    " (SELECT l.expected_at FROM booking_late l WHERE l.booking_id = b.id"                       \
    "     AND l.taken_back_at IS NULL ORDER BY l.said_at DESC, l.what LIMIT 1)"
#define BOOKING_FROM                                                                   \
    " JOIN community c ON c.id = b.community_id JOIN member g ON g.id = b.guardian_id" \
    " JOIN member s ON s.id = b.supporter_id"

#define BOOKING_COLS                                                                              \
    COL_TEXT(struct notice_facts, currency), COL_I64(struct notice_facts, guardian_id),           \
        COL_I64(struct notice_facts, supporter_id), COL_TEXT(struct notice_facts, guardian_name), \
        COL_TEXT(struct notice_facts, supporter_name), COL_I64(struct notice_facts, booking_id),  \
        COL_TEXT(struct notice_facts, booking_state), COL_I64(struct notice_facts, pay_waits),    \
        COL_I64(struct notice_facts, overtime_minor), COL_I64(struct notice_facts, paid_minor),   \
        COL_I64(struct notice_facts, claim_open), COL_I64(struct notice_facts, pay_until_at),     \
        COL_I64_NULL(struct notice_facts, began_at), COL_I64_NULL(struct notice_facts, ended_at), \
        COL_I64(struct notice_facts, until_at), COL_I64_NULL(struct notice_facts, late_at)

static const char booking_sql[] =
    "SELECT b.community_id, c.zone, b.request_id, b.kind, b.start_at, b.end_at, "
    "b.price_minor," BOOKING_LIST " FROM booking b" BOOKING_FROM " WHERE b.id = $1";

enum status store_notice_facts_booking(struct tx *t, int64_t id, struct notice_facts *f)
{
    static const struct db_col cols[] = {
        COL_I64(struct notice_facts, community_id),
        COL_TEXT(struct notice_facts, zone),
        COL_I64(struct notice_facts, request_id),
        COL_TEXT(struct notice_facts, job),
        COL_I64(struct notice_facts, start_at),
        COL_I64(struct notice_facts, end_at),
        COL_I64(struct notice_facts, price_minor),
        BOOKING_COLS,
        COL_END,
    };
    struct db_in in[] = {IN_I64(id), IN_END};

    memset(f, 0, sizeof *f);
    return db_one(t, booking_sql, in, cols, f);
}

static const char amendment_sql[] =
    "SELECT b.community_id, c.zone, b.request_id, b.kind, a.start_at, a.end_at, a.price_minor,"
    " a.proposed_by, a.state," BOOKING_LIST
    " FROM amendment a JOIN booking b ON b.id = a.booking_id" BOOKING_FROM " WHERE a.id = $1";

enum status store_notice_facts_amendment(struct tx *t, int64_t id, struct notice_facts *f)
{
    static const struct db_col cols[] = {
        COL_I64(struct notice_facts, community_id),
        COL_TEXT(struct notice_facts, zone),
        COL_I64(struct notice_facts, request_id),
        COL_TEXT(struct notice_facts, job),
        COL_I64(struct notice_facts, start_at),
        COL_I64(struct notice_facts, end_at),
        COL_I64(struct notice_facts, price_minor),
        COL_I64(struct notice_facts, amendment_by),
        COL_TEXT(struct notice_facts, amendment_state),
        BOOKING_COLS,
        COL_END,
    };
    struct db_in in[] = {IN_I64(id), IN_END};

    memset(f, 0, sizeof *f);
    return db_one(t, amendment_sql, in, cols, f);
}

/* $2 is who is told. A block counts along a tie alone: a job's people hear each other. */
static const char thread_sql[] =
    "SELECT i.community_id, t.id, t.booking_id, m.display_name, m.display_name,"
    " CAST(CASE WHEN t.booking_id IS NULL AND EXISTS (SELECT 1 FROM block k"
    "     WHERE (k.blocker_id = i.low_id AND k.blocked_id = i.high_id)"
    "     OR (k.blocker_id = i.high_id AND k.blocked_id = i.low_id)) THEN 1 ELSE 0 END AS BIGINT),"
    " (SELECT COUNT(*) FROM (SELECT 1 FROM message s WHERE s.thread_id = t.id"
    "      AND s.seq > r.read_seq AND s.by_id <> $2 AND s.arrives = 1 LIMIT 1) u)"
    " FROM thread t JOIN tie i ON i.id = t.tie_id"
    " JOIN thread_reader r ON r.thread_id = t.id AND r.member_id = $2"
    " LEFT JOIN booking b ON b.id = t.booking_id"
    " JOIN member m ON m.id = CASE WHEN b.id IS NULL AND i.low_id = $2 THEN i.high_id"
    "     WHEN b.id IS NULL THEN i.low_id WHEN b.supporter_id = $2 THEN b.guardian_id"
    "     ELSE b.supporter_id END WHERE t.id = $1";

enum status store_notice_facts_thread(struct tx *t, int64_t id, int64_t member_id,
                                      struct notice_facts *f)
{
    static const struct db_col cols[] = {
        COL_I64(struct notice_facts, community_id),
        COL_I64(struct notice_facts, thread_id),
        COL_I64_NULL(struct notice_facts, thread_booking_id),
        COL_TEXT(struct notice_facts, guardian_name),
        COL_TEXT(struct notice_facts, supporter_name),
        COL_I64(struct notice_facts, blocked),
        COL_I64(struct notice_facts, unread),
        COL_END,
    };
    struct db_in in[] = {IN_I64(id), IN_I64(member_id), IN_END};

    memset(f, 0, sizeof *f);
    return db_one(t, thread_sql, in, cols, f);
}

static const char series_date_sql[] =
    "SELECT s.community_id, c.zone, p.kind, d.start_at, d.end_at, COALESCE(d.price_minor, 0),"
    " c.currency, s.asked_by, g.display_name, s.id,"
    " CAST(CASE WHEN d.state IN ('planned', 'stuck') OR (d.state = 'asked' AND EXISTS ("
    "     SELECT 1 FROM request r WHERE r.id = d.request_id AND r.state = 'open'))"
    "     THEN 1 ELSE 0 END AS BIGINT)"
    " FROM series_date d JOIN series s ON s.id = d.series_id JOIN series_plan p ON p.id = d.plan_id"
    " JOIN community c ON c.id = s.community_id JOIN member g ON g.id = s.asked_by"
    " WHERE d.id = $1";

enum status store_notice_facts_series_date(struct tx *t, int64_t id, struct notice_facts *f)
{
    static const struct db_col cols[] = {
        COL_I64(struct notice_facts, community_id),   COL_TEXT(struct notice_facts, zone),
        COL_TEXT(struct notice_facts, job),           COL_I64(struct notice_facts, start_at),
        COL_I64(struct notice_facts, end_at),         COL_I64(struct notice_facts, price_minor),
        COL_TEXT(struct notice_facts, currency),      COL_I64(struct notice_facts, guardian_id),
        COL_TEXT(struct notice_facts, guardian_name), COL_I64(struct notice_facts, series_id),
        COL_I64(struct notice_facts, series_open),    COL_END,
    };
    struct db_in in[] = {IN_I64(id), IN_END};

    memset(f, 0, sizeof *f);
    return db_one(t, series_date_sql, in, cols, f);
}

static const char member_sql[] =
    "SELECT m.id, m.state, m.locale, m.email_sealed, m.phone_sealed, m.held_at,"
    " (SELECT c.zone FROM membership s JOIN community c ON c.id = s.community_id"
    "     WHERE s.member_id = m.id AND s.left_at IS NULL ORDER BY s.joined_at, c.id LIMIT 1),"
    " COALESCE(w.quiet_from_min, 0), COALESCE(w.quiet_to_min, 0),"
    " COALESCE(p.quiet_from_min, 0), COALESCE(p.quiet_to_min, 0),"
    " COALESCE(w.mail_off, 0), COALESCE(w.sms_off, 0)"
    " FROM member m LEFT JOIN notice_wish w ON w.member_id = m.id"
    " LEFT JOIN supporter p ON p.member_id = m.id WHERE m.id = $1";

enum status store_notice_member(struct tx *t, int64_t id, struct notice_member *m)
{
    static const struct db_col cols[] = {
        COL_I64(struct notice_member, id),
        COL_TEXT(struct notice_member, state),
        COL_TEXT(struct notice_member, locale),
        COL_BYTES(struct notice_member, email_sealed),
        COL_BYTES_NULL(struct notice_member, phone_sealed),
        COL_I64_NULL(struct notice_member, held_at),
        COL_TEXT_NULL(struct notice_member, zone),
        COL_I64(struct notice_member, quiet_from_min),
        COL_I64(struct notice_member, quiet_to_min),
        COL_I64(struct notice_member, ask_quiet_from_min),
        COL_I64(struct notice_member, ask_quiet_to_min),
        COL_I64(struct notice_member, mail_off),
        COL_I64(struct notice_member, sms_off),
        COL_END,
    };
    struct db_in in[] = {IN_I64(id), IN_END};

    return db_one(t, member_sql, in, cols, m);
}

static const char code_get_sql[] =
    "SELECT c.id, c.target_sealed, c.expires_at, c.used_at,"
    " CAST(CASE WHEN EXISTS (SELECT 1 FROM code l WHERE l.member_id = c.member_id"
    "     AND l.purpose = c.purpose AND l.id > c.id) THEN 0 ELSE 1 END AS BIGINT)"
    " FROM code c WHERE c.id = $1";

enum status store_notice_code_get(struct tx *t, int64_t id, struct notice_code *c)
{
    static const struct db_col cols[] = {
        COL_I64(struct notice_code, id),         COL_BYTES_NULL(struct notice_code, target_sealed),
        COL_I64(struct notice_code, expires_at), COL_I64_NULL(struct notice_code, used_at),
        COL_I64(struct notice_code, newest),     COL_END,
    };
    struct db_in in[] = {IN_I64(id), IN_END};

    return db_one(t, code_get_sql, in, cols, c);
}
