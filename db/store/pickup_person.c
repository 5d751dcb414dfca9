/* pickup_person.c - see pickup_person.h. */
#include "db/store/pickup_person.h"

static const char get_sql[] =
    "SELECT id, household_id, name_sealed, relation, phone_sealed, valid_from_day, valid_to_day,"
    " added_by, created_at, ended_at,"
    " COALESCE((SELECT MAX(p.id) FROM photo p WHERE p.owner_id = pickup_person.id AND p.owner = "
    "'pickup_person'), 0)"
    " FROM pickup_person WHERE id = $1";

static const struct db_col pickup_cols[] = {
    COL_I64(struct pickup_person_row, id),
    COL_I64(struct pickup_person_row, household_id),
    COL_BYTES(struct pickup_person_row, name_sealed),
    COL_TEXT(struct pickup_person_row, relation),
    COL_BYTES_NULL(struct pickup_person_row, phone_sealed),
    COL_I64(struct pickup_person_row, valid_from_day),
    COL_I64(struct pickup_person_row, valid_to_day),
    COL_I64(struct pickup_person_row, added_by),
    COL_I64(struct pickup_person_row, created_at),
    COL_I64_NULL(struct pickup_person_row, ended_at),
    COL_I64(struct pickup_person_row, photo_id),
    COL_END,
};

enum status store_pickup_person_get(struct tx *t, int64_t id, struct pickup_person_row *p)
{
    struct db_in in[] = {IN_I64(id), IN_END};

    return db_one(t, get_sql, in, pickup_cols, p);
}

static const char of_household_sql[] =
    "SELECT id, household_id, name_sealed, relation, phone_sealed, valid_from_day, valid_to_day,"
    " added_by, created_at, ended_at,"
    " COALESCE((SELECT MAX(p.id) FROM photo p WHERE p.owner_id = pickup_person.id AND p.owner = "
    "'pickup_person'), 0)"
    " FROM pickup_person"
    " WHERE household_id = $1 AND ended_at IS NULL ORDER BY id";

enum status store_pickup_persons(struct tx *t, int64_t household_id,
                                 struct pickup_person_row **rows, int *n)
{
    struct db_in in[] = {IN_I64(household_id), IN_END};

    return db_many(t, of_household_sql, in, pickup_cols, sizeof **rows, PICKUP_PERSONS_MAX, rows,
                   n);
}

static const struct db_col barred_cols[] = {
    COL_I64(struct barred_person_row, id),
    COL_I64(struct barred_person_row, child_id),
    COL_I64(struct barred_person_row, household_id),
    COL_I64_NULL(struct barred_person_row, member_id),
    COL_BYTES(struct barred_person_row, name_sealed),
    COL_BYTES_NULL(struct barred_person_row, note_sealed),
    COL_I64(struct barred_person_row, added_by),
    COL_I64(struct barred_person_row, created_at),
    COL_I64_NULL(struct barred_person_row, ended_at),
    COL_END,
};

static const char of_child_sql[] =
    "SELECT id, child_id, household_id, member_id, name_sealed, note_sealed, added_by, created_at,"
    " ended_at FROM barred_person WHERE child_id = $1 AND ended_at IS NULL ORDER BY id";

enum status store_barred_of_child(struct tx *t, int64_t child_id, struct barred_person_row **rows,
                                  int *n)
{
    struct db_in in[] = {IN_I64(child_id), IN_END};

    return db_many(t, of_child_sql, in, barred_cols, sizeof **rows, BARRED_PERSONS_MAX, rows, n);
}

static const char insert_sql[] =
    "INSERT INTO pickup_person (id, household_id, name_sealed, relation, phone_sealed,"
    " valid_from_day, valid_to_day, added_by, created_at)"
    " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";

enum status store_pickup_person_insert(struct tx *t, const struct pickup_person_row *p)
{
    struct db_in in[] = {
        IN_I64(p->id),
        IN_I64(p->household_id),
        IN_BYTES(p->name_sealed),
        IN_TEXT(p->relation),
        IN_BYTES(p->phone_sealed),
        IN_I64(p->valid_from_day),
        IN_I64(p->valid_to_day),
        IN_I64(p->added_by),
        IN_I64(p->created_at),
        IN_END,
    };

    return db_exec(t, insert_sql, in);
}

static const char end_sql[] =
    "UPDATE pickup_person SET ended_at = $2 WHERE id = $1 AND ended_at IS NULL";

enum status store_pickup_person_end(struct tx *t, int64_t id, int64_t now)
{
    struct db_in in[] = {IN_I64(id), IN_I64(now), IN_END};

    return db_exec(t, end_sql, in);
}

static const char bar_sql[] =
    "INSERT INTO barred_person (id, child_id, household_id, member_id, name_sealed, note_sealed,"
    " added_by, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";

enum status store_barred_insert(struct tx *t, const struct barred_person_row *b)
{
    struct db_in in[] = {
        IN_I64(b->id),
        IN_I64(b->child_id),
        IN_I64(b->household_id),
        IN_I64_OR_NULL(b->member_id),
        IN_BYTES(b->name_sealed),
        IN_BYTES(b->note_sealed),
        IN_I64(b->added_by),
        IN_I64(b->created_at),
        IN_END,
    };

    return db_exec(t, bar_sql, in);
}

static const char barred_sql[] =
    "SELECT id, child_id, household_id, member_id, name_sealed, note_sealed, added_by, created_at,"
    " ended_at FROM barred_person WHERE id = $1";

enum status store_barred_get(struct tx *t, int64_t id, struct barred_person_row *b)
{
    struct db_in in[] = {IN_I64(id), IN_END};

    return db_one(t, barred_sql, in, barred_cols, b);
}

static const char unbar_sql[] = "UPDATE barred_person SET ended_at = $3, ended_by = $2"
                                " WHERE id = $1 AND ended_at IS NULL";

enum status store_barred_end(struct tx *t, int64_t id, int64_t by, int64_t now)
{
    struct db_in in[] = {IN_I64(id), IN_I64(by), IN_I64(now), IN_END};

    return db_exec(t, unbar_sql, in);
}
