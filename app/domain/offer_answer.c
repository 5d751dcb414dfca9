/* offer_answer.c - offer_answer() of offer.h: somebody who was asked says yes. */
#include "app/domain/acting.h"
#include "app/domain/ask.h"
#include "app/domain/notice.h"
#include "app/domain/offer.h"
#include "app/domain/quote.h"
#include "app/domain/tariff_rows.h"
#include "app/domain/vault.h"

#include <stdlib.h>
#include <string.h>

/* What one yes works on. */
struct yes {
    const struct offer_answer *said;
    struct request_row request;
    struct offer_row offer;
    struct gate_row gate;
    struct community community;
    struct request_child_row *children;
    int children_n;
    struct stop_row *stops;
    int stops_n;
    int64_t as_asked_minor; /* what it costs at the fee that was asked for */
};

static enum status load(struct ctx *x, struct yes *y)
{
    struct ask_row ask;
    enum status s = store_ask_get(x->tx, y->said->offer_id, x->member_id, &ask);

    if (s != OK) {
        return s;
    }
    y->offer = ask.offer;
    s = store_request_get(x->tx, y->offer.request_id, &y->request);
    s = s == OK ? community_get(x, y->request.community_id, &y->community) : s;
    s = s == OK ? store_request_children(x->tx, y->request.id, &y->children, &y->children_n) : s;
    s = s == OK ? store_stops_of_request(x->tx, y->request.id, &y->stops, &y->stops_n) : s;
    s = s == OK ? store_gate_pair(x->tx, y->request.community_id, y->request.asked_by, x->member_id,
                                  &y->gate)
                : s;
    return s == E_NOT_FOUND ? refuse(x, R_GATE_NOT_AVAILABLE) : s; /* the tie has ended */
}

static enum status check_open(struct ctx *x, const struct yes *y)
{
    if (strcmp(y->request.state, "open") != 0) {
        return lost(x, R_REQUEST_CHANGED);
    }
    if (x->now >= y->request.start_at) {
        return refuse(x, R_BOOKING_TOO_LATE);
    }
    return x->now >= y->request.closes_at ? refuse(x, R_REQUEST_CLOSED) : OK;
}

/* A shifted job begins after now, not far from what was asked, and its stops still fit. */
static enum status shift(struct ctx *x, struct yes *y)
{
    const struct offer_answer *said = y->said;
    const struct request_row *r = &y->request;
    struct offer_row *o = &y->offer;
    int64_t last_at = y->stops_n > 0 ? y->stops[y->stops_n - 1].at : r->start_at;

    o->start_at = said->start_at != 0 ? said->start_at : r->start_at;
    if (o->start_at < r->start_at - OFFER_SHIFT_MS_MAX ||
        o->start_at > r->start_at + OFFER_SHIFT_MS_MAX) {
        return invalid(x, "start_at");
    }
    o->end_at = said->end_at != 0 ? said->end_at : r->end_at + (o->start_at - r->start_at);
    if (o->end_at <= o->start_at || o->end_at - o->start_at > JOB_MS_MAX ||
        o->end_at > r->end_at + OFFER_SHIFT_MS_MAX ||
        last_at + (o->start_at - r->start_at) > o->end_at) {
        return invalid(x, "end_at");
    }
    return OK;
}

static enum status take_fee(struct ctx *x, struct yes *y)
{
    const struct offer_answer *said = y->said;
    struct offer_row *o = &y->offer;
    bool flat, thanks;

    o->fee_mode = said->fee_mode != NULL ? said->fee_mode : y->request.fee_mode;
    flat = strcmp(o->fee_mode, "flat_per_hour") == 0;
    thanks = strcmp(o->fee_mode, "thanks") == 0;
    o->rate_minor = said->rate_minor;
    if (flat && said->fee_mode == NULL) {
        o->rate_minor = y->request.rate_minor;
    }
    if (flat ? o->rate_minor < 1 : said->rate_minor != 0) {
        return invalid(x, "fee.rate_minor");
    }
    if (thanks && said->waived_pct != 0) {
        return invalid(x, "fee.waived_pct");
    }
    o->waived_pct = said->waived_pct;
    return OK;
}

static enum status price_of(struct ctx *x, const struct yes *y, const struct tariff *tariff,
                            const char *fee_mode, int64_t rate_minor, int64_t waived_pct,
                            int64_t *minor)
{
    struct tariff_job job = {
        .start_at = y->offer.start_at,
        .end_at = y->offer.end_at,
        .children = y->children_n,
        .sick = y->request.sick != 0,
        .certificate = y->gate.certificate_until_at >= y->offer.end_at,
        .licence = y->gate.licence_until_at >= y->offer.end_at,
        .rate_minor = rate_minor,
        .waived_pct = waived_pct,
    };
    struct price price;
    enum status s = fee_mode_parse(fee_mode, &job.mode);

    for (int i = 0; i < y->children_n; i++) {
        job.age[i] = (int)y->children[i].age_years;
    }
    s = s == OK ? quote_job(x, y->request.community_id, tariff, &job, &price) : s;
    *minor = s == OK ? price.guardian_pays_minor : 0;
    return s;
}

