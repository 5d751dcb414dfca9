/* notice.c - see notice.h. */
#include "app/domain/notice.h"

#include "app/base/limits.h"
#include "app/base/zone.h"
#include "app/domain/vault.h"
#include "db/store/notice.h"

#include <assert.h>
#include <string.h>

#define DAY_MIN INT64_C(1440)

struct kind_row {
    const char *text;
    enum notice_subject subject;
    int ways;
    bool again;
    enum notice_category category;
};

#define NOTICE_ROW(name, text, subject, ways, again, category) \
    {text, subject, ways, again, CATEGORY_##category},
static const struct kind_row kinds[NOTICE_COUNT] = {NOTICES(NOTICE_ROW)};
#undef NOTICE_ROW

#define CATEGORY_TEXT(name, text) text,
static const char *const categories[CATEGORY_COUNT] = {NOTICE_CATEGORIES(CATEGORY_TEXT)};
#undef CATEGORY_TEXT

const char *notice_kind_text(enum notice_kind kind)
{
    assert(kind < NOTICE_COUNT);
    return kinds[kind].text;
}

enum notice_subject notice_kind_subject(enum notice_kind kind)
{
    assert(kind < NOTICE_COUNT);
    return kinds[kind].subject;
}

int notice_kind_ways(enum notice_kind kind)
{
    assert(kind < NOTICE_COUNT);
    return kinds[kind].ways;
}

enum notice_category notice_kind_category(enum notice_kind kind)
{
    assert(kind < NOTICE_COUNT);
    return kinds[kind].category;
}

const char *notice_category_text(enum notice_category category)
{
    assert(category < CATEGORY_COUNT);
    return categories[category];
}

bool notice_is_urgent(enum notice_kind kind, bool near_now)
{
    enum notice_category c = notice_kind_category(kind);

    return c == CATEGORY_CARE || kind == NOTICE_PAYMENT_NEEDED ||
           (near_now && (c == CATEGORY_CHANGES || c == CATEGORY_REMINDERS));
}

enum status notice_kind_parse(const char *text, enum notice_kind *kind)
{
    for (int i = 0; i < NOTICE_COUNT; i++) {
        if (strcmp(kinds[i].text, text) == 0) {
            *kind = (enum notice_kind)i;
            return OK;
        }
    }
    return E_INVALID;
}

/* The quiet hours' end, as local wall time on the day of `local` or the next. An hour that the zone
 * skips on that day ends with the skip; of a repeated hour the first may be over already. */
static enum status quiet_end(const char *zone, const struct local_time *local, int64_t at,
                             int64_t to_min, int64_t *due_at)
{
    int64_t now_min = local->hour * 60 + local->minute;
    int64_t day = local->day_number + (to_min <= now_min ? 1 : 0);
    struct local_time end = {0};
    enum status s = E_INVALID;

    for (int64_t later = 0; later <= 3 * 60 && s == E_INVALID; later += 15) {
        int64_t min = to_min + later;

        day_number_to_date(day + min / DAY_MIN, &end.year, &end.month, &end.day);
        end.hour = (int)(min % DAY_MIN / 60);
        end.minute = (int)(min % 60);
        s = zone_instant(zone, &end, due_at);
    }
    *due_at = s == OK && *due_at < at ? at : *due_at;
    return s;
}

static bool inside(int64_t from_min, int64_t to_min, int64_t min)
{
    return from_min < to_min ? from_min <= min && min < to_min : from_min <= min || min < to_min;
}

enum status notice_after_quiet(const char *zone, int64_t from_min, int64_t to_min, int64_t at,
                               int64_t *due_at)
{
    struct local_time local;
    enum status s = zone_local(zone, at, &local);
    int64_t min;

    *due_at = at;
    if (s != OK || from_min == to_min) {
        return s;
    }
    min = local.hour * 60 + local.minute;
    return inside(from_min, to_min, min) ? quiet_end(zone, &local, at, to_min, due_at) : OK;
}

/* Only an ask can wait: everything else is about something that happens anyway. */
static enum status due_of(struct ctx *x, enum notice_kind kind, int64_t subject_id, int64_t *due_at)
{
    struct notice_quiet q;
    enum status s;

    *due_at = x->now;
    if (kind != NOTICE_ASKED && kind != NOTICE_ASKED_URGENT && kind != NOTICE_SERIES_ASKED) {
        return OK;
    }
    s = store_notice_quiet(x->tx, subject_id, &q);
    if (s != OK) {
        return s == E_NOT_FOUND ? OK : s;
    }
    return notice_after_quiet(q.zone, q.from_min, q.to_min, x->now, due_at);
}

/* Of many yeses within a minute the guardian hears in two messages: the first is told at once, the
 * others together a minute later. *covered: what waits is going to tell this one too. */
static enum status bundle(struct ctx *x, struct notice *n, bool *covered)
{
    struct notice_bundle last;
    enum status s = store_notice_bundle(x->tx, n, x->now, &last);

    *covered = s == OK && last.waits != 0;
    if (s == OK && last.due_at != 0 && last.due_at + NOTICE_BUNDLE_MS > n->due_at) {
        n->due_at = last.due_at + NOTICE_BUNDLE_MS;
    }
    return s;
}

static enum status put(struct ctx *x, enum notice_kind kind, struct notice n)
{
    bool covered = false;
    enum status s = kind == NOTICE_OFFERED ? bundle(x, &n, &covered) : OK;

    n.id = new_id(x);
    n.again = kinds[kind].again ? n.id : 0;
    n.created_at = x->now;
    n.rank = notice_kind_category(kind) >= CATEGORY_FIXED || kind == NOTICE_OFFERED ? 0 : 1;
    return s == OK && !covered ? store_notice_put(x->tx, &n) : s;
}

enum status notice_near(struct ctx *x, enum notice_kind kind, int64_t subject_id, bool *near_now)
{
    struct notice_when w = {0};
    enum status s = E_NOT_FOUND;

    switch (kinds[kind].subject) {
    case SUBJECT_OFFER:
        s = store_notice_when_offer(x->tx, subject_id, &w);
        break;
    case SUBJECT_BOOKING:
        s = store_notice_when_booking(x->tx, subject_id, &w);
        break;
    case SUBJECT_AMENDMENT:
        s = store_notice_when_amendment(x->tx, subject_id, &w);
        break;
    case SUBJECT_REQUEST:
        s = store_notice_when_request(x->tx, subject_id, &w);
        break;
    default:
        break;
    }
    *near_now = w.runs != 0 || (w.start_at - x->now < URGENT_MS && x->now < w.end_at);
    return s == E_NOT_FOUND ? OK : s;
}

enum status notice_put(struct ctx *x, int64_t member_id, enum notice_kind kind, int64_t subject_id)
{
    const struct kind_row *row = &kinds[kind];
    struct notice n = {.member_id = member_id, .kind = row->text, .subject_id = subject_id};
    bool near_now = true;
    enum status s = due_of(x, kind, subject_id, &n.due_at);

    assert(row->subject != SUBJECT_CODE);
    if (s == OK && (row->ways & BY_MAIL) != 0) {
        n.channel = "mail";
        s = put(x, kind, n);
    }
    if (s == OK && row->ways == BY_NEAR) {
        s = notice_near(x, kind, subject_id, &near_now);
    }
    if (s == OK && (row->ways & BY_SMS) != 0 && near_now) {
        n.channel = "sms";
        s = put(x, kind, n);
    }
    return s;
}

enum status notice_put_guardians(struct ctx *x, int64_t household_id, int64_t but_member_id,
                                 enum notice_kind kind, int64_t subject_id)
{
    struct notice_guardian *guardians;
    int n;
    enum status s = store_notice_guardians(x->tx, household_id, GUARDIANS_MAX, &guardians, &n);

    for (int i = 0; s == OK && i < n; i++) {
        if (guardians[i].member_id != but_member_id) {
            s = notice_put(x, guardians[i].member_id, kind, subject_id);
        }
    }
    return s;
}

enum status notice_put_staff(struct ctx *x, int64_t community_id, const char *role,
                             enum notice_kind kind, int64_t subject_id)
{
    struct notice_guardian *people;
    int n;
    enum status s = store_notice_staff(x->tx, community_id, role, &people, &n);

    for (int i = 0; s == OK && i < n; i++) {
        s = notice_put(x, people[i].member_id, kind, subject_id);
    }
    return s;
}

enum status notice_put_code(struct ctx *x, int64_t member_id, const char *channel,
                            const char *purpose, const char *code)
{
    struct notice n = {.id = new_id(x),
                       .member_id = member_id,
                       .channel = channel,
                       .due_at = x->now,
                       .created_at = x->now}; /* rank 0: somebody waits for it */
    enum notice_kind kind;
    enum status s = store_notice_code(x->tx, member_id, purpose, &n.subject_id);

    if (s != OK) {
        return s;
    }
    n.kind = arena_printf(x->arena, "code_%s", purpose);
    if (n.kind == NULL) {
        return E_BUSY;
    }
    s = notice_kind_parse(n.kind, &kind);
    assert(s == OK && (kinds[kind].ways & (strcmp(channel, "sms") == 0 ? BY_SMS : BY_MAIL)) != 0);
    s = vault_seal(x, member_id, "notice", "code_sealed", n.id, code, &n.code_sealed);
    return s == OK ? store_notice_put_code(x->tx, &n) : s;
}
