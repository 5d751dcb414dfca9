/* care_check.h - helps for who has a child in care (domain.md 3): looks at a sleeping child, and
 * the fever protocol. A help, never evidence: silence means nothing, and nobody is alarmed by it.
 */
#ifndef APP_DOMAIN_CARE_CHECK_H
#define APP_DOMAIN_CARE_CHECK_H

#include "app/base/limits.h"
#include "app/domain/booking.h"
#include "app/domain/rules.h"
#include "db/store/care_check.h"

/* Fever: a first reading at or above the rule asks for another one a while later; a second one then
 * ends the care. A lower one in between ends the matter. */
enum fever { FEVER_NONE, FEVER_AGAIN, FEVER_HAND_OVER };
struct reading {
    int64_t tenths, at;
};
/* Pure, over the readings in order; *again_at is when the next one is due, 0 for none. */
enum fever fever_judge(const struct reading *readings, int n, int64_t fever_tenths,
                       int64_t again_ms, int64_t *again_at);

/* How often a sleeping child of that age is looked at; 0: not by this rule. */
int64_t sleep_check_ms(const struct rules *rules, int64_t age_years);

/* How a child is, as far as it was noted. */
struct child_look {
    int64_t child_id;
    bool asleep;
    int64_t asleep_since_at, last_check_at, checks, next_check_at; /* 0: does not apply */
    int64_t tenths, measured_at;                                   /* 0: not measured */
    enum fever fever;
    int64_t again_at;
};
struct care_looks {
    int64_t booking_id;
    struct booking_row booking; /* out */
    struct child_look children[CHILDREN_PER_JOB_MAX];
    int n;
};
/* ctx_fn, for both sides. */
enum status care_looks(struct ctx *x, void *care_looks) WARN_UNUSED;

struct sleep_note {
    int64_t child_id;
    const char *what;        /* "start", "check", "woke" */
    struct care_looks looks; /* booking_id in; out */
};
/* ctx_fn, by the supporter while the child is there; the same within a minute is once. E_RULE
 * care.not_now, sleep.awake (a look at a child of whom no sleep was noted); E_INVALID "child_id".
 */
enum status sleep_put(struct ctx *x, void *sleep_note) WARN_UNUSED;

struct temperature_note {
    int64_t child_id, tenths;
    struct care_looks looks; /* booking_id in; out */
};
/* ctx_fn, by the supporter while the child is there. The reading that ends the care tells all
 * guardians at once. E_RULE care.not_now, booking.too_often; E_INVALID "child_id". */
enum status temperature_put(struct ctx *x, void *temperature_note) WARN_UNUSED;

#endif