/* Less than asked, or the same; for a shifted time, than it would have been asked at. */
static enum status price(struct ctx *x, struct yes *y)
{
    const struct request_row *r = &y->request;
    struct offer_row *o = &y->offer;
    struct tariff tariff;
    enum status s = tariff_get(x, r->tariff_id, &tariff);

    s = s == OK ? price_of(x, y, &tariff, r->fee_mode, r->rate_minor, 0, &y->as_asked_minor) : s;
    s = s == OK
            ? price_of(x, y, &tariff, o->fee_mode, o->rate_minor, o->waived_pct, &o->price_minor)
            : s;
    if (s != OK) {
        return s;
    }
    if (o->price_minor > y->as_asked_minor && !y->community.rules.higher_fee_allowed) {
        return refuse_field(x, R_FEE_TOO_HIGH, "fee");
    }
    if (strcmp(r->pay_by, "card") == 0 && o->price_minor > 0 && o->price_minor < CARD_MINOR_MIN) {
        return refuse_field(x, R_PAYMENT_BELOW_MINIMUM, "fee");
    }
    return OK;
}

/* The booking that it would become, as far as the rules look at it. */
static enum status judge(struct ctx *x, struct yes *y)
{
    const struct request_row *r = &y->request;
    struct booking_row b = {
        .community_id = r->community_id,
        .household_id = r->household_id,
        .guardian_id = r->asked_by,
        .supporter_id = x->member_id,
        .kind = r->kind,
        .start_at = y->offer.start_at,
        .end_at = y->offer.end_at,
        .first_place_id = y->stops_n > 0 ? y->stops[0].place_id : 0,
        .last_place_id = y->stops_n > 0 ? y->stops[y->stops_n - 1].place_id : 0,
        .sick = r->sick,
        .trial = r->trial,
        .tie_id = y->offer.tie_id,
    };

    return choose_why_not(x, &b, y->children, y->children_n, &y->gate);
}

static enum status store_yes(struct ctx *x, struct yes *y)
{
    struct offer_row *o = &y->offer;
    enum status s = offer_move(x, o, MOVE_OFFER_OFFER, BY_SUPPORTER);

    s = s == OK ? vault_seal(x, y->request.household_id, "offer", "note_sealed", o->id,
                             y->said->note, &o->note_sealed)
                : s;
    return s == OK ? store_offer_terms(x->tx, o) : s;
}

/* A yes to the very time that was asked, and not dearer, settles what was agreed before, and an
 * urgent ask whose guardian wants the first trusted yes. */
static bool settles(const struct yes *y)
{
    const struct request_row *r = &y->request;
    bool as_asked = y->offer.start_at == r->start_at && y->offer.end_at == r->end_at &&
                    y->offer.price_minor <= y->as_asked_minor;
    int level =
        tie_level(y->gate.premet_until_at, y->gate.trials_done, y->gate.jobs_done, r->end_at - 1);

    return as_asked && (r->already_agreed || (r->first_trusted_yes && level >= RULE_LEVEL_TRUSTED));
}

enum status offer_say(struct ctx *x, struct offer_answer *said)
{
    struct yes y = {.said = said};
    struct booking_row booking;
    enum status s = load(x, &y);

    s = s == OK ? acting_may(x, y.request.community_id, y.request.household_id, 0) : s;
    s = s == OK ? check_open(x, &y) : s;
    s = s == OK ? shift(x, &y) : s;
    s = s == OK ? take_fee(x, &y) : s;
    s = s == OK ? price(x, &y) : s;
    s = s == OK ? judge(x, &y) : s;
    said->begun = s == OK;
    s = s == OK && settles(&y) ? store_request_claim(x->tx, y.request.id) : s;
    s = s == OK ? store_yes(x, &y) : s;
    if (s == OK && settles(&y)) {
        s = choose_for(x, &y.request, &y.offer, BY_SUPPORTER, &booking);
    } else if (s == OK && !said->quiet) {
        s = notice_put_guardians(x, y.request.household_id, 0, NOTICE_OFFERED, y.offer.id);
    }
    return s;
}

enum status offer_answer(struct ctx *x, void *arg)
{
    struct offer_answer *said = arg;
    enum status s = offer_say(x, said);

    said->view = (struct ask_view){.offer_id = said->offer_id};
    s = s == OK ? ask_look(x, &said->view) : s;
    return s == OK ? ask_note_flags(x, &said->view) : s;
}
