/* audience.c - see audience.h. */
#include "app/domain/audience.h"

static enum status refuse_named(struct ctx *x, enum reason why, int i)
{
    const char *field = arena_printf(x->arena, "audience.member_ids[%d]", i);

    return refuse_field(x, why, field != NULL ? field : "audience.member_ids");
}

static enum status add_named(struct ctx *x, const struct draft *d, const struct draft_facts *f,
                             int i, struct gate_row *who)
{
    struct gate_job job = draft_gate_job(d, f);
    enum reason why;
    enum status s =
        store_gate_pair(x->tx, f->community.row.id, x->member_id, d->member_ids[i], who);

    if (s != OK) {
        return s == E_NOT_FOUND ? refuse_named(x, R_GATE_NOT_AVAILABLE, i) : s;
    }
    why = gate_why_not_ask(&f->community.rules, who, &job);
    return why != R_NONE ? refuse_named(x, why, i) : OK;
}

static enum status find_named(struct ctx *x, const struct draft *d, const struct draft_facts *f,
                              struct audience *out)
{
    enum status s = OK;

    out->asked = arena_alloc(x->arena, ((size_t)d->members_n + 1) * sizeof *out->asked);
    if (out->asked == NULL) {
        return E_BUSY;
    }
    for (; s == OK && out->n < d->members_n; out->n++) {
        s = add_named(x, d, f, out->n, &out->asked[out->n].gate);
    }
    return s;
}

static enum status find_all(struct ctx *x, const struct draft *d, const struct draft_facts *f,
                            struct audience *out)
{
    struct match_job job = draft_match_job(x, d, f);
    struct candidate *list;
    int n;
    enum status s = match_find(x, &job, &list, &n);

    if (s != OK) {
        return s;
    }
    out->n = n < AUDIENCE_MAX ? n : AUDIENCE_MAX;
    out->asked = arena_alloc(x->arena, ((size_t)out->n + 1) * sizeof *out->asked);
    for (int i = 0; out->asked != NULL && i < out->n; i++) {
        out->asked[i].gate = list[i].facts.gate;
    }
    return out->asked != NULL ? OK : E_BUSY;
}

enum status audience_price(struct ctx *x, const struct draft *d, const struct draft_facts *f,
                           struct price_memo *memo, const struct gate_row *who,
                           int64_t *price_minor)
{
    bool certificate = who->certificate_until_at >= d->end_at;
    bool licence = who->licence_until_at >= d->end_at;
    struct price price;
    enum status s = OK;

    if (!memo->known[certificate][licence]) {
        s = draft_price(x, d, f, d->fee_mode, certificate, licence, &price);
        memo->minor[certificate][licence] = s == OK ? price.guardian_pays_minor : 0;
        memo->known[certificate][licence] = s == OK;
    }
    *price_minor = memo->minor[certificate][licence];
    return s;
}

enum status audience_find(struct ctx *x, const struct draft *d, const struct draft_facts *f,
                          struct audience *out)
{
    struct price_memo memo = {0};
    enum status s;

    *out = (struct audience){0};
    s = d->to_all ? find_all(x, d, f, out) : find_named(x, d, f, out);
    for (int i = 0; s == OK && i < out->n; i++) {
        int64_t *minor = &out->asked[i].price_minor;

        s = audience_price(x, d, f, &memo, &out->asked[i].gate, minor);
        out->most_minor = *minor > out->most_minor ? *minor : out->most_minor;
    }
    return s;
}
