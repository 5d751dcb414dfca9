/* draft.c - see draft.h; what can be said of a draft without looking anything up is in
 * draft_shape.c. */
#include "app/domain/draft.h"

#include "app/base/text.h"
#include "app/base/zone.h"
#include "app/domain/quote.h"
#include "app/domain/vault.h"
#include "db/store/ask.h"

#include <string.h>

static enum status invalid_at(struct ctx *x, const char *list, int i, const char *name)
{
    const char *field = name != NULL ? arena_printf(x->arena, "%s[%d].%s", list, i, name)
                                     : arena_printf(x->arena, "%s[%d]", list, i);

    return invalid(x, field != NULL ? field : list);
}

static enum status check_shape(struct ctx *x, const struct draft *d)
{
    int stop;
    const char *field = draft_wrong(d, &stop);

    if (field == NULL) {
        return OK;
    }
    return stop >= 0 ? invalid_at(x, "stops", stop, field) : invalid(x, field);
}

static void complete(struct draft *d)
{
    if (d->until_at == 0) {
        d->until_at = d->end_at;
    }
    if (d->stops_n == 0 && d->care_at != NULL) { /* draft_wrong: only at the supporter's */
        d->stops[0] = (struct draft_stop){.at = d->start_at, .act = "collect"};
        d->stops[1] = (struct draft_stop){.at = d->end_at, .act = "bring"};
        d->stops_n = 2;
    }
    for (int i = 0; i < d->stops_n; i++) {
        if (d->stops[i].children_n == 0) {
            memcpy(d->stops[i].child_ids, d->child_ids, sizeof d->child_ids);
            d->stops[i].children_n = d->children_n;
        }
    }
    d->sick = d->sick || strcmp(d->kind, "callout") == 0;
    if (d->fee_mode == FEE_THANKS) {
        d->pay_by = "nothing";
    }
}

static enum status check_time(struct ctx *x, const struct draft *d, struct draft_facts *f)
{
    if (x->now >= d->start_at) {
        return refuse_field(x, R_BOOKING_TOO_LATE, "start_at");
    }
    if (d->start_at - x->now > ASK_AHEAD_MS_MAX) {
        return refuse_field(x, R_REQUEST_TOO_FAR, "start_at");
    }
    f->urgent = d->start_at - x->now < URGENT_MS;
    if (d->first_trusted_yes && !f->urgent) {
        return invalid(x, "first_trusted_yes");
    }
    f->closes_at = d->start_at - f->community.rules.ask_closes_min * MINUTE_MS;
    if (f->urgent || d->already_agreed || f->closes_at <= x->now) {
        f->closes_at = d->start_at;
    }
    return OK;
}

enum status draft_child_age(struct ctx *x, int64_t household_id, int64_t child_id,
                            int64_t start_day, int64_t *age_years)
{
    struct ask_child row;
    const char *text = NULL;
    int64_t birth_day = 0;
    enum status s = store_ask_child(x->tx, household_id, child_id, &row);

    if (s != OK) {
        return s;
    }
    s = vault_unseal(x, row.child_id, "child", "birth_day_sealed", row.child_id,
                     row.birth_day_sealed, &text);
    s = s == OK ? int64_parse(text, &birth_day) : s;
    if (s != OK) {
        return s == E_INVALID || s == E_NOT_FOUND ? E_INTERNAL : s;
    }
    if (birth_day > start_day) {
        return E_NOT_FOUND; /* not born yet */
    }
    *age_years = age_on(birth_day, start_day);
    return OK;
}

/* E_INVALID for a child of another home. */
static enum status look_at_child(struct ctx *x, const struct draft *d, int64_t start_day, int i,
                                 struct request_child_row *child)
{
    enum status s =
        draft_child_age(x, d->household_id, d->child_ids[i], start_day, &child->age_years);

    child->child_id = d->child_ids[i];
    return s == E_NOT_FOUND ? invalid_at(x, "child_ids", i, NULL) : s;
}

static enum status check_child_time(struct ctx *x, const struct draft *d, int i)
{
    int64_t found;
    enum status s =
        store_booking_child_overlap(x->tx, d->child_ids[i], 0, d->start_at, d->end_at, &found);

    if (s == OK && found != 0) {
        s = invalid_at(x, "child_ids", i, NULL);
        return s == E_INVALID ? refuse_field(x, R_BOOKING_OVERLAP_CHILD, x->field) : s;
    }
    return s;
}

static enum status check_children(struct ctx *x, const struct draft *d, struct draft_facts *f)
{
    int64_t day;
    enum status s = community_day(&f->community, d->start_at, &day);

    for (int i = 0; s == OK && i < d->children_n; i++) {
        s = look_at_child(x, d, day, i, &f->children[i]);
    }
    f->ages = age_span(f->children, d->children_n);
    return s;
}

/* The last check of all: whoever is told that a child is busy can be told the price as well. */
static enum status check_busy(struct ctx *x, const struct draft *d)
{
    enum status s = OK;

    for (int i = 0; s == OK && i < d->children_n; i++) {
        s = check_child_time(x, d, i);
    }
    return s;
}

