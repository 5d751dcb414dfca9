/* photo.c - see photo.h. */
#include "app/api/photo.h"

#include "app/api/app.h"
#include "app/base/image.h"
#include "app/domain/ids.h"
#include "app/domain/photo.h"
#include "app/http/reply.h"

json_t *photos_json(const struct photo_row *rows, int n, int64_t owner_id)
{
    json_t *list = json_array();
    int found;
    const struct photo_row *own = photo_find(rows, n, owner_id, &found);

    for (int i = 0; i < found; i++) {
        (void)json_array_append_new(list, json_fields(J_ID("id", ID_PHOTO, own[i].id),
                                                      J_I64("width", own[i].width),
                                                      J_I64("height", own[i].height), J_END));
    }
    return list;
}

/* What the type says, before a worker is started for it. */
static enum status check_type(struct request *rq)
{
    switch (image_type_of(rq->raw)) {
    case IMAGE_JPEG:
    case IMAGE_PNG:
    case IMAGE_WEBP:
        return OK;
    case IMAGE_HEIC:
        rq->ctx.reason = R_PHOTO_HEIC;
        return E_MEDIA;
    case IMAGE_NONE:
        break;
    }
    rq->ctx.reason = R_PHOTO_TYPE;
    return E_MEDIA;
}

static enum status make(struct request *rq, struct photo_made *made)
{
    const struct app *app = rq->app;
    struct image_size size;
    int code;
    enum status s;

    if (image_size(rq->raw, &size) == OK && size.width * size.height > PHOTO_PIXELS_MAX) {
        return refuse(&rq->ctx, R_PHOTO_TOO_LARGE);
    }
    s = photo_make(rq->ctx.arena, app->photos, rq->raw, made, &code);
    if (code != PHOTO_DONE && code != PHOTO_TOO_LARGE) {
        log_event(rq->ctx.log, rq->ctx.now, LOG_WARN, "photo.refused", LOG_I64("worker", code),
                  LOG_TEXT("request_id", rq->request_id), LOG_END);
    }
    if (s == E_TOO_LARGE || s == E_INVALID) {
        return refuse(&rq->ctx, s == E_INVALID ? R_PHOTO_UNREADABLE : R_PHOTO_TOO_LARGE);
    }
    return s;
}

/* From the raw bytes to a sealed picture; nobody makes us decode what they may not send. */
static enum status take(struct request *rq, struct photo_adding *a)
{
    struct photo_made made;
    enum status s = ctx_read(&rq->ctx, photo_may_add, &a->place);

    s = s == OK ? check_type(rq) : s;
    s = s == OK ? make(rq, &made) : s;
    return s == OK ? photo_seal(&rq->ctx, a, &made) : s;
}

static json_t *added(struct request *rq, const void *arg)
{
    const struct photo_adding *a = arg;

    (void)rq;
    return json_fields(J_ID("id", ID_PHOTO, a->row.id), J_I64("width", a->row.width),
                       J_I64("height", a->row.height), J_END);
}

enum status api_thread_photo_add(struct request *rq)
{
    struct photo_adding a = {.row = {0}};
    struct thread *t = &a.place.thread;
    enum status s = request_id_param(rq, 0, ID_TIE, &t->tie_id);

    s = s == E_NOT_FOUND ? request_id_param(rq, 0, ID_BOOKING, &t->booking_id) : s;
    s = s == OK ? take(rq, &a) : s;
    return s == OK ? reply_write(rq, 201, photo_add, &a, added) : s;
}

static enum status put(struct request *rq, struct photo_adding *a)
{
    enum status s = take(rq, a);

    s = s == OK ? ctx_tx(&rq->ctx, photo_add, a) : s;
    return s == OK ? reply_json(rq, 200, added(rq, a)) : s;
}

static enum status take_away(struct request *rq, struct photo_place *p)
{
    enum status s = ctx_tx(&rq->ctx, photo_remove, p);

    return s == OK ? reply_nothing(rq) : s;
}

static enum status home_params(struct request *rq, const char *prefix, struct photo_place *p)
{
    enum status s = request_id_param(rq, 0, ID_HOUSEHOLD, &p->household_id);

    return s == OK ? request_id_param(rq, 1, prefix, &p->owner_id) : s;
}

enum status api_collector_photo_put(struct request *rq)
{
    struct photo_adding a = {.place = {.owner = "pickup_person"}};
    enum status s = home_params(rq, ID_PICKUP_PERSON, &a.place);

    return s == OK ? put(rq, &a) : s;
}

enum status api_collector_photo_remove(struct request *rq)
{
    struct photo_place p = {.owner = "pickup_person"};
    enum status s = home_params(rq, ID_PICKUP_PERSON, &p);

    return s == OK ? take_away(rq, &p) : s;
}

enum status api_place_photo_put(struct request *rq)
{
    struct photo_adding a = {.place = {.owner = "place"}};
    enum status s = home_params(rq, ID_PLACE, &a.place);

    return s == OK ? put(rq, &a) : s;
}

enum status api_place_photo_remove(struct request *rq)
{
    struct photo_place p = {.owner = "place"};
    enum status s = home_params(rq, ID_PLACE, &p);

    return s == OK ? take_away(rq, &p) : s;
}

enum status api_me_photo_put(struct request *rq)
{
    struct photo_adding a = {.place = {.owner = "member"}};

    return put(rq, &a);
}

enum status api_me_photo_remove(struct request *rq)
{
    struct photo_place p = {.owner = "member"};

    return take_away(rq, &p);
}

static enum status show(struct request *rq, bool small)
{
    struct photo_showing p = {.small = small};
    enum status s = request_id_param(rq, 0, ID_PHOTO, &p.id);

    s = s == OK ? ctx_read(&rq->ctx, photo_show, &p) : s;
    s = s == OK && p.evidence ? ctx_tx(&rq->ctx, photo_note_look, &p) : s;
    return s == OK ? reply_bytes(rq, "image/jpeg", NULL, p.jpeg) : s;
}

enum status api_photo(struct request *rq)
{
    return show(rq, false);
}

enum status api_photo_small(struct request *rq)
{
    return show(rq, true);
}
