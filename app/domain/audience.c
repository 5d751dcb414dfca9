/* audience.c - see audience.h. */
#include "app/domain/audience.h"

#include "app/domain/ask.h"
#include "app/domain/notice.h"
#include "db/store/group.h"

#include <string.h>

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
        store_gate_pair(x->tx, f->community.row.id, f->guardian_id, d->member_ids[i], who);

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

/* Whom an audience is kept to: sorted ids, unless it is everybody. */
struct only {
    bool everybody;
    int64_t *ids;
    int n;
};

static bool lets_in(const struct only *only, int64_t id)
{
    int low = 0, high = only->n;

    while (low < high) {
        int middle = low + (high - low) / 2;

        if (only->ids[middle] < id) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return only->everybody || (low < only->n && only->ids[low] == id);
}

/* Of everybody who could, in their order: those in the group, or all. */
static enum status keep(struct ctx *x, const struct candidate *list, int n, const struct only *only,
                        struct audience *out)
{
    out->asked = arena_alloc(x->arena, ((size_t)n + 1) * sizeof *out->asked);
    if (out->asked == NULL) {
        return E_BUSY;
    }
    for (int i = 0; i < n && out->n < AUDIENCE_MAX; i++) {
        if (lets_in(only, list[i].facts.gate.supporter_id)) {
            out->asked[out->n++].gate = list[i].facts.gate;
        }
    }
    return OK;
}

static enum status find_many(struct ctx *x, const struct draft *d, const struct draft_facts *f,
                             struct audience *out)
{
    struct match_job job = draft_match_job(d, f);
    struct candidate *list;
    struct only only = {d->to_all, NULL, 0};
    int n;
    enum status s = OK;

    if (d->group_id != 0) {
        s = store_group_of(x->tx, d->group_id, f->community.row.id, f->guardian_id);
        s = s == OK ? store_group_shown(x->tx, d->group_id, f->guardian_id, &only.ids, &only.n) : s;
        if (s == E_NOT_FOUND) {
            return invalid(x, "audience.group_id");
        }
    }
    s = s == OK ? match_find(x, &job, &list, &n) : s;
    return s == OK ? keep(x, list, n, &only, out) : s;
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
    s = d->to_all || d->group_id != 0 ? find_many(x, d, f, out) : find_named(x, d, f, out);
    for (int i = 0; s == OK && i < out->n; i++) {
        int64_t *minor = &out->asked[i].price_minor;

        s = audience_price(x, d, f, &memo, &out->asked[i].gate, minor);
        out->most_minor = *minor > out->most_minor ? *minor : out->most_minor;
    }
    return s;
}

enum status audience_check_card(struct ctx *x, const char *pay_by, const struct audience *a)
{
    bool card = strcmp(pay_by, "card") == 0;

    if (card && a->most_minor > 0 && x->pay_provider == NULL) {
        return refuse_field(x, R_PAYMENTS_NOT_CONFIGURED, "pay_by");
    }
    for (int i = 0; card && i < a->n; i++) {
        int64_t minor = a->asked[i].price_minor;

        if (minor > 0 && minor < CARD_MINOR_MIN) {
            return refuse_field(x, R_PAYMENT_BELOW_MINIMUM, "pay_by");
        }
    }
    return OK;
}

static enum status ask_one(struct ctx *x, const struct request_row *r, const struct asked *who,
                           bool quiet)
{
    struct offer_row o = {
        .id = new_id(x),
        .request_id = r->id,
        .supporter_id = who->gate.supporter_id,
        .tie_id = who->gate.tie_id,
        .asked_at = x->now,
        .start_at = r->start_at,
        .end_at = r->end_at,
        .fee_mode = r->fee_mode,
        .rate_minor = r->rate_minor,
        .price_minor = who->price_minor,
    };

    return quiet ? store_offer_insert(x->tx, &o) : ask_person(x, r, &o);
}

enum status audience_ask(struct ctx *x, const struct request_row *r, const struct audience *a)
{
    enum status s = OK;

    for (int i = 0; s == OK && i < a->n; i++) {
        s = ask_one(x, r, &a->asked[i], a->quiet);
    }
    return s;
}
