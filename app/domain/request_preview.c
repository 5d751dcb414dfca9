/* request_preview.c - what a guardian sees before sending: request_preview() and the candidates of
 * request.h. */
#include "app/domain/audience.h"
#include "app/domain/request.h"
#include "db/store/ask.h"
#include "db/store/guardian.h"

#include <string.h>

/* ---- prices ---- */

/* Who among those asked has what decides between which prices it lies; with nobody, all cases. */
struct cases {
    bool present[2][2]; /* certificate, licence */
};

static struct cases cases_of(const struct draft *d, const struct audience *a)
{
    struct cases c = {{{a->n == 0, a->n == 0}, {a->n == 0, a->n == 0}}};

    for (int i = 0; i < a->n; i++) {
        const struct gate_row *who = &a->asked[i].gate;

        c.present[who->certificate_until_at >= d->end_at][who->licence_until_at >= d->end_at] =
            true;
    }
    return c;
}

static void widen(struct request_price *out, const struct price *price, bool first)
{
    if (first || price->guardian_pays_minor > out->most.guardian_pays_minor) {
        out->most = *price;
    }
    if (first || price->guardian_pays_minor < out->least.guardian_pays_minor) {
        out->least = *price;
    }
}

static enum status price_mode(struct ctx *x, const struct request_preview *p,
                              const struct cases *cases, enum fee_mode mode,
                              struct request_price *out)
{
    const struct ladder *ladder = &p->facts.tariff.ladder;
    bool first = true;

    out->mode = mode;
    out->rungs_n = ladder->n;
    for (int i = 0; i < 4; i++) {
        bool certificate = i / 2 != 0, licence = i % 2 != 0;
        struct price price;
        enum status s;

        if (!cases->present[certificate][licence]) {
            continue;
        }
        s = draft_price(x, &p->draft, &p->facts, mode, certificate, licence, &price);
        if (s != OK) {
            return s;
        }
        widen(out, &price, first);
        first = false;
    }
    return ladder_rungs(ladder, p->facts.community.row.zone, p->draft.start_at,
                        out->most.guardian_pays_minor, out->rungs);
}

static enum status price_modes(struct ctx *x, struct request_preview *p, const struct audience *a)
{
    static const enum fee_mode modes[] = {FEE_TARIFF, FEE_FLAT_PER_HOUR, FEE_THANKS};
    struct cases cases = cases_of(&p->draft, a);
    enum status s = OK;

    p->prices_n = 0;
    for (int i = 0; s == OK && i < FEE_MODE_COUNT; i++) {
        if (modes[i] != FEE_FLAT_PER_HOUR || p->draft.fee_mode == FEE_FLAT_PER_HOUR) {
            s = price_mode(x, p, &cases, modes[i], &p->prices[p->prices_n++]);
        }
    }
    return s;
}

enum status request_preview(struct ctx *x, void *arg)
{
    struct request_preview *p = arg;
    struct audience a;
    struct match_job job;
    struct candidate *list;
    enum status s = draft_check(x, &p->draft, &p->facts);

    s = s == OK ? audience_find(x, &p->draft, &p->facts, &a) : s;
    if (s != OK) {
        return s;
    }
    job = draft_match_job(x, &p->draft, &p->facts);
    s = match_find(x, &job, &list, &p->candidates_n);
    p->people = a.n;
    return s == OK ? price_modes(x, p, &a) : s;
}

/* ---- candidates ---- */

enum status request_candidates_of_draft(struct ctx *x, void *arg)
{
    struct request_candidates *c = arg;
    struct price_memo memo = {0};
    struct match_job job;
    enum status s = draft_check(x, &c->draft, &c->facts);

    if (s != OK) {
        return s;
    }
    job = draft_match_job(x, &c->draft, &c->facts);
    s = match_find(x, &job, &c->list, &c->n);
    c->prices_minor = s == OK ? arena_alloc(x->arena, ((size_t)c->n + 1) * sizeof(int64_t)) : NULL;
    if (s == OK && c->prices_minor == NULL) {
        return E_BUSY;
    }
    for (int i = 0; s == OK && i < c->n; i++) {
        s = audience_price(x, &c->draft, &c->facts, &memo, &c->list[i].facts.gate,
                           &c->prices_minor[i]);
    }
    return s;
}

static enum status cell_of(struct ctx *x, const struct request_row *r, int64_t place_id,
                           struct match_cell *out)
{
    struct ask_cell cell = {0};
    enum status s = place_id != 0
                        ? store_ask_place(x->tx, r->household_id, r->community_id, place_id, &cell)
                        : store_ask_member_cell(x->tx, x->member_id, &cell);

    *out = (struct match_cell){cell.has_cell != 0, cell.cell_x, cell.cell_y};
    return s == E_NOT_FOUND ? OK : s; /* the place was taken away since */
}

static enum status load_children(struct ctx *x, const struct request_row *r, struct match_job *job)
{
    struct request_child_row *children;
    struct age_span ages;
    enum status s = store_request_children(x->tx, r->id, &children, &job->children_n);

    if (s != OK) {
        return s;
    }
    for (int i = 0; i < job->children_n; i++) {
        job->child_ids[i] = children[i].child_id;
    }
    ages = age_span(children, job->children_n);
    job->gate =
        (struct gate_job){r->kind, r->care_at, r->start_at, r->end_at, ages.youngest, ages.oldest};
    return OK;
}

static enum status load_job(struct ctx *x, const struct request_row *r,
                            const struct community *community, struct match_job *job)
{
    struct stop_row *stops;
    int n;
    enum status s = store_stops_of_request(x->tx, r->id, &stops, &n);

    *job = (struct match_job){
        .community = community, .guardian_id = x->member_id, .household_id = r->household_id};
    if (s == OK && n > 0) {
        job->first_place_id = stops[0].place_id;
        job->last_place_id = stops[n - 1].place_id;
    }
    s = s == OK ? load_children(x, r, job) : s;
    return s == OK ? cell_of(x, r, job->first_place_id, &job->cell) : s;
}

enum status request_candidates(struct ctx *x, void *arg)
{
    struct request_candidates *c = arg;
    struct request_row r;
    struct match_job job;
    enum status s = store_request_get(x->tx, c->request_id, &r);

    s = s == OK ? store_guardian_is(x->tx, r.household_id, x->member_id) : s;
    s = s == OK ? community_get(x, r.community_id, &c->facts.community) : s;
    s = s == OK ? load_job(x, &r, &c->facts.community, &job) : s;
    return s == OK ? match_find(x, &job, &c->list, &c->n) : s;
}
