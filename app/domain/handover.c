/* handover.c - see handover.h; its codes are in handover_code.c, who receives in receiver.c. */
#include "app/domain/handover.h"

#include "app/domain/booking_effects.h"
#include "app/domain/community.h"
#include "app/domain/gate.h"
#include "app/domain/gate_watch.h"
#include "app/domain/payment.h"
#include "app/domain/receiver.h"
#include "app/domain/task.h"
#include "db/store/booking_event.h"
#include "db/store/no_show.h"

#include <string.h>

static bool is_way(const struct handover *h, const char *way)
{
    return strcmp(h->way, way) == 0;
}

static bool can_change_hands(const struct booking_row *b, const char *way)
{
    if (strcmp(b->state, "in_care") == 0) {
        return true;
    }
    return strcmp(way, "in") == 0 &&
           (strcmp(b->state, "confirmed") == 0 || strcmp(b->state, "agreed") == 0);
}

/* Who may prove what: the giver types the supporter's code, the supporter the receiver's. */
static bool proof_fits(const struct handover *h, unsigned who)
{
    static const struct {
        const char *proof;
        unsigned in, out;
    } rows[] = {
        {"code", BY_GUARDIAN | BY_DESK, BY_SUPPORTER}, {"qr", BY_GUARDIAN | BY_DESK, BY_SUPPORTER},
        {"guardian_tap", BY_GUARDIAN, BY_GUARDIAN},    {"photo_list", 0, BY_SUPPORTER},
        {"supporter_tap", BY_SUPPORTER, BY_SUPPORTER}, {"met_point", BY_SUPPORTER, 0},
    };

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        if (strcmp(rows[i].proof, h->proof) == 0) {
            return ((is_way(h, "in") ? rows[i].in : rows[i].out) & who) != 0;
        }
    }
    return false;
}

/* Noted on receipt, also for a tap that had waited: the hand-over's own row has the time. */
static bool follows_tap(const struct booking_event_row *e)
{
    static const char *const names[] = {"child_in", "child_out", "begin"};

    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (strcmp(e->name, names[i]) == 0) {
            return true;
        }
    }
    return false;
}

/* When the last thing happened in this job; two taps may have waited in one phone. */
static enum status last_event(struct ctx *x, int64_t booking_id, int64_t *last_at)
{
    struct booking_event_row *events;
    struct handover_row *taps;
    int events_n, taps_n;
    enum status s = store_booking_events(x->tx, booking_id, &events, &events_n);

    if (s == OK) {
        s = store_handovers(x->tx, booking_id, &taps, &taps_n);
    }
    *last_at = 0;
    for (int i = 0; s == OK && i < events_n; i++) {
        if (!follows_tap(&events[i]) && events[i].at > *last_at) {
            *last_at = events[i].at;
        }
    }
    for (int i = 0; s == OK && i < taps_n; i++) {
        *last_at = taps[i].at > *last_at ? taps[i].at : *last_at;
    }
    return s;
}

/* The device's time counts when it is not after the receipt and not before the last event. */
static enum status when(struct ctx *x, const struct handover *h, int64_t *at)
{
    int64_t last_at;
    enum status s = last_event(x, h->booking_id, &last_at);

    *at = x->now;
    if (s == OK && h->device_at != 0 && h->device_at <= x->now && h->device_at >= last_at) {
        *at = h->device_at;
    }
    return s;
}

/* Long before the agreed start: noted all the same, since the child is there. */
static enum status judge_hour(struct ctx *x, const struct handover *h, const struct booking_row *b,
                              int64_t at, int64_t *weak)
{
    struct community c;
    enum status s = community_get(x, b->community_id, &c);

    *weak = s == OK && is_way(h, "in") && at < b->start_at - c.rules.handover_early_min * MINUTE_MS;
    return s;
}

