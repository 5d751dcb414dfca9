/* handover.c - see handover.h; codes are in handover_code.c, proofs in handover_proof.c, and what
 * came too late in handover_keep.c.
 *
 * DESIGN: where a child is follows from its latest stop with a hand-over (hands.c), never from the
 * order in which taps arrive. A tap for an earlier stop fills the gap and moves nothing. */
#include "app/domain/handover.h"

#include "app/domain/booking_effects.h"
#include "app/domain/community.h"
#include "app/domain/gate_watch.h"
#include "app/domain/notice.h"
#include "app/domain/payment.h"
#include "app/domain/task.h"
#include "app/domain/vault.h"
#include "db/store/booking_event.h"
#include "db/store/no_show.h"

#include <string.h>

static bool goes_in(const struct tap *tap)
{
    return strcmp(tap->h->way, "in") == 0;
}

static bool is_state(const struct booking_row *b, const char *state)
{
    return strcmp(b->state, state) == 0;
}

bool handover_names(const struct handover *h, int64_t child_id)
{
    for (int i = 0; i < h->children_n; i++) {
        if (h->child_ids[i] == child_id) {
            return true;
        }
    }
    return h->children_n == 0;
}

/* ---- what speaks against it ---- */

/* What waited in a phone has happened: it is kept, and answered with the present state. */
static enum status no(struct ctx *x, struct tap *tap, enum reason why)
{
    tap->h->why = why;
    return handover_waited(tap->h) ? lost(x, why) : refuse(x, why);
}

static enum status gone(struct ctx *x, struct tap *tap, enum reason why)
{
    tap->h->why = why;
    return lost(x, why);
}

static enum status job_gone(struct ctx *x, struct tap *tap)
{
    struct booking_row other;
    enum status s = store_booking_of_request(x->tx, tap->h->booking.request_id, &other);

    if (s != OK && s != E_NOT_FOUND) {
        return s;
    }
    return gone(x, tap,
                s == OK && other.supporter_id != tap->h->booking.supporter_id
                    ? R_HANDOVER_OTHER_SUPPORTER
                    : R_HANDOVER_JOB_GONE);
}

static bool is_live(const struct booking_row *b, bool in)
{
    return is_state(b, "in_care") || (in && (is_state(b, "confirmed") || is_state(b, "agreed")));
}

/* For an earlier stop than the child's latest: it moves nothing. */
static bool fills_a_gap(const struct tap *tap, const struct hand_row *r)
{
    const struct hand_row *last;

    (void)hands_where(&tap->hands, r->child_id, &last);
    return last != NULL && r->seq < last->seq;
}

static enum status check_row(struct ctx *x, struct tap *tap, const struct hand_row *r)
{
    const struct booking_row *b = &tap->h->booking;
    const struct hand_row *last;

    if (is_state(b, "cancelled") || is_state(b, "no_show") || is_state(b, "payment_failed")) {
        return job_gone(x, tap);
    }
    if (r->dropped_at != 0) {
        return gone(x, tap, R_HANDOVER_CHILD_LEFT);
    }
    if (fills_a_gap(tap, r)) {
        return OK;
    }
    if (!is_live(b, goes_in(tap))) {
        return no(x, tap, R_HANDOVER_NOT_NOW);
    }
    return !goes_in(tap) && hands_where(&tap->hands, r->child_id, &last) == CHILD_WAITS
               ? no(x, tap, R_HANDOVER_NOT_IN)
               : OK;
}

/* Unnamed siblings who are still to be collected, or who left the job, stay out of it. */
static bool is_meant(const struct tap *tap, const struct hand_row *r)
{
    const struct handover *h = tap->h;
    const struct hand_row *last;

    if (r->stop_id != tap->stop_id || r->handed_at != 0 || !handover_names(h, r->child_id)) {
        return false;
    }
    return h->children_n != 0 ||
           (r->dropped_at == 0 &&
            (goes_in(tap) || hands_where(&tap->hands, r->child_id, &last) != CHILD_WAITS));
}

