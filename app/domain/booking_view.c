/* booking_view.c - see booking_view.h. */
#include "app/domain/booking_view.h"

#include "app/domain/gate.h"
#include "app/domain/no_show.h"
#include "app/domain/tariff_rows.h"
#include "db/store/booking_names.h"
#include "db/store/disaster.h"

#include <string.h>

enum status booking_list(struct ctx *x, void *arg)
{
    struct booking_page *page = arg;

    page->window.member_id = x->member_id;
    return page->as_supporter
               ? store_bookings_of_supporter(x->tx, &page->window, &page->lines, &page->n)
               : store_bookings_of_guardian(x->tx, &page->window, &page->lines, &page->n);
}

/* What each side does next, by state; the words are texts. */
static const char *next_by_state(const struct booking_row *b, unsigned who)
{
    static const struct {
        const char *state, *guardian, *supporter;
    } rows[] = {
        {"agreed", "next.pay", "next.wait_payment"},
        {"confirmed", "next.hand_in", "next.collect"},
        {"returned", "next.agree_report", "next.report"},
        {"completed", "next.settle", "next.settle"},
        {"settled", "next.thank", "next.thank"},
    };

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        if (strcmp(rows[i].state, b->state) == 0) {
            return who == BY_SUPPORTER ? rows[i].supporter : rows[i].guardian;
        }
    }
    return "next.nothing";
}

static enum status load_coverage(struct ctx *x, struct booking_view *v)
{
    enum status s = store_coverage_of_booking(x->tx, v->id, &v->coverage);

    v->covered = s == OK;
    if (s == E_NOT_FOUND) {
        return OK;
    }
    return s == OK ? store_coverage_facts(x->tx, v->coverage.id, &v->facts, &v->facts_n) : s;
}

static enum status load_rungs(struct ctx *x, struct booking_view *v)
{
    struct tariff tariff;
    enum status s = tariff_get(x, v->b.tariff_id, &tariff);

    if (s != OK) {
        return s;
    }
    v->rungs_n = tariff.ladder.n;
    return ladder_rungs(&tariff.ladder, tariff.bands.zone, v->b.start_at, v->b.price_minor,
                        v->rungs);
}

static enum status are_trusted(struct ctx *x, const struct booking_row *b, bool *trusted)
{
    struct gate_row gate;
    enum status s = store_gate_pair(x->tx, b->community_id, b->guardian_id, b->supporter_id, &gate);

    *trusted = s == OK && tie_level(gate.premet_until_at, gate.trials_done, gate.jobs_done,
                                    x->now) >= RULE_LEVEL_TRUSTED;
    return s == E_NOT_FOUND ? OK : s;
}

static struct child_view view_child(const struct hands *hands, const struct booking_child_row *row,
                                    bool trusted)
{
    const struct hand_row *last;
    struct child_view c = {.row = *row, .where = hands_where(hands, row->child_id, &last)};

    c.place_id = last != NULL && c.where != CHILD_WITH_SUPPORTER ? last->place_id : 0;
    c.next = hands_next(hands, row->child_id);
    c.next_proof = c.next != NULL ? hands_usual_proof(c.next, trusted) : NULL;
    return c;
}

static enum status load_children(struct ctx *x, struct booking_view *v)
{
    struct booking_child_row *rows;
    struct hands hands;
    bool trusted = false;
    enum status s = store_booking_children(x->tx, v->id, &rows, &v->children_n);

    s = s == OK ? hands_load(x, v->id, &hands) : s;
    s = s == OK ? are_trusted(x, &v->b, &trusted) : s;
    for (int i = 0; s == OK && i < v->children_n; i++) {
        v->children[i] = view_child(&hands, &rows[i], trusted);
    }
    return s;
}

static enum status load_handovers(struct ctx *x, struct booking_view *v)
{
    enum status s = store_handovers(x->tx, v->id, &v->handovers, &v->handovers_n);

    return s == OK ? store_told(x->tx, v->id, &v->told, &v->told_n) : s;
}

/* A child at its lesson is collected again; one who is with the supporter is received. */
static const char *next_in_care(const struct booking_view *v)
{
    bool in = false, out = false;

    for (int i = 0; i < v->children_n; i++) {
        if (v->children[i].next != NULL) {
            in = in || v->children[i].where != CHILD_WITH_SUPPORTER;
            out = out || v->children[i].where == CHILD_WITH_SUPPORTER;
        }
    }
    if (in && !out) {
        return v->who == BY_SUPPORTER ? "next.collect" : "next.hand_in";
    }
    return v->who == BY_SUPPORTER ? "next.hand_out" : "next.receive";
}

static const char *next_of(const struct booking_view *v)
{
    return strcmp(v->b.state, "in_care") == 0 ? next_in_care(v) : next_by_state(&v->b, v->who);
}

static enum status load_claim(struct ctx *x, struct booking_view *v)
{
    struct no_show n = {.booking = v->b};
    enum status s = no_show_find(x, v->id, &n.claim, &v->claimed);

    if (s == OK && v->claimed) {
        s = no_show_words(x, &n);
    }
    v->claim = n.claim;
    v->claim_reason = n.reason;
    return s;
}

enum status booking_show(struct ctx *x, void *arg)
{
    struct booking_view *v = arg;
    enum status s = booking_for_party(x, v->id, &v->b, &v->who);

    if (s == OK) {
        s = store_booking_names(x->tx, v->id, &v->supporter_name, &v->guardian_name);
    }
    if (s == OK) {
        s = load_children(x, v);
    }
    if (s == OK) {
        s = agreed_stops(x, v->b.request_id, v->id, &v->stops, &v->stops_n);
    }
    if (s == OK) {
        s = load_coverage(x, v);
    }
    if (s == OK) {
        s = load_handovers(x, v);
    }
    if (s == OK) {
        s = load_claim(x, v);
    }
    if (s == OK) {
        s = late_expectation(x, &v->b, &v->expected);
    }
    if (s == OK && booking_state_is_live(v->b.state)) {
        s = store_disaster_is_on(x->tx, v->b.community_id, &v->disaster);
    }
    v->next = s == OK ? next_of(v) : NULL;
    return s == OK ? load_rungs(x, v) : s;
}

enum status booking_history(struct ctx *x, void *arg)
{
    struct booking_history *h = arg;
    struct booking_row b;
    unsigned who;
    enum status s = booking_for_party(x, h->id, &b, &who);

    return s == OK
               ? store_booking_events_after(x->tx, h->id, h->after_id, h->max, &h->events, &h->n)
               : s;
}
