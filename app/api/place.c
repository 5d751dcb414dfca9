/* place.c - see place.h. */
#include "app/api/place.h"

#include "app/api/listing.h"
#include "app/base/limits.h"
#include "app/domain/cell.h"
#include "app/domain/ids.h"
#include "app/domain/place.h"

#include <stddef.h>

static const char *const kinds[] = {"home", "nursery", "school", "lesson", "park", "other", NULL};

/* address NULL: not shown here. */
static json_t *place_json(const void *row)
{
    const struct place *p = row;

    bool known = p->row.has_cell != 0;

    return json_fields(J_ID("id", ID_PLACE, p->id), J_TEXT("kind", p->row.kind),
                       J_TEXT("kind_text", p->row.kind_text), J_TEXT("name", p->name),
                       J_TEXT("address", p->address),
                       J_ID_OPT("photo_id", ID_PHOTO, p->row.photo_id),
                       known ? J_I64("cell_x", p->row.cell_x) : J_JSON("cell_x", json_null()),
                       known ? J_I64("cell_y", p->row.cell_y) : J_JSON("cell_y", json_null()),
                       J_TIME("created_at", p->row.created_at), J_END);
}

static enum status send_list(struct request *rq, struct place_listing *l,
                             const struct listing *page)
{
    enum status s;

    l->after_id = page->from_id;
    l->max = page->max;
    s = ctx_read(&rq->ctx, place_list, l);
    return s == OK ? listing_reply(rq, page, l->places, l->n, sizeof *l->places,
                                   offsetof(struct place, id), place_json)
                   : s;
}

enum status api_places(struct request *rq)
{
    struct listing page;
    struct place_listing l = {0};
    enum status s = listing_query(rq, NULL, 0, &page);

    s = s == OK ? request_id_param(rq, 0, ID_HOUSEHOLD, &l.household_id) : s;
    return s == OK ? send_list(rq, &l, &page) : s;
}

enum status api_public_places(struct request *rq)
{
    struct listing page;
    struct place_listing l = {0};
    static const char *const cells[] = {"any", "unknown", NULL};
    const char *cell = NULL;
    const struct field query[] = {FIELD_CHOICE("kind", kinds, &l.kind),
                                  OPT_CHOICE("cell", cells, &cell), FIELD_END};
    enum status s = listing_query(rq, query, 0, &page);

    l.no_cell = cell != NULL && cell == cells[1];
    s = s == OK ? request_id_param(rq, 0, ID_COMMUNITY, &l.community_id) : s;
    return s == OK ? send_list(rq, &l, &page) : s;
}

static enum status read_place(struct request *rq, struct place_adding *a)
{
    const struct field body[] = {
        FIELD_CHOICE("kind", kinds, &a->kind),
        FIELD_TEXT("name", 1, NAME_CHARS_MAX, &a->name),
        FIELD_TEXT("address", 1, ADDRESS_CHARS_MAX, &a->address),
        FIELD_I64("lat_e5", -LAT_E5_MAX, LAT_E5_MAX, &a->lat_e5),
        FIELD_I64("lng_e5", -LNG_E5_MAX, LNG_E5_MAX, &a->lng_e5),
        FIELD_END,
    };

    return request_fields(rq, body);
}

static json_t *added(struct request *rq, const void *arg)
{
    const struct place_adding *a = arg;

    (void)rq;
    return place_json(&a->place);
}

enum status api_place_add(struct request *rq)
{
    struct place_adding a = {0};
    enum status s = request_id_param(rq, 0, ID_HOUSEHOLD, &a.household_id);

    s = s == OK ? read_place(rq, &a) : s;
    return s == OK ? reply_write(rq, 201, place_add, &a, added) : s;
}

enum status api_public_place_add(struct request *rq)
{
    struct place_adding a = {0};
    enum status s = request_id_param(rq, 0, ID_COMMUNITY, &a.community_id);

    s = s == OK ? read_place(rq, &a) : s;
    return s == OK ? reply_write(rq, 201, place_add_public, &a, added) : s;
}

static enum status read_ids(struct request *rq, const char *prefix, struct place_showing *p)
{
    enum status s = request_id_param(rq, 0, prefix, &p->household_id);

    return s == OK ? request_id_param(rq, 1, ID_PLACE, &p->id) : s;
}

enum status api_place(struct request *rq)
{
    struct place_showing p = {0};
    enum status s = read_ids(rq, ID_HOUSEHOLD, &p);

    s = s == OK ? ctx_tx(&rq->ctx, place_show, &p) : s;
    return s == OK ? reply_json(rq, 200, place_json(&p.place)) : s;
}

enum status api_place_end(struct request *rq)
{
    struct place_showing p = {0};
    enum status s = read_ids(rq, ID_HOUSEHOLD, &p);

    s = s == OK ? ctx_tx(&rq->ctx, place_end, &p) : s;
    return s == OK ? reply_nothing(rq) : s;
}

enum status api_public_place_end(struct request *rq)
{
    struct place_showing p = {0};
    enum status s = read_ids(rq, ID_COMMUNITY, &p);

    s = s == OK ? ctx_tx(&rq->ctx, place_end_public, &p) : s;
    return s == OK ? reply_nothing(rq) : s;
}
