/* seed_helpers.c - see seed.h: who knows whom, and who may help with what. */
#include "app/domain/handshake.h"
#include "app/domain/premeeting.h"
#include "app/seed.h"
#include "db/store/qualification.h"

#include <string.h>

#define QUALIFIED_MS (365 * DAY_MS)

static const struct {
    const char *who, *kind, *number;
} qualifications[] = {
    {"yuki", "identity", NULL},
    {"yuki", "safety_lesson", NULL},
    {"yuki", "certificate", "HDM-C-0001"},
    {"mio", "identity", NULL},
    {"mio", "safety_lesson", NULL},
    {"ken", "identity", NULL},
    {"ken", "safety_lesson", NULL},
};

/* premet: the sheet is confirmed by both. */
static const struct {
    const char *parent, *supporter;
    bool premet;
} ties[] = {
    {"hanako", "yuki", true},  {"hanako", "mio", true}, {"hanako", "ken", false},
    {"taro", "yuki", true},    {"yoko", "yuki", true},  {"yoko", "mio", true},
    {"hanako", "yoko", false},
};

static enum status qualify(struct ctx *x, void *arg)
{
    const struct seed *s = arg;
    enum status st = OK;

    for (size_t i = 0; st == OK && i < sizeof qualifications / sizeof *qualifications; i++) {
        struct qualification_row row = {
            .id = new_id(x),
            .member_id = seed_member(s, qualifications[i].who),
            .community_id = s->community_id,
            .kind = qualifications[i].kind,
            .number = qualifications[i].number,
            .issued_at = x->now - DAY_MS,
            .expires_at = x->now + QUALIFIED_MS,
            .given_by = seed_member(s, "trainer"),
            .created_at = x->now,
        };

        st = store_qualification_insert(x->tx, &row);
    }
    return st;
}

static enum status shake_hands(struct seed *s, const char *parent, const char *supporter,
                               int64_t *tie_id)
{
    struct ctx shows = seed_as(s, parent), scans = seed_as(s, supporter);
    struct handshake_qr qr;
    struct handshake h = {0};
    enum status st = handshake_qr_make(&shows, &qr);

    h.token = st == OK ? qr.token : NULL;
    st = st == OK ? ctx_tx(&scans, handshake_scan, &h) : st;
    *tie_id = h.tie_id;
    return st;
}

static enum status premeet(struct seed *s, const char *parent, const char *supporter,
                           int64_t tie_id)
{
    struct ctx first = seed_as(s, supporter), second = seed_as(s, parent);
    struct premeeting_make m = {
        .tie_id = tie_id,
        .household_id = strcmp(parent, "yoko") == 0 ? s->tanaka_id : s->sato_id,
        .child_met = true,
        .place_seen = true,
        .emergency_plan_read = true,
        .insurance_read = true,
    };
    struct premeeting_confirm c = {0};
    enum status st = ctx_tx(&first, premeeting_make, &m);

    c.id = m.row.id;
    return st == OK ? ctx_tx(&second, premeeting_confirm, &c) : st;
}

enum status seed_helpers(struct seed *s)
{
    enum status st = ctx_tx(&s->x, qualify, s);
    int64_t tie_id = 0;

    for (size_t i = 0; st == OK && i < sizeof ties / sizeof *ties; i++) {
        st = shake_hands(s, ties[i].parent, ties[i].supporter, &tie_id);
        if (st == OK && ties[i].premet) {
            st = premeet(s, ties[i].parent, ties[i].supporter, tie_id);
        }
    }
    return st;
}