/* Nobody is named, and nobody changed hands there or can: what is said of one is said of all. */
static bool stands_for_all(const struct tap *tap, const struct hand_row *r)
{
    for (int i = 0; i < tap->hands.n; i++) {
        if (tap->hands.rows[i].stop_id == tap->stop_id && tap->hands.rows[i].handed_at != 0) {
            return false; /* a second tap */
        }
    }
    return tap->h->children_n == 0 && r->stop_id == tap->stop_id;
}

static enum status check_rows(struct ctx *x, struct tap *tap, int *meant)
{
    enum status s = OK;

    *meant = 0;
    for (int i = 0; s == OK && i < tap->hands.n; i++) {
        if (is_meant(tap, &tap->hands.rows[i])) {
            s = check_row(x, tap, &tap->hands.rows[i]);
            *meant += 1;
        }
    }
    for (int i = 0; s == OK && *meant == 0 && i < tap->hands.n; i++) {
        if (stands_for_all(tap, &tap->hands.rows[i])) {
            s = check_row(x, tap, &tap->hands.rows[i]);
        }
    }
    return s;
}

static enum status check_children(struct ctx *x, const struct tap *tap)
{
    for (int i = 0; i < tap->h->children_n; i++) {
        if (hands_at(&tap->hands, tap->stop_id, tap->h->child_ids[i]) == NULL) {
            return invalid(x, "child_ids");
        }
    }
    return OK;
}

/* ---- when ---- */

/* Nothing of a job can happen before its latest step towards the gate. */
static enum status find_floor(struct ctx *x, struct tap *tap)
{
    const struct booking_row *b = &tap->h->booking;
    struct booking_event_row *events;
    struct community c;
    int n;
    enum status s = community_get(x, b->community_id, &c);

    s = s == OK ? store_booking_events(x->tx, b->id, &events, &n) : s;
    tap->early_at = s == OK ? b->start_at - c.rules.handover_early_min * MINUTE_MS : 0;

    tap->floor_at = 0;
    for (int i = 0; s == OK && i < n; i++) {
        bool step = strcmp(events[i].to_state, "agreed") == 0 ||
                    strcmp(events[i].to_state, "confirmed") == 0;

        if (step && strcmp(events[i].from_state, events[i].to_state) != 0) {
            tap->floor_at = events[i].at;
        }
    }
    return s;
}

/* The device's time counts when it is not after the receipt and not before the last thing that
 * happened to that child; one that fills a gap lies between its neighbours. */
static int64_t when(const struct ctx *x, const struct tap *tap, const struct hand_row *r)
{
    int64_t low = tap->floor_at, high = x->now, device_at = tap->h->device_at;

    for (int i = 0; i < tap->hands.n; i++) {
        const struct hand_row *other = &tap->hands.rows[i];

        if (other->child_id != r->child_id || other->handed_at == 0) {
            continue;
        }
        if (other->seq < r->seq && other->handed_at > low) {
            low = other->handed_at;
        }
        if (other->seq > r->seq && other->handed_at < high) {
            high = other->handed_at;
        }
    }
    return device_at != 0 && device_at >= low && device_at <= high ? device_at : high;
}

/* ---- doing it ---- */

static enum status put_row(struct ctx *x, const struct tap *tap, const struct hand_row *r,
                           bool weak)
{
    const struct handover *h = tap->h;
    struct handover_row row = {
        .id = new_id(x),
        .booking_id = h->booking_id,
        .child_id = r->child_id,
        .stop_id = r->stop_id,
        .way = h->way,
        .proof = h->proof,
        .weak = weak,
        .by_id = x->member_id,
        .pickup_person_id = h->pickup_person_id,
        .at = r->handed_at,
        .device_at = h->device_at,
        .received_at = x->now,
    };
    enum status s = vault_seal(x, h->booking.household_id, "handover", "person_sealed", row.id,
                               h->person, &row.person_sealed);

    return s == OK ? store_handover_insert(x->tx, &row) : s;
}

/* A stop that was passed over, or is filled in late, or comes out of turn, or long before the
 * start: noted all the same, since the child is there. A person looks. */
