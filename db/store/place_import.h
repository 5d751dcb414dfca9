/* place_import.h - the public places that came from open data, brought up to date. */
#ifndef DB_STORE_PLACE_IMPORT_H
#define DB_STORE_PLACE_IMPORT_H

#include "db/db.h"

struct place_known {
    int64_t id;
    const char *key; /* place.source_key */
    const char *kind, *kind_text, *name, *address;
    int64_t has_cell, cell_x, cell_y;
    int64_t ended_at; /* 0: in use */
};

/* All that were ever imported for a community, by key; E_TOO_LARGE past max. */
enum status store_places_known(struct tx *t, int64_t community_id, int max,
                               struct place_known **rows, int *n) WARN_UNUSED;

/* New ones, however many. */
enum status store_places_publish(struct tx *t, int64_t community_id, int64_t now,
                                 const struct place_known *rows, int n) WARN_UNUSED;
/* What a row says now, by its id; one that had ended is in use again. */
enum status store_place_republish(struct tx *t, const struct place_known *row) WARN_UNUSED;

/* OK when an open ask or a booking that is not over goes by the place, else E_NOT_FOUND. */
enum status store_place_is_ahead(struct tx *t, int64_t place_id, int64_t now) WARN_UNUSED;

/* OK when a place in use has no area, else E_NOT_FOUND. */
enum status store_place_without_cell(struct tx *t, int64_t community_id) WARN_UNUSED;

#endif
