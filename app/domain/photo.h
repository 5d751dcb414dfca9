/* photo.h - 写真: pictures in notes and messages, of the adults who collect, of a family's places
 * and of members (security.md 2): sealed as they are stored, shown to whom the thing itself is
 * shown, gone with it. They are made by app/base/photo; here are the bytes already clean. */
#ifndef APP_DOMAIN_PHOTO_H
#define APP_DOMAIN_PHOTO_H

#include "app/base/photo.h"
#include "app/domain/thread.h"
#include "db/store/photo.h"

/* Where a new picture goes. */
struct photo_place {
    const char *owner;    /* NULL: to a thread, to be named by a message or note of it */
    struct thread thread; /* in: tie_id or booking_id, for a thread */
    int64_t household_id; /* of a pick-up person or place */
    int64_t owner_id;     /* the pick-up person, place or member */
    int64_t key_owner_id; /* out: under whose key it goes */
};
/* ctx_fn, reads: before anything is decoded. E_NOT_FOUND, photo.too_many, and for a thread what
 * forbids writing there. */
enum status photo_may_add(struct ctx *x, void *photo_place) WARN_UNUSED;

struct photo_adding {
    struct photo_place place;
    struct photo_row row; /* out */
    struct slice small_sealed, large_sealed;
};
/* Seals what was made; outside of a transaction, after photo_may_add. */
enum status photo_seal(struct ctx *x, struct photo_adding *a,
                       const struct photo_made *made) WARN_UNUSED;
/* ctx_fn: asks again whether it may, and stores it; a picture that was there before is replaced. */
enum status photo_add(struct ctx *x, void *photo_adding) WARN_UNUSED;
/* ctx_fn. arg: struct photo_place *. Takes a picture of a person, place or member away. */
enum status photo_remove(struct ctx *x, void *photo_place) WARN_UNUSED;

/* Inside a transaction: x->member_id's own unused pictures become those of a note or message;
 * field photo_ids when one is used, another's or for another thread. */
enum status photo_use(struct ctx *x, const int64_t *ids, int n, const char *owner, int64_t owner_id,
                      int64_t key_owner_id) WARN_UNUSED;
/* Under whose key the pictures of a thread lie: the tie's, or in a job the family's. */
int64_t photo_key_of(const struct thread *t);

/* ctx_fn, reads: the bytes for somebody who may see the thing. E_NOT_FOUND for everybody else. */
struct photo_showing {
    int64_t id;
    bool small;
    struct slice jpeg; /* out */
    bool evidence;     /* out: of a report; photo_note_look must follow */
};
enum status photo_show(struct ctx *x, void *photo_showing) WARN_UNUSED;
/* ctx_fn, writes: safeguarding saw evidence. */
enum status photo_note_look(struct ctx *x, void *photo_showing) WARN_UNUSED;

/* Copies a message's pictures under a report's key; *n counts them. */
enum status photo_copy(struct ctx *x, int64_t message_id, int64_t report_id,
                       int64_t *n) WARN_UNUSED;

/* The timer "photo.unused": sent and never used. */
enum status photo_unused(struct ctx *x, int64_t photo_id) WARN_UNUSED;

/* Those of rows that belong to owner_id: rows are in order of owner_id. */
const struct photo_row *photo_find(const struct photo_row *rows, int n, int64_t owner_id,
                                   int *found);

#endif
