/* draft_stored.c - draft_of_request() of draft.h: an ask that stands, as it was put together. */
#include "app/base/limits.h"
#include "app/domain/agreement.h"
#include "app/domain/draft.h"
#include "db/store/ask.h"

#include <string.h>

static struct draft draft_of_row(const struct request_row *r)
{
    return (struct draft){
        .household_id = r->household_id,
        .kind = r->kind,
        .care_at = r->care_at,
        .start_at = r->start_at,
        .end_at = r->end_at,
        .until_at = r->until_at,
        .sick = r->sick != 0,
        .meal = r->meal != 0,
        .already_agreed = r->already_agreed != 0,
        .first_trusted_yes = r->first_trusted_yes != 0,
        .trial = r->trial != 0,
        .doctor_seen_at = r->doctor_seen_at,
        .rate_minor = r->rate_minor,
        .pay_by = r->pay_by,
    };
}

static enum status take_children(struct ctx *x, const struct request_row *r, struct draft *d,
                                 struct draft_facts *f)
{
    struct request_child_row *children;
    enum status s = store_request_children(x->tx, r->id, &children, &d->children_n);

    for (int i = 0; s == OK && i < d->children_n; i++) {
        d->child_ids[i] = children[i].child_id;
        f->children[i] = children[i];
    }
    f->ages = s == OK ? age_span(children, d->children_n) : (struct age_span){0, 0};
    return s;
}

enum status draft_stops_of(struct ctx *x, int64_t request_id, int64_t booking_id, struct draft *d)
{
    struct agreed_stop *stops;
    enum status s = agreed_stops(x, request_id, booking_id, &stops, &d->stops_n);

    for (int i = 0; s == OK && i < d->stops_n; i++) {
        d->stops[i] = (struct draft_stop){.place_id = stops[i].stop.place_id,
                                          .at = stops[i].stop.at,
                                          .act = stops[i].stop.act,
                                          .children_n = stops[i].children_n,
                                          .alone = stops[i].stop.alone != 0};
        memcpy(d->stops[i].child_ids, stops[i].child_ids,
               (size_t)stops[i].children_n * sizeof(int64_t));
    }
    return s;
}

/* Where it begins; without a place there, the asker's own area. */
static enum status take_cell(struct ctx *x, const struct request_row *r, const struct draft *d,
                             struct draft_facts *f)
{
    struct ask_cell cell = {0};
    int64_t place_id = d->stops_n > 0 ? d->stops[0].place_id : 0;
    enum status s = place_id != 0
                        ? store_ask_place(x->tx, r->household_id, r->community_id, place_id, &cell)
                        : store_ask_member_cell(x->tx, r->asked_by, &cell);

    f->cell = (struct match_cell){cell.has_cell != 0, cell.cell_x, cell.cell_y};
    return s == E_NOT_FOUND ? OK : s; /* the place was taken away since */
}

enum status draft_of_request(struct ctx *x, const struct request_row *r, struct draft *d,
                             struct draft_facts *f)
{
    enum status s = community_get(x, r->community_id, &f->community);

    *d = draft_of_row(r);
    f->guardian_id = r->asked_by;
    f->closes_at = r->closes_at;
    f->urgent = r->urgent != 0;
    f->policy_why_not = R_NONE;
    s = s == OK ? fee_mode_parse(r->fee_mode, &d->fee_mode) : s;
    s = s == OK ? tariff_get(x, r->tariff_id, &f->tariff) : s;
    s = s == OK ? take_children(x, r, d, f) : s;
    s = s == OK ? draft_stops_of(x, r->id, 0, d) : s;
    return s == OK ? take_cell(x, r, d, f) : s;
}
