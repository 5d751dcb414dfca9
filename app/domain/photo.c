/* photo.c - see photo.h: storing pictures. Who sees them is in photo_show.c. */
#include "app/domain/photo.h"

#include "app/base/limits.h"
#include "app/domain/audit.h"
#include "app/domain/timer.h"
#include "app/domain/vault.h"
#include "db/store/guardian.h"
#include "db/store/pickup_person.h"
#include "db/store/place.h"

#include <string.h>

#define COPY_ARENA_BYTES_MAX (8 * 1024 * 1024) /* one picture, sealed, open and sealed again */

int64_t photo_key_of(const struct thread *t)
{
    return t->booking_id != 0 ? t->b.household_id : t->tie.id;
}

static enum status may_add_to_thread(struct ctx *x, struct photo_place *p)
{
    bool arrives;
    enum reason why = R_NONE;
    enum status s = thread_open(x, &p->thread);

    s = s == OK ? thread_why_not_write(x, &p->thread, &why, &arrives) : s;
    p->key_owner_id = s == OK ? photo_key_of(&p->thread) : 0;
    return s == OK && why != R_NONE ? refuse(x, why) : s;
}

static enum status may_add_to_home(struct ctx *x, struct photo_place *p)
{
    struct pickup_person_row person;
    struct place_row place;
    enum status s = store_guardian_is(x->tx, p->household_id, x->member_id);
    bool fits = false;

    p->key_owner_id = p->household_id;
    if (s == OK && strcmp(p->owner, "pickup_person") == 0) {
        s = store_pickup_person_get(x->tx, p->owner_id, &person);
        fits = s == OK && person.household_id == p->household_id && person.ended_at == 0;
    } else if (s == OK) {
        s = store_place_get(x->tx, p->owner_id, &place);
        fits = s == OK && place.household_id == p->household_id && place.ended_at == 0;
    }
    return s == OK && !fits ? E_NOT_FOUND : s;
}

static enum status may_touch(struct ctx *x, struct photo_place *p)
{
    if (p->owner == NULL) {
        return may_add_to_thread(x, p);
    }
    if (strcmp(p->owner, "member") == 0) {
        p->owner_id = x->member_id;
        p->key_owner_id = x->member_id;
        return OK;
    }
    return may_add_to_home(x, p);
}

enum status photo_may_add(struct ctx *x, void *arg)
{
    int64_t sent = 0;
    enum status s = may_touch(x, arg);

    s = s == OK ? store_photos_sent(x->tx, x->member_id, x->now - DAY_MS, &sent) : s;
    return s == OK && sent >= PHOTOS_DAY_MAX ? refuse(x, R_PHOTO_TOO_MANY) : s;
}

enum status photo_seal(struct ctx *x, struct photo_adding *a, const struct photo_made *made)
{
    struct photo_row *row = &a->row;
    enum status s = vault_create(x, a->place.key_owner_id); /* a tie's may not be there yet */

    *row = (struct photo_row){.id = new_id(x),
                              .by_id = x->member_id,
                              .key_owner_id = a->place.key_owner_id,
                              .owner = a->place.owner,
                              .owner_id = a->place.owner != NULL ? a->place.owner_id : 0,
                              .width = made->width,
                              .height = made->height,
                              .created_at = x->now};
    s = s == OK ? vault_seal_bytes(x, row->key_owner_id, "photo", "small_sealed", row->id,
                                   made->small, &a->small_sealed)
                : s;
    return s == OK ? vault_seal_bytes(x, row->key_owner_id, "photo", "large_sealed", row->id,
                                      made->large, &a->large_sealed)
                   : s;
}

enum status photo_add(struct ctx *x, void *arg)
{
    struct photo_adding *a = arg;
    const struct photo_row *row = &a->row;
    enum status s = photo_may_add(x, &a->place);

