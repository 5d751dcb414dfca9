/* booking_price.c - see booking_price.h. */
#include "app/domain/booking_price.h"

#include "app/domain/quote.h"
#include "app/domain/tariff_rows.h"

/* The children who are still in the job, with the ages frozen when it was asked for. */
static enum status load_ages(struct ctx *x, const struct booking_row *b, int64_t but_child_id,
                             struct tariff_job *job)
{
    struct request_child_row *asked;
    struct booking_child_row *in;
    int asked_n, in_n;
    enum status s = store_request_children(x->tx, b->request_id, &asked, &asked_n);

    if (s == OK) {
        s = store_booking_children(x->tx, b->id, &in, &in_n);
    }
    for (int i = 0; s == OK && i < asked_n; i++) {
        for (int k = 0; k < in_n; k++) {
            if (in[k].child_id == asked[i].child_id && in[k].dropped_at == 0 &&
                in[k].child_id != but_child_id) {
                job->age[job->children++] = (int)asked[i].age_years;
            }
        }
    }
    return s;
}

/* Everything but the children. */
static enum status load_terms(struct ctx *x, const struct booking_row *b, struct tariff *tariff,
                              struct tariff_job *job)
{
    enum status s = tariff_get(x, b->tariff_id, tariff);

    *job = (struct tariff_job){
        .start_at = b->start_at,
        .end_at = b->end_at,
        .sick = b->sick != 0,
        .certificate = b->certificate != 0,
        .licence = b->licence != 0,
        .rate_minor = b->rate_minor,
        .waived_pct = b->waived_pct,
    };
    return s == OK ? fee_mode_parse(b->fee_mode, &job->mode) : s;
}

static enum status load_job(struct ctx *x, const struct booking_row *b, struct tariff *tariff,
                            struct tariff_job *job)
{
    enum status s = load_terms(x, b, tariff, job);

    return s == OK ? load_ages(x, b, 0, job) : s;
}

enum status booking_reprice_fresh(struct ctx *x, const struct booking_row *b,
                                  const struct request_child_row *children, int n,
                                  struct price *out)
{
    struct tariff tariff;
    struct tariff_job job;
    enum status s = load_terms(x, b, &tariff, &job);

    for (int i = 0; s == OK && i < n; i++) {
        job.age[job.children++] = (int)children[i].age_years;
    }
    return s == OK ? quote_job(x, b->community_id, &tariff, &job, out) : s;
}

enum status booking_reprice(struct ctx *x, const struct booking_row *b, int64_t start_at,
                            int64_t end_at, struct price *out)
{
    struct tariff tariff;
    struct tariff_job job;
    enum status s = load_job(x, b, &tariff, &job);

    job.start_at = start_at;
    job.end_at = end_at;
    return s == OK ? quote_job(x, b->community_id, &tariff, &job, out) : s;
}

enum status booking_reprice_without(struct ctx *x, const struct booking_row *b, int64_t child_id,
                                    struct price *out)
{
    struct tariff tariff;
    struct tariff_job job;
    enum status s = load_terms(x, b, &tariff, &job);

    s = s == OK ? load_ages(x, b, child_id, &job) : s;
    return s == OK ? quote_job(x, b->community_id, &tariff, &job, out) : s;
}

enum status booking_overtime(struct ctx *x, const struct booking_row *b, int64_t actual_end_at,
                             struct overtime *out)
{
    struct tariff tariff;
    struct tariff_job job;
    enum status s;

    *out = (struct overtime){0};
    if (actual_end_at <= b->end_at) {
        return OK;
    }
    s = load_job(x, b, &tariff, &job);
    return s == OK ? quote_overtime(x, b->community_id, &tariff, &job, actual_end_at, out) : s;
}

enum status booking_cancel_fee(struct ctx *x, const struct booking_row *b, int64_t at,
                               enum cancel_cause cause, bool by_supporter, struct cancel_fee *out)
{
    struct tariff tariff;
    enum status s = tariff_get(x, b->tariff_id, &tariff);
    struct cancellation c = {
        .start_at = b->start_at,
        .at = at,
        .agreed_minor = b->price_minor,
        .cause = cause,
        .by_supporter = by_supporter,
    };

    c.zone = s == OK ? tariff.bands.zone : NULL;
    return s == OK ? ladder_fee(&tariff.ladder, &c, out) : s;
}
