/* pickup_person.h - who may collect a child, and who must never be given one. */
#ifndef DB_STORE_PICKUP_PERSON_H
#define DB_STORE_PICKUP_PERSON_H

#include "db/db.h"

#define PICKUP_PERSONS_MAX 40 /* of one household */
#define BARRED_PERSONS_MAX 40 /* of one child */

struct pickup_person_row {
    int64_t id, household_id;
    struct slice name_sealed;
    const char *relation;
    struct slice phone_sealed;
    int64_t valid_from_day, valid_to_day; /* both included */
    int64_t added_by, created_at;
    int64_t ended_at; /* 0: in force */
    int64_t photo_id; /* 0: none */
};

struct barred_person_row {
    int64_t id, child_id, household_id;
    int64_t member_id; /* 0: has no account, or none is known */
    struct slice name_sealed;
    struct slice note_sealed;
    int64_t added_by, created_at, ended_at; /* ended_at 0: in force */
};

enum status store_pickup_person_get(struct tx *t, int64_t id,
                                    struct pickup_person_row *p) WARN_UNUSED;

/* A household's, in force, by id. */
enum status store_pickup_persons(struct tx *t, int64_t household_id,
                                 struct pickup_person_row **rows, int *n) WARN_UNUSED;

/* In force for a child, whichever home said so. */
enum status store_barred_of_child(struct tx *t, int64_t child_id, struct barred_person_row **rows,
                                  int *n) WARN_UNUSED;

enum status store_pickup_person_insert(struct tx *t, const struct pickup_person_row *p) WARN_UNUSED;
/* E_NOT_FOUND when it has ended before. */
enum status store_pickup_person_end(struct tx *t, int64_t id, int64_t now) WARN_UNUSED;

enum status store_barred_insert(struct tx *t, const struct barred_person_row *b) WARN_UNUSED;
enum status store_barred_get(struct tx *t, int64_t id, struct barred_person_row *b) WARN_UNUSED;
/* E_NOT_FOUND when it has ended before. */
enum status store_barred_end(struct tx *t, int64_t id, int64_t by, int64_t now) WARN_UNUSED;

#endif
