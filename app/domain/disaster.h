/* disaster.h - 災害モード (domain.md 3): one switch by staff. While it is on every child stays
 * until collected, nothing nags, cancelling costs nothing, extra time costs nothing, and the office
 * has the list of who is with whom. */
#ifndef APP_DOMAIN_DISASTER_H
#define APP_DOMAIN_DISASTER_H

#include "app/domain/brief.h"
#include "db/store/disaster.h"

struct disaster_switch {
    int64_t community_id;
    const char *reason;
    struct disaster_row row; /* out */
    int told;                /* out: bookings in care */
};
/* ctx_fns, by coordinator, safeguarding or admin: everybody with a child in care, and the families,
 * are told. On while it is on: the first switch stands. Off while it is off: E_RULE disaster.off.
 */
enum status disaster_on(struct ctx *x, void *disaster_switch) WARN_UNUSED;
enum status disaster_off(struct ctx *x, void *disaster_switch) WARN_UNUSED;

struct disaster_phone {
    int64_t member_id;
    const char *display_name, *phone; /* phone NULL: none */
};
/* One supporter with the children there. */
struct disaster_line {
    const struct in_care_row *booking;
    struct disaster_phone supporter, guardians[GUARDIANS_MAX];
    int guardians_n;
    int64_t child_ids[CHILDREN_PER_JOB_MAX];
    const char *call_names[CHILDREN_PER_JOB_MAX];
    int children_n;
    const char *place_kind, *place_name, *place_address; /* where they should be; NULL: at the
                                                            supporter's home */
};
struct disaster_list {
    struct in_care_page page;    /* in */
    struct disaster_line *lines; /* out */
    int n;
};
/* A ctx_fn that writes: each line is a look noted for the family. For the same roles and auditors;
 * empty while it is off. */
enum status disaster_list(struct ctx *x, void *disaster_list) WARN_UNUSED;

#endif