/* A tap of the supporter alone is proof enough between people who trust each other. */
static enum status judge_proof(struct ctx *x, const struct handover *h, const struct booking_row *b,
                               int64_t at, int64_t *weak)
{
    struct gate_row gate;
    enum status s = judge_hour(x, h, b, at, weak);

    if (s != OK || *weak != 0 || strcmp(h->proof, "supporter_tap") != 0) {
        return s;
    }
    s = store_gate_pair(x->tx, b->community_id, b->guardian_id, b->supporter_id, &gate);
    *weak = s != OK || tie_level(gate.premet_until_at, gate.trials_done, gate.jobs_done, x->now) <
                           RULE_LEVEL_TRUSTED;
    return s == E_NOT_FOUND ? OK : s;
}

/* Who receives the child: the supporter; the pick-up person named; or whoever taps for the family.
 */
static enum status check_receiver(struct ctx *x, const struct handover *h,
                                  const struct booking_row *b, unsigned who, int64_t child_id)
{
    int64_t member_id = is_way(h, "in") ? b->supporter_id : who == BY_GUARDIAN ? x->member_id : 0;

    if (!is_way(h, "in") && h->pickup_person_id != 0) {
        return receiver_check_collector(x, child_id, b->household_id, h->pickup_person_id);
    }
    /* 0: a guardian of the booking's own home, whom nobody named */
    return member_id != 0 ? receiver_check_member(x, child_id, member_id) : OK;
}

/* One tap, with what was found out about it. */
struct tap {
    const struct handover *h;
    unsigned who;
    int64_t at;
    int64_t weak;
};

static enum status tap_child(struct ctx *x, const struct booking_row *b, const struct tap *tap,
                             int64_t child_id)
{
    struct handover_row row = {
        .id = new_id(x),
        .booking_id = b->id,
        .child_id = child_id,
        .way = tap->h->way,
        .proof = tap->h->proof,
        .weak = tap->weak,
        .by_id = x->member_id,
        .pickup_person_id = tap->h->pickup_person_id,
        .at = tap->at,
        .device_at = tap->h->device_at,
        .received_at = x->now,
    };
    enum status s = check_receiver(x, tap->h, b, tap->who, child_id);

    if (s == OK) {
        s = is_way(tap->h, "in") ? store_booking_child_in(x->tx, b->id, child_id, tap->at)
                                 : store_booking_child_out(x->tx, b->id, child_id, tap->at);
    }
    return s == OK ? store_handover_insert(x->tx, &row) : s;
}

static bool is_named(const struct handover *h, int64_t child_id)
{
    for (int i = 0; i < h->children_n; i++) {
        if (h->child_ids[i] == child_id) {
            return true;
        }
    }
    return h->children_n == 0;
}

static bool went_already(const struct handover *h, const struct booking_child_row *c)
{
    return is_way(h, "in") ? c->in_at != 0 : c->out_at != 0;
}

/* Every named child that has not gone that way yet; a child still to be collected can't go out. */
static enum status tap_children(struct ctx *x, const struct booking_row *b, const struct tap *tap,
                                int *tapped)
{
    struct booking_child_row *children;
    int n;
    enum status s = store_booking_children(x->tx, b->id, &children, &n);

    *tapped = 0;
    for (int i = 0; s == OK && i < n; i++) {
        const struct booking_child_row *c = &children[i];

        if (c->dropped_at != 0 || !is_named(tap->h, c->child_id) || went_already(tap->h, c)) {
            continue;
        }
        if (is_way(tap->h, "out") && c->in_at == 0) {
            if (tap->h->children_n == 0) {
                continue;
            }
            return refuse(x, R_HANDOVER_NOT_IN);
        }
        s = tap_child(x, b, tap, c->child_id);
        *tapped += 1;
    }
    return s;
}

/* A flag for the family, never a bar. */
static enum status follow_up(struct ctx *x, const struct booking_row *b, const struct tap *tap)
{
    enum status s = booking_fact(x, b, is_way(tap->h, "in") ? "child_in" : "child_out",
                                 tap->weak ? "{\"weak\":true}" : "");

    return s == OK && tap->weak
               ? task_open(x, b->community_id, "coordinator", "handover.weak", b->id, 0)
               : s;
}

/* The child is there: money that is not becomes a debt, so that the job is insured and can begin.
 */
static enum status confirm_at_the_gate(struct ctx *x, struct booking_row *b, enum who_moves who)
{
    enum status s;

