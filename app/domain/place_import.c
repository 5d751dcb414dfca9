/* place_import.c - see place_import.h. */
#include "app/domain/place_import.h"

#include "app/base/limits.h"
#include "app/domain/audit.h"
#include "app/domain/task.h"
#include "db/store/community.h"
#include "db/store/place.h"

#include <string.h>

#define NO_POSITION "place.no_position"
#define GONE        "place.gone"

static bool same(const struct place_known *k, const struct place_line *l)
{
    return k->ended_at == 0 && strcmp(k->kind, l->kind) == 0 &&
           strcmp(k->kind_text, l->kind_text) == 0 && strcmp(k->name, l->name) == 0 &&
           strcmp(k->address, l->address) == 0 && (k->has_cell != 0) == l->has_cell &&
           k->cell_x == l->cell_x && k->cell_y == l->cell_y;
}

/* Whether the file speaks of the municipality that this place is of. The rows are by key. */
static bool speaks_of(const struct place_file *f, const char *key)
{
    size_t code = strcspn(key, ":") + 1;
    int from = 0, to = f->n;

    while (from < to) {
        int middle = from + (to - from) / 2;

        if (strncmp(f->rows[middle].key, key, code) < 0) {
            from = middle + 1;
        } else {
            to = middle;
        }
    }
    return from < f->n && strncmp(f->rows[from].key, key, code) == 0;
}

static void note(struct place_import *im, const struct place_line *line,
                 const struct place_known *known)
{
    enum place_deed deed = line == NULL                            ? PLACE_REMOVED
                           : known == NULL || known->ended_at != 0 ? PLACE_ADDED
                                                                   : PLACE_CHANGED;

    im->changes[im->n++] = (struct place_change){deed, line, known};
    im->count[deed]++;
}

/* Both lists are by key: walked side by side. */
static void compare(struct place_import *im, const struct place_known *known, int known_n)
{
    const struct place_file *f = &im->file;
    int i = 0, k = 0;

    while (i < f->n || k < known_n) {
        int order = i == f->n ? 1 : k == known_n ? -1 : strcmp(f->rows[i].key, known[k].key);

        if (order > 0) {
            if (known[k].ended_at == 0 && speaks_of(f, known[k].key)) {
                note(im, NULL, &known[k]);
            }
            k++;
        } else if (order < 0) {
            note(im, &f->rows[i++], NULL);
        } else {
            if (!same(&known[k], &f->rows[i])) {
                note(im, &f->rows[i], &known[k]);
            }
            i++;
            k++;
        }
    }
}

static enum status plan(struct ctx *x, void *arg)
{
    struct place_import *im = arg;
    struct community_row community;
    struct place_known *known;
    int known_n;
    enum status s = store_community_get(x->tx, im->community_id, &community);

    im->n = im->still_asked_for = 0;
    memset(im->count, 0, sizeof im->count);
    s = s == OK ? store_places_known(x->tx, im->community_id, IMPORT_KNOWN_MAX, &known, &known_n)
                : s;
    if (s != OK) {
        return s;
    }
    im->changes = arena_alloc(x->arena, (size_t)(im->file.n + known_n) * sizeof *im->changes);
    if (im->changes == NULL) {
        return E_BUSY;
    }
    compare(im, known, known_n);
    return OK;
}

static enum status end(struct ctx *x, struct place_import *im, const struct place_known *known)
{
    enum status s = store_place_end(x->tx, known->id, x->now);
    enum status ahead = s == OK ? store_place_is_ahead(x->tx, known->id, x->now) : s;

    if (ahead != OK) {
        return s == OK && ahead == E_NOT_FOUND ? OK : ahead;
    }
    im->still_asked_for++;
    return task_open(x, im->community_id, "coordinator", GONE, known->id, 0);
}

static struct place_known row_of(const struct place_change *c, int64_t id)
{
    const struct place_line *l = c->line;

    return (struct place_known){
        .id = id,
        .key = l->key,
        .kind = l->kind,
        .kind_text = l->kind_text,
        .name = l->name,
        .address = l->address,
        .has_cell = l->has_cell,
        .cell_x = l->cell_x,
        .cell_y = l->cell_y,
    };
}

/* Of one that is known. */
static enum status carry_out(struct ctx *x, struct place_import *im, const struct place_change *c)
{
    struct place_known row;
    enum status s;

    if (c->line == NULL) {
        return end(x, im, c->known);
    }
    row = row_of(c, c->known->id);
    s = store_place_republish(x->tx, &row);
    return s == OK && c->known->ended_at != 0 ? task_settle(x, GONE, row.id) : s;
}

static enum status publish_new(struct ctx *x, const struct place_import *im)
{
    struct place_known *rows = arena_alloc(x->arena, (size_t)(im->n + 1) * sizeof *rows);
    int n = 0;

    if (rows == NULL) {
        return E_BUSY;
    }
    for (int i = 0; i < im->n; i++) {
        if (im->changes[i].known == NULL) {
            rows[n++] = row_of(&im->changes[i], new_id(x));
        }
    }
    return store_places_publish(x->tx, im->community_id, x->now, rows, n);
}

static enum status tell_staff(struct ctx *x, const struct place_import *im)
{
    enum status s = store_place_without_cell(x->tx, im->community_id);

    if (s == OK) {
        return task_open(x, im->community_id, "coordinator", NO_POSITION, im->community_id, 0);
    }
    return s == E_NOT_FOUND ? task_settle(x, NO_POSITION, im->community_id) : s;
}

static enum status carry_out_all(struct ctx *x, void *arg)
{
    struct place_import *im = arg;
    enum status s = plan(x, im);

    s = s == OK ? publish_new(x, im) : s;
    for (int i = 0; s == OK && i < im->n; i++) {
        s = im->changes[i].known != NULL ? carry_out(x, im, &im->changes[i]) : OK;
    }
    if (s != OK || im->n == 0) {
        return s;
    }
    s = tell_staff(x, im);
    return s == OK ? audit_note(x, 0, "places.imported", im->community_id) : s;
}

enum status place_import(struct ctx *x, struct slice file, struct place_import *im)
{
    enum status s = place_file_read(x->arena, file, &im->file);

    if (s != OK) {
        return s;
    }
    return im->dry ? ctx_read(x, plan, im) : ctx_tx(x, carry_out_all, im);
}
