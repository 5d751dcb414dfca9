/* again.h - 前回と同じ: a draft made from a booking that was, ready to be sent, and what of it
 * could not be taken along (domain.md 3). */
#ifndef APP_DOMAIN_AGAIN_H
#define APP_DOMAIN_AGAIN_H

#include "app/domain/draft.h"
#include "db/store/booking.h"

/* What is different this time; each is worded in the texts as "again.<text>". */
#define AGAIN_CHANGES(X)                                                              \
    X(CHILD_GONE, "child_gone")         /* lives here no more: left out */            \
    X(CHILD_AGE, "child_age")           /* no policy takes that age: left out */      \
    X(PLACE_GONE, "place_gone")         /* is in use no more: the stop is left out */ \
    X(PLACE_MOVED, "place_moved")       /* the family's new one is in its stead */    \
    X(GROUP_LEFT, "group_left")         /* everybody who could is asked instead */    \
    X(SUPPORTER_GONE, "supporter_gone") /* can't be asked: left out */

#define AGAIN_ENUM(name, text) AGAIN_##name,
enum again_change { AGAIN_CHANGES(AGAIN_ENUM) AGAIN_CHANGE_COUNT };
#undef AGAIN_ENUM
const char *again_change_text(enum again_change c);

struct changed {
    enum again_change what;
    int64_t id;      /* of the child, place, group or member */
    int64_t instead; /* the new place; 0: nothing */
    enum reason why; /* the gate's or the policy's; R_NONE */
};
#define AGAIN_CHANGED_MAX (CHILDREN_PER_JOB_MAX + STOPS_PER_JOB_MAX + AUDIENCE_MAX + 1)

struct again {
    int64_t booking_id; /* in */
    bool has_day;       /* in: on_day is asked for; else the next same weekday */
    int64_t on_day;
    struct community community; /* out; so is all that follows */
    struct draft draft;
    struct age_span ages; /* of the children that are left */
    struct changed *changes;
    int changes_n;
    enum reason why_not; /* R_NONE: it can be sent as it is; else what it would be refused with */
    const char *field;   /* then the field, or NULL */
};

/* ctx_fn by a guardian, reads. The wall times of the community's zone are kept, also where the
 * clock changed between; the same children, places, fee and people; once sick is not sick again.
 * E_NOT_FOUND for anybody else, the supporter too. E_RULE again.hour_skipped: that day has no such
 * hour. */
enum status booking_again(struct ctx *x, void *again) WARN_UNUSED;

/* For again.c, in its transaction: the times of the draft on the day; the audience. */
enum status again_times(struct ctx *x, const struct booking_row *b, struct again *a) WARN_UNUSED;
enum status again_people(struct ctx *x, const struct booking_row *b, const struct request_row *r,
                         struct again *a) WARN_UNUSED;
void again_note(struct again *a, enum again_change what, int64_t id, enum reason why);

#endif