static bool is_irregular(const struct tap *tap, const struct hand_row *r, int64_t at)
{
    return r != hands_next(&tap->hands, r->child_id) || (goes_in(tap) && at < tap->early_at);
}

static enum status tap_child(struct ctx *x, struct tap *tap, struct hand_row *r)
{
    int64_t at = when(x, tap, r);
    bool flagged = tap->weak || is_irregular(tap, r, at);
    struct hands_times times;
    enum status s = tap_check_person(x, tap, r->child_id);

    r->handed_at = at;
    s = s == OK ? put_row(x, tap, r, flagged) : s;
    if (s != OK) {
        return s;
    }
    tap->flagged = tap->flagged || flagged;
    tap->first_at =
        tap->first_at == 0 || r->handed_at < tap->first_at ? r->handed_at : tap->first_at;
    tap->last_at = r->handed_at > tap->last_at ? r->handed_at : tap->last_at;
    times = hands_times(&tap->hands, r->child_id);
    return store_booking_child_hands(x->tx, tap->h->booking_id, r->child_id, times.in_at,
                                     times.out_at);
}

static enum status tap_children(struct ctx *x, struct tap *tap)
{
    bool meant[HANDOVERS_MAX];
    enum status s = OK;

    for (int i = 0; i < tap->hands.n; i++) {
        meant[i] = is_meant(tap, &tap->hands.rows[i]);
    }
    for (int i = 0; s == OK && i < tap->hands.n; i++) {
        s = meant[i] ? tap_child(x, tap, &tap->hands.rows[i]) : OK;
    }
    return s;
}

/* A flag for the family and the staff, never a bar; and the family hears of every step. */
static enum status follow_up(struct ctx *x, const struct tap *tap, bool moved)
{
    const struct booking_row *b = &tap->h->booking;
    enum status s = OK;

    if (tap->flagged) {
        s = task_open(x, b->community_id, "coordinator", "handover.weak", b->id, 0);
        return s == OK ? notice_put_guardians(x, b->household_id, 0, NOTICE_HANDOVER_WEAK, b->id)
                       : s;
    }
    return !moved ? notice_put_guardians(x, b->household_id, 0, NOTICE_HANDED_ON, b->id) : OK;
}

/* The nursery's page knows nothing of money: the clock confirms for it. */
static enum who_moves confirmer(const struct tap *tap)
{
    return tap->who == BY_DESK ? BY_TIME : (enum who_moves)tap->who;
}

/* The child is there: money that is not becomes a debt, so that the job is insured and can begin.
 */
static enum status confirm_at_the_gate(struct ctx *x, struct tap *tap)
{
    struct booking_row *b = &tap->h->booking;
    enum status s;

    if (!is_state(b, "agreed")) {
        return OK;
    }
    s = payment_owe(x, b->id);
    return s == OK ? booking_move(x, b, MOVE_BOOKING_CONFIRM, confirmer(tap)) : s;
}

static enum status begin(struct ctx *x, struct tap *tap)
{
    struct booking_row *b = &tap->h->booking;
    enum status s = store_booking_began(x->tx, b->id, tap->first_at);

    s = s == OK ? store_no_show_close(x->tx, b->id, "came", x->now) : s;
    s = s == OK ? gate_recheck(x, b) : s; /* what failed since the choice is for staff, no bar */
    b->began_at = tap->first_at;
    return s == OK ? booking_move(x, b, MOVE_BOOKING_BEGIN, (enum who_moves)tap->who) : s;
}

enum status handover_end(struct ctx *x, struct booking_row *b, enum who_moves who)
{
    struct booking_child_row *children;
    int n = 0;
    bool all;
    int64_t ended_at = b->began_at;
    enum status s = booking_all_back(x, b, &all);

    if (s != OK || !all) {
        return s; /* a sibling is still on the way */
    }
    s = store_booking_children(x->tx, b->id, &children, &n);
    for (int i = 0; s == OK && i < n; i++) {
        ended_at = children[i].out_at > ended_at ? children[i].out_at : ended_at;
    }
    s = s == OK ? store_booking_ended(x->tx, b->id, ended_at) : s;
    b->ended_at = ended_at;
    return s == OK ? booking_move(x, b, MOVE_BOOKING_RETURN, who) : s;
}

