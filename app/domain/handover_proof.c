/* handover_proof.c - what proves a hand-over, how much it is worth, and whom a child must not be
 * given to; see handover.h. */
#include "app/domain/handover.h"

#include "app/domain/barred.h"
#include "app/domain/community.h"
#include "app/domain/gate.h"
#include "app/domain/receiver.h"
#include "db/store/pickup_person.h"

#include <string.h>

static bool goes_in(const struct handover *h)
{
    return strcmp(h->way, "in") == 0;
}

static bool is_proof(const struct handover *h, const char *proof)
{
    return strcmp(h->proof, proof) == 0;
}

bool tap_proof_fits(const struct tap *tap)
{
    static const struct {
        const char *proof;
        unsigned in, out;
    } rows[] = {
        {"code", BY_GUARDIAN | BY_DESK, BY_SUPPORTER},
        {"qr", BY_GUARDIAN | BY_DESK, BY_SUPPORTER},
        {"nursery_page", BY_DESK, BY_DESK},
        {"guardian_tap", BY_GUARDIAN, BY_GUARDIAN},
        {"photo_list", 0, BY_SUPPORTER},
        {"supporter_tap", BY_SUPPORTER, BY_SUPPORTER},
        {"met_point", BY_SUPPORTER, 0},
        {"staff", BY_STAFF, BY_STAFF},
    };

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        if (is_proof(tap->h, rows[i].proof)) {
            return ((goes_in(tap->h) ? rows[i].in : rows[i].out) & tap->who) != 0;
        }
    }
    return false;
}

static const struct hand_row *stop_of(const struct tap *tap)
{
    for (int i = 0; i < tap->hands.n; i++) {
        if (tap->hands.rows[i].stop_id == tap->stop_id) {
            return &tap->hands.rows[i];
        }
    }
    return NULL; /* tap_find_stop found it */
}

/* The supporter's own tap is usual between people who trust each other, at their own doors. */
static enum status judge_own_tap(struct ctx *x, struct tap *tap)
{
    const struct booking_row *b = &tap->h->booking;
    struct gate_row gate;
    bool door = hands_own_door(stop_of(tap), b->household_id);
    enum status s = store_gate_pair(x->tx, b->community_id, b->guardian_id, b->supporter_id, &gate);

    tap->weak = s != OK || !door ||
                tie_level(gate.premet_until_at, gate.trials_done, gate.jobs_done, x->now) <
                    RULE_LEVEL_TRUSTED;
    return s == E_NOT_FOUND ? OK : s;
}

/* Somebody of the list, in the days for which the guardian put them there. */
static enum status judge_photo(struct ctx *x, struct tap *tap)
{
    struct pickup_person_row p;
    struct community c;
    int64_t day;
    enum status s;

    tap->weak = true;
    if (tap->h->pickup_person_id == 0) {
        return OK;
    }
    s = store_pickup_person_get(x->tx, tap->h->pickup_person_id, &p);
    s = s == OK ? community_get(x, tap->h->booking.community_id, &c) : s;
    s = s == OK ? community_day(&c, x->now, &day) : s;
    if (s == OK) {
        tap->weak = p.ended_at != 0 || day < p.valid_from_day || day > p.valid_to_day;
    }
    return s == E_NOT_FOUND ? OK : s; /* tap_check_person says which field was wrong */
}

/* 呼び出しお迎え, only to the guardian: a child who is unwell went to somebody else. */
static enum status judge_callout(struct ctx *x, struct tap *tap)
{
    const struct handover *h = tap->h;
    struct community c;
    enum status s;

    if (strcmp(h->booking.kind, "callout") != 0 || goes_in(h) || h->pickup_person_id == 0) {
        return OK;
    }
    s = community_get(x, h->booking.community_id, &c);
    tap->weak = tap->weak || (s == OK && c.rules.callout_policy == 1);
    return s;
}

static enum status judge_proof(struct ctx *x, struct tap *tap)
{
    const struct handover *h = tap->h;

    tap->weak = h->wrong_code || (is_proof(h, "met_point") && stop_of(tap)->alone == 0);
    if (is_proof(h, "supporter_tap")) {
        return judge_own_tap(x, tap);
    }
    return is_proof(h, "photo_list") ? judge_photo(x, tap) : OK;
}

enum status tap_judge_proof(struct ctx *x, struct tap *tap)
{
    enum status s = judge_proof(x, tap);

    return s == OK ? judge_callout(x, tap) : s;
}

/* Who receives the child: the supporter; the pick-up person named; or whoever taps for the family;
 * and whoever was written down, on either side of it. */
enum status tap_check_person(struct ctx *x, const struct tap *tap, int64_t child_id)
{
    const struct handover *h = tap->h;
    enum status s = OK;

    if (goes_in(h)) {
        s = receiver_check_member(x, child_id, h->booking.supporter_id);
    } else if (h->pickup_person_id != 0) {
        s = receiver_check_collector(x, child_id, h->booking.household_id, h->pickup_person_id);
    } else if (tap->who == BY_GUARDIAN) {
        s = receiver_check_member(x, child_id, x->member_id);
    }
    return s == OK && h->person != NULL ? barred_check(x, child_id, 0, h->person) : s;
}
