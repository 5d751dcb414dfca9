/* drive.h - the real domain beside the model: the same thing is done to both, and everything that
 * either says afterwards is held against the other. */
#ifndef TESTS_MODEL_DRIVE_H
#define TESTS_MODEL_DRIVE_H

#include "tests/model/pick.h"
#include "tests/town.h"

struct drive {
    struct town *t;
    struct arena *arena; /* of one operation */
    struct model m;
    struct family *families[FAMILIES];
    struct person *members[MEMBERS];
    int64_t kid_ids[FAMILIES][KIDS], tie_ids[FAMILIES][SUPPORTERS];
    int64_t base_id; /* everything of this run is newer */
    int64_t request_ids[REQUESTS], offer_ids[OFFERS], booking_ids[BOOKINGS];
    int64_t amendment_ids[AMENDMENTS];
    bool says;         /* each operation, as it is done */
    char differs[400]; /* how they came apart */
};

/* A town for some runs; closed with its world. */
struct drive *drive_open(struct world *w);
void drive_close(struct drive *d);
/* A new run: everything older is over, ties and proofs are good. */
void drive_start(struct drive *d, enum slip slip, uint64_t seed);
/* False when they differ. */
bool drive_step(struct drive *d, const struct op *op);

/* Does it in the domain; between drive.c and drive_do.c. */
enum status drive_do(struct drive *d, const struct act *act, enum reason *why);
bool drive_compare(struct drive *d);

#endif
