/* cancel.c - see cancel.h. */
#include "app/domain/cancel.h"

#include "app/domain/acting.h"
#include "app/domain/booking_price.h"
#include "app/domain/no_show.h"
#include "app/domain/reserve.h"
#include "db/store/disaster.h"

#include <string.h>

/* Nothing is owed while the booking was never confirmed. */
static enum status reckon(struct ctx *x, struct cancel *c, unsigned who)
{
    enum cancel_cause cause;
    bool disaster = false;
    enum status s = store_disaster_is_on(x->tx, c->booking.community_id, &disaster);

    c->asks_who_came = false;
    if (s != OK) {
        return s;
    }
    if (cancel_cause_parse(c->cause, &cause) != OK) {
        return invalid(x, "cause");
    }
    if (strcmp(c->booking.state, "confirmed") != 0) {
        c->fee = (struct cancel_fee){.step = -1, .why = "cancel.free"};
        return OK;
    }
    if (disaster && who == BY_GUARDIAN) {
        c->fee = (struct cancel_fee){.step = -1, .why = "cancel.exempt"};
        return OK;
    }
    s = booking_cancel_fee(x, &c->booking, x->now, cause, who == BY_SUPPORTER, &c->fee);
    c->asks_who_came = c->fee.fee_minor > 0 && x->now >= c->booking.start_at;
    return s;
}

enum status cancel_preview(struct ctx *x, void *arg)
{
    struct cancel *c = arg;
    unsigned who;
    enum status s = booking_for_party(x, c->booking_id, &c->booking, &who);

    return s == OK ? reckon(x, c, who) : s;
}

static enum move move_of(const struct booking_row *b, unsigned who)
{
    bool agreed = strcmp(b->state, "agreed") == 0;

    if (who == BY_SUPPORTER) {
        return agreed ? MOVE_BOOKING_SUPPORTER_LEAVES : MOVE_BOOKING_SUPPORTER_CANCELS;
    }
    return agreed ? MOVE_BOOKING_GUARDIAN_LEAVES : MOVE_BOOKING_GUARDIAN_CANCELS;
}

/* Nobody came: the claim takes the place of cancelling. */
static enum status claim_instead(struct ctx *x, struct cancel *c)
{
    struct no_show n = {.booking_id = c->booking.id, .against = "supporter", .booking = c->booking};
    enum status s = no_show_claim(x, &n, BY_GUARDIAN);

    c->fee = (struct cancel_fee){.step = -1, .why = "cancel.claimed"};
    return s;
}

static enum status carry_out(struct ctx *x, struct cancel *c, unsigned who)
{
    bool claimed = strcmp(c->booking.state, "confirmed") == 0;
    enum status s = store_booking_cancelled(x->tx, c->booking.id, x->member_id, c->cause);

    if (s == OK && claimed) {
        s = no_show_drop(x, c->booking.id);
    }
    c->booking.cancelled_by = x->member_id;
    c->booking.cancel_why = c->cause;
    s = s == OK ? booking_move(x, &c->booking, move_of(&c->booking, who), (enum who_moves)who) : s;
    return s == OK && who == BY_SUPPORTER ? reserve_choose_trusted(x, c->booking.request_id) : s;
}

/* A double tap, or that of the other guardian, finds the work done. */
static bool done_already(const struct booking_row *b, unsigned who)
{
    return strcmp(b->state, "cancelled") == 0 &&
           (b->cancelled_by == b->supporter_id) == (who == BY_SUPPORTER);
}

enum status booking_cancel(struct ctx *x, void *arg)
{
    struct cancel *c = arg;
    unsigned who;
    enum status s = booking_for_party(x, c->booking_id, &c->booking, &who);

    if (s != OK || done_already(&c->booking, who)) {
        return s;
    }
    s = reckon(x, c, who);
    if (s == OK && c->asks_who_came && !c->said_who_came) {
        return refuse_field(x, R_CANCEL_WHO_CAME, "supporter_came");
    }
    if (s == OK && c->asks_who_came && !c->supporter_came) {
        return claim_instead(x, c);
    }
    if (s == OK && c->must_cost && c->fee.fee_minor > c->expect_minor) {
        return lost(x, R_CANCEL_COSTS_MORE);
    }
    if (s == OK && who == BY_GUARDIAN) {
        s = acting_spend(x, "cancel", c->booking.id, c->fee.fee_minor);
    }
    return s == OK ? carry_out(x, c, who) : s;
}