/* A collecting that was tapped before the one that began the job, and arrived after it. */
static enum status began_earlier(struct ctx *x, struct tap *tap)
{
    struct booking_row *b = &tap->h->booking;
    bool open = is_state(b, "in_care") || is_state(b, "returned");

    if (!goes_in(tap) || !open || tap->first_at >= b->began_at) {
        return OK;
    }
    b->began_at = tap->first_at;
    return store_booking_began_earlier(x->tx, b->id, tap->first_at);
}

static enum status move(struct ctx *x, struct tap *tap)
{
    struct booking_row *b = &tap->h->booking;

    if (goes_in(tap) && is_state(b, "confirmed")) {
        return begin(x, tap);
    }
    if (!goes_in(tap) && is_state(b, "in_care")) {
        return handover_end(x, b, (enum who_moves)tap->who);
    }
    return began_earlier(x, tap);
}

static enum status tap_and_move(struct ctx *x, struct tap *tap)
{
    struct booking_row *b = &tap->h->booking;
    const char *before;
    enum status s = goes_in(tap) ? confirm_at_the_gate(x, tap) : OK;

    before = b->state;
    s = s == OK ? find_floor(x, tap) : s;
    s = s == OK ? tap_judge_proof(x, tap) : s;
    s = s == OK ? tap_children(x, tap) : s;
    s = s == OK ? booking_fact(x, b, goes_in(tap) ? "child_in" : "child_out",
                               tap->flagged ? "{\"weak\":true}" : "")
                : s;
    s = s == OK ? move(x, tap) : s;
    return s == OK ? follow_up(x, tap, strcmp(before, b->state) != 0) : s;
}

/* ---- once ---- */

static bool has_name(const struct ctx *x, const struct handover *h)
{
    return h->tap_id != NULL && x->member_id != 0;
}

/* The same tap, sent again after days: *done when it was noted. */
static enum status noted_before(struct ctx *x, const struct handover *h, bool *done)
{
    struct tap_row row;
    enum status s;

    *done = false;
    if (!has_name(x, h)) {
        return OK;
    }
    s = store_tap_get(x->tx, x->member_id, h->tap_id, &row);
    if (s == OK && row.booking_id != h->booking_id) {
        return invalid(x, "tap_id");
    }
    *done = s == OK && strcmp(row.outcome, "noted") == 0;
    return s == E_NOT_FOUND ? OK : s;
}

static enum status remember(struct ctx *x, const struct handover *h)
{
    struct tap_row row = {x->member_id, h->booking_id, x->now, h->tap_id, "noted"};

    return has_name(x, h) ? store_tap_put(x->tx, &row) : OK;
}

static enum status take(struct ctx *x, struct tap *tap)
{
    struct handover *h = tap->h;
    int meant = 0;
    enum status s;

    if (h->wrong_code && !handover_waited(h)) {
        return refuse_field(x, R_HANDOVER_WRONG_CODE, "code");
    }
    if (!tap_proof_fits(tap)) {
        return refuse_field(x, R_HANDOVER_PROOF, "proof");
    }
    s = tap_find_stop(x, tap);
    s = s == OK ? check_children(x, tap) : s;
    s = s == OK ? check_rows(x, tap, &meant) : s;
    if (s == OK && meant > 0) { /* else a second tap finds the work done */
        s = tap_and_move(x, tap);
    }
    return s == OK ? remember(x, h) : s;
}

enum status handover_note(struct ctx *x, void *arg)
{
    struct handover *h = arg;
    struct tap tap;
    bool done = false;
    enum status s = tap_open(x, h, &tap);

    s = s == OK ? noted_before(x, h, &done) : s;
    if (s == OK && !done) {
        s = take(x, &tap);
    }
    return s == OK ? store_booking_get(x->tx, h->booking_id, &h->booking) : s;
}
