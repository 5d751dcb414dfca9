/* booking.c - see booking.h.
 *
 * DESIGN: the table in process.c says what a move does; booking_effects.c says how. Nothing here
 * knows a single move by name except booking_money_moved. */
#include "app/domain/booking.h"

#include "app/base/limits.h"
#include "app/domain/acting.h"
#include "app/domain/booking_effects.h"
#include "app/domain/payment.h"
#include "db/store/booking_event.h"
#include "db/store/guardian.h"

#include <string.h>

enum status booking_party(struct ctx *x, const struct booking_row *b, unsigned *who)
{
    enum status s;

    *who = 0;
    if (b->supporter_id == x->member_id) {
        *who = BY_SUPPORTER;
        return OK;
    }
    s = store_guardian_is(x->tx, b->household_id, x->member_id);
    if (s == OK) {
        *who = BY_GUARDIAN;
    }
    return s == E_NOT_FOUND ? OK : s;
}

enum status booking_for_party(struct ctx *x, int64_t id, struct booking_row *b, unsigned *who)
{
    enum status s = store_booking_get(x->tx, id, b);

    if (s == OK) {
        s = booking_party(x, b, who);
    }
    if (s == OK && *who == 0) {
        return E_NOT_FOUND;
    }
    return s == OK ? acting_may(x, b->community_id, b->household_id, b->supporter_id) : s;
}

static enum status put_event(struct ctx *x, const struct booking_row *b, const char *name,
                             const char *from, const char *to, const char *detail)
{
    struct booking_event_row e = {
        .id = new_id(x),
        .booking_id = b->id,
        .at = x->now,
        .actor_id = ctx_actor(x),
        .on_behalf_of = ctx_on_behalf_of(x),
        .name = name,
        .from_state = from,
        .to_state = to,
        .detail = detail,
    };

    return store_booking_event_put(x->tx, &e);
}

static enum status run_row(struct ctx *x, struct booking_row *b, const struct transition *row,
                           enum who_moves who)
{
    enum status s = put_event(x, b, row->name, row->from, row->to, "");

    if (s == OK) {
        s = booking_timers(x, b, row);
    }
    return s == OK ? booking_effects(x, b, row, who) : s;
}

enum status booking_move(struct ctx *x, struct booking_row *b, enum move move, enum who_moves who)
{
    const struct transition *row = process_row(move);
    enum status s;

    if ((row->who & who) == 0) {
        return E_FORBIDDEN;
    }
    if (strcmp(b->state, row->from) != 0) {
        return lost(x, R_BOOKING_CHANGED);
    }
    s = booking_guard(x, b, row->guard);
    if (s != OK) {
        return s;
    }
    s = store_booking_move(x->tx, b->id, row->from, row->to, booking_state_is_live(row->to),
                           x->now);
    if (s != OK) {
        return s == E_CONFLICT ? lost(x, R_BOOKING_CHANGED) : s;
    }
    b->state = row->to;
    b->state_at = x->now;
    return run_row(x, b, row, who);
}

enum status booking_agree(struct ctx *x, struct booking_row *b, enum who_moves who)
{
    return run_row(x, b, process_row(MOVE_BOOKING_AGREE), who);
}

enum status booking_fact(struct ctx *x, const struct booking_row *b, const char *name,
                         const char *detail)
{
    return put_event(x, b, name, b->state, b->state, detail);
}

enum status booking_fact_room(struct ctx *x, int64_t booking_id, const char *name)
{
    int64_t n;
    enum status s = store_booking_event_count(x->tx, booking_id, name, 0, &n);

    return s == OK && n >= FACTS_OF_A_KIND_MAX ? refuse(x, R_BOOKING_TOO_OFTEN) : s;
}

static enum status confirm_when_secured(struct ctx *x, struct booking_row *b)
{
    bool secured;
    enum status s = payment_secured(x, b->id, &secured);

    return s == OK && secured ? booking_move(x, b, MOVE_BOOKING_CONFIRM, BY_TIME) : s;
}

static enum status settle_when_paid(struct ctx *x, struct booking_row *b)
{
    bool settled;
    enum status s = payment_settled(x, b->id, &settled);

    return s == OK && settled ? booking_move(x, b, MOVE_BOOKING_SETTLE, BY_TIME) : s;
}

enum status booking_money_moved(struct ctx *x, int64_t booking_id)
{
    struct booking_row b;
    enum status s = store_booking_get(x->tx, booking_id, &b);

    if (s == OK && strcmp(b.state, "agreed") == 0) {
        return confirm_when_secured(x, &b);
    }
    if (s == OK && strcmp(b.state, "completed") == 0) {
        return settle_when_paid(x, &b);
    }
    return s;
}
