/* photo.c - see photo.h. */
#include "db/store/photo.h"

#define JOBS_MAX 50 /* of one supporter for one household within a week */

struct number {
    int64_t n;
};
static const struct db_col number_cols[] = {COL_I64(struct number, n), COL_END};

static enum status one_number(struct tx *t, const char *sql, const struct db_in *in, int64_t *n)
{
    struct number row = {0};
    enum status s = db_one(t, sql, in, number_cols, &row);

    *n = row.n;
    return s;
}

static const char insert_sql[] =
    "INSERT INTO photo (id, by_id, key_owner_id, owner, owner_id, width, height, created_at,"
    " small_sealed, large_sealed) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";

enum status store_photo_insert(struct tx *t, const struct photo_row *p, struct slice small_sealed,
                               struct slice large_sealed)
{
    struct db_in in[] = {IN_I64(p->id),
                         IN_I64(p->by_id),
                         IN_I64(p->key_owner_id),
                         IN_TEXT(p->owner),
                         IN_I64_OR_NULL(p->owner_id),
                         IN_I64(p->width),
                         IN_I64(p->height),
                         IN_I64(p->created_at),
                         IN_BYTES(small_sealed),
                         IN_BYTES(large_sealed),
                         IN_END};

    return db_exec(t, insert_sql, in);
}

#define PHOTO_COLUMNS                                                                            \
    "SELECT p.id, p.by_id, p.key_owner_id, p.owner, p.owner_id, p.width, p.height, p.created_at" \
    " FROM photo p"

static const struct db_col photo_cols[] = {
    COL_I64(struct photo_row, id),
    COL_I64(struct photo_row, by_id),
    COL_I64(struct photo_row, key_owner_id),
    COL_TEXT_NULL(struct photo_row, owner),
    COL_I64_NULL(struct photo_row, owner_id),
    COL_I64(struct photo_row, width),
    COL_I64(struct photo_row, height),
    COL_I64(struct photo_row, created_at),
    COL_END,
};

static const char get_sql[] = PHOTO_COLUMNS " WHERE p.id = $1";

enum status store_photo_get(struct tx *t, int64_t id, struct photo_row *p)
{
    struct db_in in[] = {IN_I64(id), IN_END};

    return db_one(t, get_sql, in, photo_cols, p);
}

struct sealed {
    struct slice bytes;
};

static const char large_sql[] = "SELECT large_sealed FROM photo WHERE id = $1";
static const char small_sql[] = "SELECT small_sealed FROM photo WHERE id = $1";

enum status store_photo_bytes(struct tx *t, int64_t id, bool small, struct slice *sealed)
{
    static const struct db_col cols[] = {COL_BYTES(struct sealed, bytes), COL_END};
    struct db_in in[] = {IN_I64(id), IN_END};
    struct sealed row = {{NULL, 0}};
    enum status s = db_one(t, small ? small_sql : large_sql, in, cols, &row);

    *sealed = row.bytes;
    return s;
}

static const char use_sql[] =
    "UPDATE photo SET owner = $2, owner_id = $3 WHERE id = $1 AND owner_id IS NULL";

enum status store_photo_use(struct tx *t, int64_t id, const char *owner, int64_t owner_id)
{
    struct db_in in[] = {IN_I64(id), IN_TEXT(owner), IN_I64(owner_id), IN_END};

    return db_exec(t, use_sql, in);
}

static const char delete_sql[] = "DELETE FROM photo WHERE id = $1";

enum status store_photo_delete(struct tx *t, int64_t id)
{
    struct db_in in[] = {IN_I64(id), IN_END};
    int64_t changed;

    return db_change(t, delete_sql, in, &changed);
}

static const char delete_of_sql[] =
    "DELETE FROM photo WHERE owner = $1 AND owner_id = $2 AND id <> $3";

enum status store_photos_delete_of(struct tx *t, const char *owner, int64_t owner_id,
                                   int64_t but_id)
{
    struct db_in in[] = {IN_TEXT(owner), IN_I64(owner_id), IN_I64(but_id), IN_END};
    int64_t changed;

    return db_change(t, delete_of_sql, in, &changed);
}

static const char sent_sql[] = "SELECT COUNT(*) FROM photo WHERE by_id = $1 AND created_at > $2";

enum status store_photos_sent(struct tx *t, int64_t by_id, int64_t since_at, int64_t *n)
{
    struct db_in in[] = {IN_I64(by_id), IN_I64(since_at), IN_END};

    return one_number(t, sent_sql, in, n);
}

static enum status list(struct tx *t, const char *sql, const struct db_in *in,
                        struct photo_row **rows, int *n)
{
    return db_many(t, sql, in, photo_cols, sizeof **rows, PHOTOS_LIST_MAX, rows, n);
}

static const char of_sql[] = PHOTO_COLUMNS " WHERE p.owner = $1 AND p.owner_id = $2 ORDER BY p.id";

enum status store_photos_of(struct tx *t, const char *owner, int64_t owner_id,
                            struct photo_row **rows, int *n)
{
    struct db_in in[] = {IN_TEXT(owner), IN_I64(owner_id), IN_END};

    return list(t, of_sql, in, rows, n);
}

static const char of_notes_sql[] =
    PHOTO_COLUMNS " JOIN booking_note b ON b.id = p.owner_id"
                  " WHERE p.owner = 'note' AND b.booking_id = $1 ORDER BY p.owner_id, p.id";

enum status store_photos_of_notes(struct tx *t, int64_t booking_id, struct photo_row **rows, int *n)
{
    struct db_in in[] = {IN_I64(booking_id), IN_END};

    return list(t, of_notes_sql, in, rows, n);
}

static const char of_messages_sql[] =
    PHOTO_COLUMNS " JOIN message m ON m.id = p.owner_id WHERE p.owner = 'message'"
                  " AND m.thread_id = $1 AND m.seq >= $2 AND m.seq <= $3 ORDER BY p.owner_id, p.id";

enum status store_photos_of_messages(struct tx *t, int64_t thread_id, int64_t from_seq,
                                     int64_t to_seq, struct photo_row **rows, int *n)
{
    struct db_in in[] = {IN_I64(thread_id), IN_I64(from_seq), IN_I64(to_seq), IN_END};

    return list(t, of_messages_sql, in, rows, n);
}

static const char jobs_sql[] =
    "SELECT id FROM booking WHERE supporter_id = $2 AND household_id = $1"
    " AND (state = 'in_care' OR (until_at > $3 AND state IN"
    " ('confirmed', 'returned', 'completed', 'settled', 'closed')))"
    " ORDER BY start_at DESC, id DESC LIMIT 50";

enum status store_photo_jobs(struct tx *t, int64_t household_id, int64_t supporter_id,
                             int64_t since_at, int64_t **booking_ids, int *n)
{
    struct db_in in[] = {IN_I64(household_id), IN_I64(supporter_id), IN_I64(since_at), IN_END};

    return db_many(t, jobs_sql, in, number_cols, sizeof(struct number), JOBS_MAX, booking_ids, n);
}

static const char note_booking_sql[] = "SELECT booking_id FROM booking_note WHERE id = $1";

enum status store_photo_note_booking(struct tx *t, int64_t note_id, int64_t *booking_id)
{
    struct db_in in[] = {IN_I64(note_id), IN_END};

    return one_number(t, note_booking_sql, in, booking_id);
}
