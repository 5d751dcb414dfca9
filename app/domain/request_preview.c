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
    job = draft_match_job(&p->draft, &p->facts);
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
    job = draft_match_job(&c->draft, &c->facts);
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

enum status request_candidates(struct ctx *x, void *arg)
{
    struct request_candidates *c = arg;
    struct request_row r;
    struct match_job job;
    enum status s = store_request_get(x->tx, c->request_id, &r);

    s = s == OK ? store_guardian_is(x->tx, r.household_id, x->member_id) : s;
    s = s == OK ? draft_of_request(x, &r, &c->draft, &c->facts) : s;
    if (s != OK) {
        return s;
    }
    c->facts.guardian_id = x->member_id; /* the own people of whoever looks */
    job = draft_match_job(&c->draft, &c->facts);
    return match_find(x, &job, &c->list, &c->n);
}