static enum status check_places(struct ctx *x, const struct draft *d, struct draft_facts *f)
{
    struct ask_cell first = {0}, cell;
    enum status s = store_ask_member_cell(x->tx, x->member_id, &first);
    bool found = false;

    for (int i = 0; s == OK && i < d->stops_n; i++) {
        if (d->stops[i].place_id == 0) {
            continue;
        }
        s = store_ask_place(x->tx, d->household_id, f->community.row.id, d->stops[i].place_id,
                            &cell);
        if (s == E_NOT_FOUND) {
            return invalid_at(x, "stops", i, "place_id");
        }
        first = found ? first : cell;
        found = true;
    }
    f->cell = (struct match_cell){first.has_cell != 0, first.cell_x, first.cell_y};
    return s;
}

enum status draft_price(struct ctx *x, const struct draft *d, const struct draft_facts *f,
                        enum fee_mode mode, bool certificate, bool licence, struct price *out)
{
    struct tariff_job job = {
        .start_at = d->start_at,
        .end_at = d->end_at,
        .children = d->children_n,
        .sick = d->sick,
        .certificate = certificate,
        .licence = licence,
        .mode = mode,
        .rate_minor = mode == FEE_FLAT_PER_HOUR ? d->rate_minor : 0,
    };

    for (int i = 0; i < d->children_n; i++) {
        job.age[i] = (int)f->children[i].age_years;
    }
    return quote_job(x, f->community.row.id, &f->tariff, &job, out);
}

/* domain.md 3: neighbours compare people, never prices. An agreed rate lowers the tariff's price;
 * it is higher only where the community allows that. */
static enum status check_fee(struct ctx *x, const struct draft *d, const struct draft_facts *f)
{
    struct price tariff, asked;
    enum status s = draft_price(x, d, f, FEE_TARIFF, false, false, &tariff);

    s = s == OK ? draft_price(x, d, f, d->fee_mode, false, false, &asked) : s;
    if (s == OK && d->fee_mode == FEE_FLAT_PER_HOUR && !f->community.rules.higher_fee_allowed &&
        asked.guardian_pays_minor > tariff.guardian_pays_minor) {
        return refuse_field(x, R_FEE_TOO_HIGH, "fee.rate_minor");
    }
    return s;
}

static enum status find_tariff(struct ctx *x, const struct draft *d, struct draft_facts *f)
{
    enum status s =
        tariff_for(x, f->community.row.id, f->community.row.zone, d->start_at, &f->tariff);

    return s == E_NOT_FOUND ? refuse_field(x, R_TARIFF_NONE, "start_at") : s;
}

/* That none fits is told, not refused: what to change belongs to the preview. */
static enum status find_policy(struct ctx *x, const struct draft *d, struct draft_facts *f)
{
    struct policy_job job = {
        .community_id = f->community.row.id,
        .youngest_years = f->ages.youngest,
        .oldest_years = f->ages.oldest,
        .sick = d->sick,
    };
    enum status s = community_day(&f->community, d->start_at, &job.start_day);

    s = s == OK ? community_day(&f->community, d->end_at - 1, &job.end_day) : s;
    s = s == OK ? policy_find(x, &job, &f->policy) : s;
    f->policy_why_not = s == E_RULE ? x->reason : R_NONE;
    if (s == E_RULE) {
        x->reason = R_NONE;
        s = OK;
    }
    return s;
}

enum status draft_check(struct ctx *x, struct draft *d, struct draft_facts *f)
{
    int64_t community_id;
    enum status s = store_ask_household(x->tx, d->household_id, x->member_id, &community_id);

    s = s == OK ? check_shape(x, d) : s;
    if (s != OK) {
        return s;
    }
    f->guardian_id = x->member_id;
    complete(d);
    s = community_get(x, community_id, &f->community);
    s = s == OK ? check_time(x, d, f) : s;
    s = s == OK ? check_children(x, d, f) : s;
    s = s == OK ? check_places(x, d, f) : s;
    s = s == OK ? draft_check_kind(x, d, f) : s;
    s = s == OK ? find_tariff(x, d, f) : s;
    s = s == OK ? check_fee(x, d, f) : s;
    s = s == OK ? find_policy(x, d, f) : s;
    return s == OK ? check_busy(x, d) : s;
}

struct gate_job draft_gate_job(const struct draft *d, const struct draft_facts *f)
{
    return (struct gate_job){d->kind,          d->care_at,     d->start_at, d->end_at,
                             f->ages.youngest, f->ages.oldest, d->trial};
}

struct match_job draft_match_job(const struct draft *d, const struct draft_facts *f)
{
    struct match_job job = {
        .community = &f->community,
        .guardian_id = f->guardian_id,
        .household_id = d->household_id,
        .gate = draft_gate_job(d, f),
        .children_n = d->children_n,
        .first_place_id = d->stops_n > 0 ? d->stops[0].place_id : 0,
        .last_place_id = d->stops_n > 0 ? d->stops[d->stops_n - 1].place_id : 0,
        .cell = f->cell,
    };

    memcpy(job.child_ids, d->child_ids, (size_t)d->children_n * sizeof *d->child_ids);
    return job;
}
