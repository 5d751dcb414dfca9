/* hands.h - in whose hands each child of a job is, and where it changes hands next: nursery,
 * lesson, home (domain.md 3). A child at a lesson is with the lesson; the job goes on. Pure but for
 * hands_load. */
#ifndef APP_DOMAIN_HANDS_H
#define APP_DOMAIN_HANDS_H

#include "app/domain/ctx.h"
#include "db/store/handover.h"

struct hands {
    struct hand_row *rows; /* by child, each one's stops in order */
    int n;
};
enum status hands_load(struct ctx *x, int64_t booking_id, struct hands *h) WARN_UNUSED;

enum whereabouts {
    CHILD_WAITS,          /* not collected yet */
    CHILD_WITH_SUPPORTER, /* the last hand-over was a collecting one */
    CHILD_AT_PLACE,       /* handed over at a stop on the way: with the lesson */
    CHILD_BACK,           /* handed over at its last stop */
    CHILD_LEFT            /* taken out of the job */
};
/* Where a child of the booking is. *last is the stop of its latest hand-over, NULL for none. A
 * hand-over that was noted late, for an earlier stop, changes nothing. */
enum whereabouts hands_where(const struct hands *h, int64_t child_id, const struct hand_row **last);

/* Where it changes hands next; NULL when it won't any more. */
const struct hand_row *hands_next(const struct hands *h, int64_t child_id);

/* The child's row at a stop; NULL when it does not change hands there. */
const struct hand_row *hands_at(const struct hands *h, int64_t stop_id, int64_t child_id);

/* The one stop of that way ("in", "out"); 0 when there is none or more than one. place_id not 0:
 * at that place alone. */
int64_t hands_only_stop(const struct hands *h, const char *way, int64_t place_id);
/* Whether it is a stop of the job with that way. */
bool hands_is_stop(const struct hands *h, int64_t stop_id, const char *way);

/* What booking_child keeps of it: the first collecting, and the last handing over of a child that
 * is back; 0 for none. */
struct hands_times {
    int64_t in_at, out_at;
};
struct hands_times hands_times(const struct hands *h, int64_t child_id);

/* "in" for "collect", "out" for "bring". */
const char *hands_way(const struct hand_row *r);

/* Who receives the child there: "supporter", "family" at a home, "place" else. */
const char *hands_receiver(const struct hand_row *r);

/* The proof that is usual there: "nursery_page", "code", "met_point", "supporter_tap". */
const char *hands_usual_proof(const struct hand_row *r, bool trusted);

/* Its own door: the supporter's home, or a home of that household. */
bool hands_own_door(const struct hand_row *r, int64_t household_id);

#endif
