/* brief.c - see brief.h. */
#include "app/domain/brief.h"

#include "app/base/limits.h"
#include "app/base/text.h"
#include "app/base/zone.h"
#include "app/domain/audit.h"
#include "app/domain/child_age.h"
#include "app/domain/community.h"
#include "app/domain/reveal.h"
#include "app/domain/vault.h"
#include "db/store/pickup_person.h"
#include "db/store/place.h"

static enum status check_window(struct ctx *x, struct brief *brief, struct community *c)
{
    unsigned who;
    enum status s = booking_for_party(x, brief->booking_id, &brief->booking, &who);

    if (s == OK && who != BY_SUPPORTER) {
        return E_NOT_FOUND;
    }
    if (s == OK) {
        s = community_get(x, brief->booking.community_id, c);
    }
    if (s == OK && x->now >= reveal_until(&brief->booking, c->rules.reveal_after_end_h * HOUR_MS)) {
        return E_NOT_FOUND;
    }
    return s;
}

static enum status open_column(struct ctx *x, const struct child_row *row, const char *column,
                               struct slice sealed, const char **text)
{
    return vault_unseal(x, row->id, "child", column, row->id, sealed, text);
}

static enum status open_health(struct ctx *x, const struct child_row *row, struct brief_child *out)
{
    const char *flags = NULL;
    enum status s = open_column(x, row, "flags_sealed", row->flags_sealed, &flags);

    if (s == OK) {
        s = int64_parse(flags, &out->flags);
    }
    if (s == OK) {
        s = open_column(x, row, "allergies_sealed", row->allergies_sealed, &out->allergies);
    }
    if (s == OK) {
        s = open_column(x, row, "medicines_sealed", row->medicines_sealed, &out->medicines);
    }
    return s == OK
               ? open_column(x, row, "conditions_sealed", row->conditions_sealed, &out->conditions)
               : s;
}

static enum status open_child(struct ctx *x, int64_t child_id, int64_t start_day,
                              struct brief_child *out)
{
    struct barred_person_row *barred;
    struct child_row row;
    int barred_n = 0;
    enum status s = store_child_get(x->tx, child_id, &row);

    if (s == OK) {
        s = open_column(x, &row, "name_sealed", row.name_sealed, &out->name);
    }
    if (s == OK) {
        s = open_column(x, &row, "call_name_sealed", row.call_name_sealed, &out->call_name);
    }
    if (s == OK) {
        s = child_birth_day(x, &row, &out->birth_day);
    }
    if (s == OK) {
        s = open_health(x, &row, out);
    }
    if (s == OK) {
        s = store_barred_of_child(x->tx, child_id, &barred, &barred_n);
    }
    out->id = child_id;
    out->age_years = age_on(out->birth_day, start_day);
    out->call_first = barred_n > 0;
    return s;
}

static enum status open_children(struct ctx *x, struct brief *brief, const struct community *c)
{
    struct booking_child_row *rows;
    int64_t day = 0;
    int n = 0;
    enum status s = community_day(c, brief->booking.start_at, &day);

    brief->children_n = 0;
    if (s == OK) {
        s = store_booking_children(x->tx, brief->booking_id, &rows, &n);
    }
    for (int i = 0; s == OK && i < n; i++) {
        if (rows[i].dropped_at == 0) {
            s = open_child(x, rows[i].child_id, day, &brief->children[brief->children_n]);
            brief->children_n += 1;
        }
    }
    return s;
}

static enum status open_place(struct ctx *x, const struct stop_row *stop, struct brief_stop *out)
{
    struct place_row place;
    enum status s;

    *out = (struct brief_stop){.stop = stop};
    if (stop->place_id == 0) {
        return OK;
    }
    s = store_place_get(x->tx, stop->place_id, &place);
    out->kind = s == OK ? place.kind : NULL;
    out->photo_id = s == OK ? place.photo_id : 0;
    if (s != OK || place.household_id == 0) {
        out->name = s == OK ? place.name : NULL;
        out->address = s == OK ? place.address : NULL;
        return s;
    }
    s = vault_unseal(x, place.household_id, "place", "name_sealed", place.id, place.name_sealed,
                     &out->name);
    return s == OK ? vault_unseal(x, place.household_id, "place", "address_sealed", place.id,
                                  place.address_sealed, &out->address)
                   : s;
}

enum status brief_stops(struct ctx *x, int64_t booking_id, struct brief_stop **stops, int *n)
{
    struct stop_row *rows;
    enum status s = store_stops_of_booking(x->tx, booking_id, &rows, n);

    if (s != OK) {
        return s;
    }
    *stops = arena_alloc(x->arena, (size_t)(*n + 1) * sizeof **stops);
    for (int i = 0; *stops != NULL && s == OK && i < *n; i++) {
        s = open_place(x, &rows[i], &(*stops)[i]);
    }
    return *stops != NULL ? s : E_BUSY;
}

int brief_here(const struct brief_stop *stops, int n, int64_t now)
{
    int here = n > 0 ? 0 : -1;

    for (int i = 0; i < n; i++) {
        here = stops[i].stop->at <= now ? i : here;
    }
    return here;
}

static enum status open_collectors(struct ctx *x, struct brief *brief)
{
    struct pickup_person_row *rows;
    struct brief_collector *out;
    int64_t home = brief->booking.household_id;
    enum status s = store_pickup_persons(x->tx, home, &rows, &brief->collectors_n);

    if (s != OK) {
        return s;
    }
    out = arena_alloc(x->arena, (size_t)(brief->collectors_n + 1) * sizeof *out);
    for (int i = 0; out != NULL && s == OK && i < brief->collectors_n; i++) {
        out[i] = (struct brief_collector){rows[i].id,           NULL,
                                          rows[i].relation,     rows[i].valid_from_day,
                                          rows[i].valid_to_day, rows[i].photo_id};
        s = vault_unseal(x, home, "pickup_person", "name_sealed", rows[i].id, rows[i].name_sealed,
                         &out[i].name);
    }
    brief->collectors = out;
    return out != NULL ? s : E_BUSY;
}

static enum status open_needs(struct ctx *x, struct brief *brief)
{
    struct request_row r;
    enum status s = store_request_get(x->tx, brief->booking.request_id, &r);

    return s == OK ? vault_unseal(x, r.household_id, "request", "needs_sealed", r.id,
                                  r.needs_sealed, &brief->needs)
                   : s;
}

enum status brief_open(struct ctx *x, void *arg)
{
    struct brief *brief = arg;
    struct community c;
    enum status s = check_window(x, brief, &c);

    if (s == OK) {
        s = audit_note(x, brief->booking.household_id, "saw.brief", brief->booking_id);
    }
    if (s == OK) {
        s = open_children(x, brief, &c);
    }
    if (s == OK) {
        s = brief_stops(x, brief->booking_id, &brief->stops, &brief->stops_n);
    }
    if (s == OK) {
        s = open_collectors(x, brief);
    }
    if (s == OK) {
        s = open_needs(x, brief);
    }
    return s == OK ? store_guardian_names(x->tx, brief->booking.household_id, &brief->guardians,
                                          &brief->guardians_n)
                   : s;
}
