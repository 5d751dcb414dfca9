/* ask.h - what an ask is checked against, and what those who are asked may see of it. */
#ifndef DB_STORE_ASK_H
#define DB_STORE_ASK_H

#include "db/store/offer.h"

/* The community of a household, for one of its guardians. E_NOT_FOUND for anybody else. */
enum status store_ask_household(struct tx *t, int64_t household_id, int64_t member_id,
                                int64_t *community_id) WARN_UNUSED;

/* A child with what is read of it for an ask; sealed under the child's own key. */
struct ask_child {
    int64_t child_id;
    int64_t age_years; /* on the day of the start; 0 from store_ask_child */
    struct slice birth_day_sealed, call_name_sealed, flags_sealed;
};

/* A child who lives in the household. E_NOT_FOUND. */
enum status store_ask_child(struct tx *t, int64_t household_id, int64_t child_id,
                            struct ask_child *row) WARN_UNUSED;
/* The children of a request, by id; at most CHILDREN_PER_JOB_MAX. */
enum status store_ask_children(struct tx *t, int64_t request_id, struct ask_child **rows,
                               int *n) WARN_UNUSED;

struct ask_cell {
    int64_t has_cell, cell_x, cell_y;
};

/* A place in use: the household's own, or a public one of the community. E_NOT_FOUND. */
enum status store_ask_place(struct tx *t, int64_t household_id, int64_t community_id,
                            int64_t place_id, struct ask_cell *row) WARN_UNUSED;
/* Where a member lives; has_cell 0 when nobody said. E_NOT_FOUND. */
enum status store_ask_member_cell(struct tx *t, int64_t member_id,
                                  struct ask_cell *row) WARN_UNUSED;

/* An ask as the asked supporter sees it: the own offer, the request, who asks, and how far. */
struct ask_row {
    struct offer_row offer;
    const char *kind;
    const char *care_at; /* NULL unless kind is care */
    int64_t start_at, end_at, until_at, closes_at;
    int64_t urgent, already_agreed, sick, meal, trial;
    int64_t doctor_seen_at; /* callout: as the guardian states it; 0 */
    int64_t has_needs;
    int64_t children_n, youngest_years, oldest_years;
    const char *currency;
    const char *state; /* of the request */
    int64_t household_id, community_id, asked_by;
    const char *asker_name;
    int64_t has_cells;        /* both are known, and the asking home is not protected */
    int64_t cells_x, cells_y; /* from the supporter's area to the first stop */
};

/* One, for the supporter alone. E_NOT_FOUND for anybody else, and when asker or supporter blocked
 * the other. */
enum status store_ask_get(struct tx *t, int64_t offer_id, int64_t supporter_id,
                          struct ask_row *row) WARN_UNUSED;

/* The supporter's, newest first, below before_id; with open_only those that wait for something. */
enum status store_ask_list(struct tx *t, int64_t supporter_id, bool open_only, int64_t before_id,
                           int max, struct ask_row **rows, int *n) WARN_UNUSED;

#endif
