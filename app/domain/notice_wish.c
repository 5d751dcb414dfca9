/* notice_wish.c - see notice_wish.h. */
#include "app/domain/notice_wish.h"

#include "app/base/limits.h"

#include <string.h>

/* Within three hours of the start, or running. */
static bool is_near(const struct notice_facts *f, int64_t now)
{
    bool runs = f->booking_state != NULL && strcmp(f->booking_state, "in_care") == 0;

    return runs || (f->start_at != 0 && f->start_at - now < URGENT_MS && now < f->end_at);
}

bool notice_is_off(const struct notice *n, enum notice_kind kind, const struct notice_member *m,
                   const struct notice_facts *f, int64_t now)
{
    enum notice_category c = notice_kind_category(kind);
    int64_t off = strcmp(n->channel, "sms") == 0 ? m->sms_off : m->mail_off;

    return c < CATEGORY_FIXED && (off >> c & 1) != 0 && !notice_is_urgent(kind, is_near(f, now));
}

/* The quiet hours of asks and those of everything may touch: one look at each is not enough. */
static enum status after_both(const struct notice_member *m, const char *zone, bool ask, int64_t at,
                              int64_t *due_at)
{
    enum status s = OK;

    *due_at = at;
    for (int i = 0; i < 2 && s == OK; i++) {
        if (ask) {
            s = notice_after_quiet(zone, m->ask_quiet_from_min, m->ask_quiet_to_min, *due_at,
                                   due_at);
        }
        s = s == OK ? notice_after_quiet(zone, m->quiet_from_min, m->quiet_to_min, *due_at, due_at)
                    : s;
    }
    return s;
}

enum status notice_wait(enum notice_kind kind, const struct notice_member *m,
                        const struct notice_facts *f, int64_t now, int64_t *due_at)
{
    enum notice_category c = notice_kind_category(kind);
    const char *zone = m->zone != NULL ? m->zone : f->zone;
    bool ask = kind == NOTICE_ASKED || kind == NOTICE_ASKED_URGENT || kind == NOTICE_SERIES_ASKED;
    enum status s = OK;

    *due_at = now;
    if (c >= CATEGORY_FIXED || zone == NULL || (!ask && is_near(f, now))) {
        return OK;
    }
    s = after_both(m, zone, ask, now, due_at);
    if (s == OK && !ask && f->start_at > now && f->start_at - *due_at < URGENT_MS) {
        *due_at = now;
    }
    return s;
}

bool notice_category_goes(enum notice_category category, int way)
{
    bool goes = false;

    for (int i = 0; i < NOTICE_COUNT; i++) {
        enum notice_kind kind = (enum notice_kind)i;

        goes =
            goes || (notice_kind_category(kind) == category && (notice_kind_ways(kind) & way) != 0);
    }
    return goes;
}

enum status notice_settings_get(struct ctx *x, void *arg)
{
    struct notice_settings *n = arg;
    struct notice_member m;
    enum status s = store_notice_member(x->tx, x->member_id, &m);

    if (s == OK) {
        n->zone = m.zone;
        n->locale = m.locale;
        s = store_notice_wish_get(x->tx, x->member_id, &n->wish);
    }
    if (s == E_NOT_FOUND) {
        n->wish = (struct notice_wish){.member_id = x->member_id};
        s = OK;
    }
    return s == OK ? store_notice_bounces(x->tx, x->member_id, &n->bounces) : s;
}

enum status notice_settings_put(struct ctx *x, void *arg)
{
    struct notice_settings *n = arg;
    enum status s;

    if ((n->wish.mail_off | n->wish.sms_off) >> CATEGORY_FIXED != 0) {
        return refuse_field(x, R_NOTICE_ALWAYS, "switched_off");
    }
    n->wish.member_id = x->member_id;
    n->wish.updated_at = x->now;
    s = store_notice_wish_put(x->tx, &n->wish);
    return s == OK ? notice_settings_get(x, n) : s;
}