    s = s == OK ? store_photo_insert(x->tx, row, a->small_sealed, a->large_sealed) : s;
    if (s != OK) {
        return s;
    }
    if (row->owner == NULL) {
        return timer_put(x, "photo.unused", row->id, x->now + PHOTO_UNUSED_MS);
    }
    return store_photos_delete_of(x->tx, row->owner, row->owner_id, row->id);
}

enum status photo_remove(struct ctx *x, void *arg)
{
    struct photo_place *p = arg;
    enum status s = may_touch(x, p);

    return s == OK ? store_photos_delete_of(x->tx, p->owner, p->owner_id, 0) : s;
}

static enum status use_one(struct ctx *x, int64_t id, const char *owner, int64_t owner_id,
                           int64_t key_owner_id)
{
    struct photo_row row;
    enum status s = store_photo_get(x->tx, id, &row);

    if (s == OK &&
        (row.owner_id != 0 || row.by_id != x->member_id || row.key_owner_id != key_owner_id)) {
        s = E_NOT_FOUND;
    }
    s = s == OK ? store_photo_use(x->tx, id, owner, owner_id) : s;
    return s == OK ? timer_cancel(x, "photo.unused", id) : s;
}

enum status photo_use(struct ctx *x, const int64_t *ids, int n, const char *owner, int64_t owner_id,
                      int64_t key_owner_id)
{
    enum status s = OK;

    for (int i = 0; s == OK && i < n; i++) {
        s = use_one(x, ids[i], owner, owner_id, key_owner_id);
    }
    return s == E_NOT_FOUND ? invalid(x, "photo_ids") : s;
}

enum status photo_unused(struct ctx *x, int64_t photo_id)
{
    struct photo_row row;
    enum status s = store_photo_get(x->tx, photo_id, &row);

    if (s != OK || row.owner_id != 0) {
        return s == E_NOT_FOUND ? OK : s;
    }
    return store_photo_delete(x->tx, photo_id);
}

/* One of the two sizes of `from`, sealed again for `to`. */
static enum status reseal(struct ctx *x, const struct photo_row *from, const struct photo_row *to,
                          bool small, struct slice *sealed)
{
    const char *column = small ? "small_sealed" : "large_sealed";
    struct slice before, plain;
    enum status s = store_photo_bytes(x->tx, from->id, small, &before);

    s = s == OK
            ? vault_unseal_bytes(x, from->key_owner_id, "photo", column, from->id, before, &plain)
            : s;
    return s == OK ? vault_seal_bytes(x, to->key_owner_id, "photo", column, to->id, plain, sealed)
                   : s;
}

static enum status copy_one(struct ctx *x, const struct photo_row *from, int64_t report_id)
{
    struct photo_row to = *from;
    struct slice small, large;
    enum status s;

    to.id = new_id(x);
    to.key_owner_id = report_id;
    to.owner = "report";
    to.owner_id = report_id;
    s = reseal(x, from, &to, true, &small);
    s = s == OK ? reseal(x, from, &to, false, &large) : s;
    return s == OK ? store_photo_insert(x->tx, &to, small, large) : s;
}

enum status photo_copy(struct ctx *x, int64_t message_id, int64_t report_id, int64_t *n)
{
    struct arena *own = x->arena;
    struct photo_row *rows;
    int found = 0;
    enum status s = store_photos_of(x->tx, "message", message_id, &rows, &found);

    for (int i = 0; s == OK && i < found; i++) {
        x->arena = arena_open(COPY_ARENA_BYTES_MAX); /* four pictures would fill a request's */
        s = x->arena != NULL ? copy_one(x, &rows[i], report_id) : E_BUSY;
        if (x->arena != NULL) {
            arena_close(x->arena);
        }
        x->arena = own;
    }
    *n = found;
    return s;
}

const struct photo_row *photo_find(const struct photo_row *rows, int n, int64_t owner_id,
                                   int *found)
{
    int from = 0, to;

    while (from < n && rows[from].owner_id < owner_id) {
        from++;
    }
    for (to = from; to < n && rows[to].owner_id == owner_id; to++) {
    }
    *found = to - from;
    return rows + from;
}
