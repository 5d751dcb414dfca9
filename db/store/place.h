/* place.h - rows of place: public ones in clear, a household's own sealed under its key. */
#ifndef DB_STORE_PLACE_H
#define DB_STORE_PLACE_H

#include "db/db.h"

struct place_row {
    int64_t id, community_id;
    int64_t household_id; /* 0: a public place */
    const char *kind;
    const char *kind_text;      /* 種別 as it was published; NULL else */
    const char *name, *address; /* public places; NULL else */
    struct slice name_sealed, address_sealed;
    int64_t has_cell; /* 0: a published place without a position */
    int64_t cell_x, cell_y, created_at;
    int64_t ended_at; /* 0: in use */
    int64_t photo_id; /* 0: none */
};

enum status store_place_get(struct tx *t, int64_t id, struct place_row *row) WARN_UNUSED;
/* Public or a household's. */
enum status store_place_insert(struct tx *t, const struct place_row *row) WARN_UNUSED;
/* Those in use, by id, above after_id. */
enum status store_places_of_household(struct tx *t, int64_t household_id, int64_t after_id, int max,
                                      struct place_row **rows, int *n) WARN_UNUSED;
/* no_cell: only those whose area is not known. */
enum status store_places_public(struct tx *t, int64_t community_id, const char *kind, bool no_cell,
                                int64_t after_id, int max, struct place_row **rows,
                                int *n) WARN_UNUSED;
enum status store_place_count(struct tx *t, int64_t household_id, int64_t *count) WARN_UNUSED;
/* E_NOT_FOUND when it has ended before. */
enum status store_place_end(struct tx *t, int64_t id, int64_t now) WARN_UNUSED;

#endif
