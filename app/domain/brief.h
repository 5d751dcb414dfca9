/* brief.h - what the chosen supporter needs for the job, from confirmation until a day after the
 * end (domain.md 1): names, health, exact addresses, who may collect. Each look is noted for the
 * family.
 */
#ifndef APP_DOMAIN_BRIEF_H
#define APP_DOMAIN_BRIEF_H

#include "app/domain/agreement.h"
#include "app/domain/booking.h"
#include "db/store/guardian.h"

struct brief_child {
    int64_t id, birth_day, age_years; /* age on the local date of the start */
    const char *name, *call_name;
    int64_t flags;                                  /* CHILD_FLAG_* */
    const char *allergies, *medicines, *conditions; /* NULL: none */
    bool call_first; /* 必ず保護者に電話: there is somebody they must not be given to */
};

struct brief_stop {
    const struct stop_row *stop;
    const char *kind, *name, *address; /* NULL: at the supporter's home */
    int64_t photo_id;                  /* 0: none */
};

/* An adult whom the family allows to collect. */
struct brief_collector {
    int64_t id;
    const char *name, *relation;
    int64_t valid_from_day, valid_to_day;
    int64_t photo_id; /* 0: none */
};

/* Where a booking leads, with the places in clear; the caller has noted the look. */
enum status brief_stops(struct ctx *x, int64_t booking_id, struct brief_stop **stops,
                        int *n) WARN_UNUSED;
/* Where they should be: index of the last stop whose time has come, else the first; -1: no stop. */
int brief_here(const struct brief_stop *stops, int n, int64_t now);

struct brief {
    int64_t booking_id;
    struct booking_row booking; /* out, all of it */
    const char *needs;          /* of the ask; NULL: none */
    struct brief_child children[CHILDREN_PER_JOB_MAX];
    int children_n;
    struct brief_stop *stops;
    int stops_n;
    struct guardian_name *guardians;
    int guardians_n;
    struct brief_collector *collectors;
    int collectors_n;
};

/* A ctx_fn that writes: the audit's note. E_NOT_FOUND for everybody but the supporter, and before
 * confirmation and after the end plus rules.reveal_after_end_h. */
enum status brief_open(struct ctx *x, void *brief) WARN_UNUSED;

#endif