    if (strcmp(b->state, "agreed") != 0) {
        return OK;
    }
    s = payment_owe(x, b->id);
    return s == OK ? booking_move(x, b, MOVE_BOOKING_CONFIRM, who) : s;
}

static enum status begin(struct ctx *x, struct booking_row *b, const struct tap *tap)
{
    enum status s = store_booking_began(x->tx, b->id, tap->at);

    if (s == OK) {
        s = store_no_show_close(x->tx, b->id, "came", x->now);
    }
    if (s == OK) {
        s = gate_recheck(x, b);
    }
    b->began_at = tap->at;
    return s == OK ? booking_move(x, b, MOVE_BOOKING_BEGIN, (enum who_moves)tap->who) : s;
}

static enum status end(struct ctx *x, struct booking_row *b, const struct tap *tap)
{
    bool all;
    enum status s = booking_all_back(x, b, &all);

    if (s != OK || !all) {
        return s; /* a sibling is still on the way */
    }
    s = store_booking_ended(x->tx, b->id, tap->at);
    b->ended_at = tap->at;
    return s == OK ? booking_move(x, b, MOVE_BOOKING_RETURN, (enum who_moves)tap->who) : s;
}

static enum status tap_and_move(struct ctx *x, struct booking_row *b, const struct tap *tap)
{
    bool in = is_way(tap->h, "in");
    int tapped;
    enum status s = in ? confirm_at_the_gate(x, b, (enum who_moves)tap->who) : OK;

    if (s == OK) {
        s = tap_children(x, b, tap, &tapped);
    }
    if (s != OK || tapped == 0) {
        return s;
    }
    s = follow_up(x, b, tap);
    if (s == OK && in && strcmp(b->state, "confirmed") == 0) {
        s = begin(x, b, tap);
    }
    return s == OK && !in ? end(x, b, tap) : s;
}

static bool all_went(const struct handover *h, const struct booking_child_row *children, int n)
{
    for (int i = 0; i < n; i++) {
        if (children[i].dropped_at == 0 && is_named(h, children[i].child_id) &&
            !went_already(h, &children[i])) {
            return false;
        }
    }
    return n > 0;
}

/* A second tap, or one that waited in a phone, finds the work done. */
static enum status done_already(struct ctx *x, const struct handover *h, bool *done)
{
    struct booking_child_row *children;
    int n;
    enum status s = store_booking_children(x->tx, h->booking_id, &children, &n);

    *done = s == OK && all_went(h, children, n);
    return s;
}

enum status handover_note(struct ctx *x, void *arg)
{
    struct handover *h = arg;
    struct tap tap = {.h = h};
    bool done = false;
    enum status s = booking_for_party(x, h->booking_id, &h->booking, &tap.who);

    if (s == OK && h->wrong_code) {
        return refuse_field(x, R_HANDOVER_WRONG_CODE, "code");
    }
    if (s == OK && !proof_fits(h, tap.who)) {
        return refuse_field(x, R_HANDOVER_PROOF, "proof");
    }
    if (s == OK) {
        s = done_already(x, h, &done);
    }
    if (s != OK || done) {
        return s;
    }
    if (!can_change_hands(&h->booking, h->way)) {
        return refuse(x, R_HANDOVER_NOT_NOW);
    }
    s = when(x, h, &tap.at);
    if (s == OK) {
        s = judge_proof(x, h, &h->booking, tap.at, &tap.weak);
    }
    if (s == OK) {
        s = tap_and_move(x, &h->booking, &tap);
    }
    return s == OK ? store_booking_get(x->tx, h->booking_id, &h->booking) : s;
}

enum status handover_stopped(struct ctx *x, void *arg)
{
    struct handover *h = arg;
    unsigned who;
    enum status s = booking_for_party(x, h->booking_id, &h->booking, &who);

    if (s == OK) {
        s = booking_fact(x, &h->booking, "handover_stopped", "");
    }
    return s == OK ? task_open(x, h->booking.community_id, "safeguarding", "handover.barred",
                               h->booking.id, x->now)
                   : s;
}
