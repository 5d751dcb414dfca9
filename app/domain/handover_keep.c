/* handover_keep.c - hand-overs that could not be noted: told too late, or stopped; see handover.h.
 */
#include "app/domain/handover.h"

#include "app/domain/notice.h"
#include "app/domain/task.h"
#include "app/domain/vault.h"

#include <string.h>

static enum status keep_child(struct ctx *x, const struct tap *tap, int64_t child_id, bool *fresh)
{
    const struct handover *h = tap->h;
    struct told_row row = {
        .id = new_id(x),
        .booking_id = h->booking_id,
        .child_id = child_id,
        .stop_id = tap->stop_id,
        .way = h->way,
        .proof = h->proof,
        .by_id = x->member_id,
        .pickup_person_id = h->pickup_person_id,
        .device_at = h->device_at,
        .received_at = x->now,
        .why = reason_text(h->why),
    };
    bool put = false;
    enum status s = vault_seal(x, h->booking.household_id, "handover_told", "person_sealed", row.id,
                               h->person, &row.person_sealed);

    s = s == OK ? store_told_put(x->tx, &row, &put) : s;
    *fresh = *fresh || put;
    return s;
}

/* A child who was taken over outside of any job is looked for at once. */
static enum status alert(struct ctx *x, const struct tap *tap)
{
    const struct booking_row *b = &tap->h->booking;
    bool alone = strcmp(tap->h->way, "in") == 0;
    enum status s = booking_fact(x, b, "handover_told", "");

    s = s == OK ? task_open(x, b->community_id, alone ? "safeguarding" : "coordinator",
                            "handover.told", b->id, x->now)
                : s;
    return s == OK ? notice_put_guardians(x, b->household_id, 0, NOTICE_HANDOVER_WEAK, b->id) : s;
}

static enum status remember(struct ctx *x, const struct handover *h)
{
    struct tap_row row = {x->member_id, h->booking_id, x->now, h->tap_id, reason_text(h->why)};

    return h->tap_id != NULL && x->member_id != 0 ? store_tap_put(x->tx, &row) : OK;
}

enum status handover_keep(struct ctx *x, void *arg)
{
    struct handover *h = arg;
    struct tap tap;
    bool fresh = false;
    enum status s = tap_open(x, h, &tap);

    s = s == OK ? tap_find_stop(x, &tap) : s;
    for (int i = 0; s == OK && i < tap.hands.n; i++) {
        const struct hand_row *r = &tap.hands.rows[i];

        if (r->stop_id == tap.stop_id && r->handed_at == 0 && handover_names(h, r->child_id)) {
            s = keep_child(x, &tap, r->child_id, &fresh);
        }
    }
    s = s == OK && fresh ? alert(x, &tap) : s;
    return s == OK ? remember(x, h) : s;
}

enum status handover_stopped(struct ctx *x, void *arg)
{
    struct handover *h = arg;
    struct tap tap;
    enum status s = tap_open(x, h, &tap);

    s = s == OK ? booking_fact(x, &h->booking, "handover_stopped", "") : s;
    return s == OK ? task_open(x, h->booking.community_id, "safeguarding", "handover.barred",
                               h->booking.id, x->now)
                   : s;
}
