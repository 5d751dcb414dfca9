/* ask.c - see ask.h. */
#include "app/api/ask.h"

#include "app/api/request_json.h"
#include "app/base/limits.h"
#include "app/domain/child_flag.h"
#include "app/domain/ids.h"
#include "app/domain/offer.h"

/* No names of children, no places: an area as a band, and ages. */
static json_t *row_json(const struct ask_row *r)
{
    const struct offer_row *o = &r->offer;
    enum distance d = r->has_cells ? distance_of(r->cells_x, r->cells_y) : DISTANCE_UNKNOWN;

    return json_fields(
        J_ID("id", ID_OFFER, o->id), J_TEXT("state", o->state), J_TEXT("request_state", r->state),
        J_ID("asked_by", ID_MEMBER, r->asked_by), J_TEXT("asker_name", r->asker_name),
        J_TIME("asked_at", o->asked_at), J_TEXT("kind", r->kind), J_TEXT("care_at", r->care_at),
        J_TIME("start_at", r->start_at), J_TIME("end_at", r->end_at),
        J_TIME("until_at", r->until_at), J_TIME("closes_at", r->closes_at),
        J_BOOL("urgent", r->urgent), J_BOOL("already_agreed", r->already_agreed),
        J_BOOL("sick", r->sick), J_BOOL("meal", r->meal), J_BOOL("trial", r->trial),
        J_TIME_OPT("doctor_seen_at", r->doctor_seen_at), J_BOOL("has_needs", r->has_needs),
        J_I64("children_n", r->children_n), J_I64("youngest_years", r->youngest_years),
        J_I64("oldest_years", r->oldest_years), J_TEXT("distance", distance_text(d)),
        J_TIME("offer_start_at", o->start_at), J_TIME("offer_end_at", o->end_at),
        J_JSON("fee", fee_json(o->fee_mode, o->rate_minor, o->waived_pct)),
        J_I64("price_minor", o->price_minor), J_TEXT("currency", r->currency), J_END);
}

#define FLAG_WORD(name, text, bit) {text, bit},
static json_t *flags_json(int64_t flags)
{
    static const struct {
        const char *word;
        int64_t bit;
    } words[] = {CHILD_FLAGS(FLAG_WORD)};
    json_t *list = json_array();

    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if ((flags & words[i].bit) != 0) {
            (void)json_array_append_new(list, json_string(words[i].word));
        }
    }
    return list;
}

static json_t *children_json(const struct ask_view *v)
{
    json_t *list = json_array();

    for (int i = 0; i < v->children_n; i++) {
        const struct seen_child *c = &v->children[i];

        (void)json_array_append_new(
            list, json_fields(J_TEXT("call_name", c->call_name), J_I64("age_years", c->age_years),
                              J_JSON("flags", flags_json(c->flags)), J_END));
    }
    return list;
}

json_t *ask_view_json(const struct ask_view *v)
{
    json_t *o = row_json(&v->row);
    json_t *more = json_fields(J_JSON("children", children_json(v)), J_TEXT("note", v->note),
                               J_ID_OPT("booking_id", ID_BOOKING, v->booking_id), J_END);

    if (o == NULL || more == NULL || json_object_update(o, more) != 0) {
        json_decref(o);
        o = NULL;
    }
    json_decref(more);
    return o;
}

static enum status reply_asks(struct request *rq, const struct ask_listing *l, int limit)
{
    int shown = l->n > limit ? limit : l->n;
    json_t *items = json_array();

    for (int i = 0; i < shown; i++) {
        (void)json_array_append_new(items, row_json(&l->rows[i]));
    }
    return reply_page(rq, items, l->n > shown, 0, shown > 0 ? l->rows[shown - 1].offer.id : 0);
}

enum status api_asks(struct request *rq)
{
    struct page page;
    struct ask_listing l = {.before_id = INT64_MAX};
    const struct field more[] = {OPT_BOOL("open", &l.open_only), FIELD_END};
    enum status s = request_page(rq, more, &page);

    l.before_id = s == OK && page.has_cursor ? page.after_id : INT64_MAX;
    l.max = s == OK ? page.limit + 1 : 0;
    s = s == OK ? ctx_read(&rq->ctx, ask_listing, &l) : s;
    return s == OK ? reply_asks(rq, &l, page.limit) : s;
}

enum status api_ask(struct request *rq)
{
    struct ask_view v = {0};
    enum status s = request_id_param(rq, 0, ID_OFFER, &v.offer_id);

    s = s == OK ? ctx_read(&rq->ctx, ask_look, &v) : s;
    s = s == OK && ask_has_flags(&v) ? ctx_tx(&rq->ctx, ask_note_flags, &v) : s;
    return s == OK ? reply_json(rq, 200, ask_view_json(&v)) : s;
}

static enum status read_fee(struct request *rq, json_t *fee, struct offer_answer *a)
{
    static const char *const modes[] = {"tariff", "flat_per_hour", "thanks", NULL};
    const struct field fields[] = {
        OPT_CHOICE("mode", modes, &a->fee_mode),
        OPT_I64("rate_minor", 1, MONEY_MINOR_MAX, &a->rate_minor),
        OPT_I64("waived_pct", 0, 100, &a->waived_pct),
        FIELD_END,
    };

    return fee != NULL ? fields_read(rq, fee, "fee", fields) : OK;
}

static json_t *answered(struct request *rq, const void *arg)
{
    const struct offer_answer *a = arg;

    (void)rq;
    return ask_view_json(&a->view);
}

/* The ask as it is by now, without what only a look that is noted may show. */
static json_t *ask_now(struct request *rq, const void *arg)
{
    const struct ask_view *v = arg;

    (void)rq;
    return row_json(&v->row);
}

static enum status stale(struct request *rq, enum status s, int64_t offer_id)
{
    struct ask_view v = {.offer_id = offer_id};

    return reply_stale(rq, s, "ask", ask_look, &v, ask_now);
}

enum status api_ask_offer(struct request *rq)
{
    struct offer_answer a = {0};
    json_t *fee = NULL;
    const struct field body[] = {
        OPT_TIME("start_at", &a.start_at),
        OPT_TIME("end_at", &a.end_at),
        OPT_JSON("fee", &fee),
        OPT_LINES("note", 1, NOTE_CHARS_MAX, &a.note),
        FIELD_END,
    };
    enum status s = request_id_param(rq, 0, ID_OFFER, &a.offer_id);

    s = s == OK ? request_fields(rq, body) : s;
    s = s == OK ? read_fee(rq, fee, &a) : s;
    s = s == OK ? reply_write(rq, 201, offer_answer, &a, answered) : s;
    return stale(rq, s, a.offer_id);
}

enum status api_ask_decline(struct request *rq)
{
    int64_t id = 0;
    enum status s = request_id_param(rq, 0, ID_OFFER, &id);

    s = s == OK ? reply_write(rq, 204, offer_decline, &id, NULL) : s;
    return stale(rq, s, id);
}

enum status api_ask_withdraw(struct request *rq)
{
    int64_t id = 0;
    enum status s = request_id_param(rq, 0, ID_OFFER, &id);

    s = s == OK ? reply_write(rq, 204, offer_withdraw, &id, NULL) : s;
    return stale(rq, s, id);
}
