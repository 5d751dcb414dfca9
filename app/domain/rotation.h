/* rotation.h - a new master key: every data key is wrapped by it instead of by the old one
 * (security.md 2). What the data keys seal stays as it is.
 *
 * DESIGN: master.next.key lies beside master.key as long as rows are wrapped by either; nothing
 * starts then (rotation_open). Each row says itself which of the two opens it, so that a rotation
 * that was cut off anywhere is simply begun again. At the end, and not before, the old file becomes
 * master.old.key and the new one master.key. */
#ifndef APP_DOMAIN_ROTATION_H
#define APP_DOMAIN_ROTATION_H

#include "app/domain/ctx.h"

#define ROTATION_BATCH 500 /* keys in one transaction */

enum rotation_end {
    ROTATION_DONE,
    ROTATION_OLD_THERE, /* master.old.key of the rotation before: to be removed first */
    ROTATION_FOREIGN,   /* keys that neither key opens: nothing was changed in this run */
    ROTATION_RUNNING,   /* some other process has the database */
    ROTATION_FAILED     /* disk or database: what is done stays done, call it again */
};

struct rotation {
    const char *dir;     /* where the key files lie */
    struct db *keystore; /* the data keys */
    struct db *db;       /* whose leases say who runs */
    struct arena *arena; /* reset after each batch */
    int64_t now;
    int batch;                /* ROTATION_BATCH */
    int64_t keys, moved;      /* out: all there are; wrapped anew in this run */
    int64_t foreign, running; /* out */
};

/* Goes as far as it can. */
enum rotation_end rotation_run(struct rotation *r);

/* E_CONFLICT when a rotation was begun and has not ended; OK when not. */
enum status rotation_open(const char *dir) WARN_UNUSED;

/* Whether the master key in memory is the one of the key store: E_CONFLICT when it does not open a
 * data key of it. */
enum status rotation_fits(struct arena *a, struct db *keystore, const uint8_t master[]) WARN_UNUSED;

#endif
