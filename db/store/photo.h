/* photo.h - rows of photo: pictures, sealed, and what they belong to. */
#ifndef DB_STORE_PHOTO_H
#define DB_STORE_PHOTO_H

#include "db/db.h"

#define PHOTOS_LIST_MAX 800 /* of one list: 200 notes of four */

struct photo_row {
    int64_t id, by_id, key_owner_id;
    const char *owner; /* 'note', 'message', ...; NULL: not used yet */
    int64_t owner_id;  /* 0: not used yet */
    int64_t width, height, created_at;
};

enum status store_photo_insert(struct tx *t, const struct photo_row *p, struct slice small_sealed,
                               struct slice large_sealed) WARN_UNUSED;
enum status store_photo_get(struct tx *t, int64_t id, struct photo_row *p) WARN_UNUSED;
/* The sealed bytes of one of the two. */
enum status store_photo_bytes(struct tx *t, int64_t id, bool small,
                              struct slice *sealed) WARN_UNUSED;
/* E_NOT_FOUND when it is used already. */
enum status store_photo_use(struct tx *t, int64_t id, const char *owner,
                            int64_t owner_id) WARN_UNUSED;
/* OK when there was none. */
enum status store_photo_delete(struct tx *t, int64_t id) WARN_UNUSED;
enum status store_photos_delete_of(struct tx *t, const char *owner, int64_t owner_id,
                                   int64_t but_id) WARN_UNUSED;
/* How many the member has sent since then. */
enum status store_photos_sent(struct tx *t, int64_t by_id, int64_t since_at,
                              int64_t *n) WARN_UNUSED;

/* All pictures of one thing, of a booking's notes, of a thread's messages between two seqs; by
 * owner, oldest first. */
enum status store_photos_of(struct tx *t, const char *owner, int64_t owner_id,
                            struct photo_row **rows, int *n) WARN_UNUSED;
enum status store_photos_of_notes(struct tx *t, int64_t booking_id, struct photo_row **rows,
                                  int *n) WARN_UNUSED;
enum status store_photos_of_messages(struct tx *t, int64_t thread_id, int64_t from_seq,
                                     int64_t to_seq, struct photo_row **rows, int *n) WARN_UNUSED;

/* Jobs of that household in which that member is or was lately the supporter, the latest first. */
enum status store_photo_jobs(struct tx *t, int64_t household_id, int64_t supporter_id,
                             int64_t since_at, int64_t **booking_ids, int *n) WARN_UNUSED;
/* The booking of a note. */
enum status store_photo_note_booking(struct tx *t, int64_t note_id,
                                     int64_t *booking_id) WARN_UNUSED;

#endif
