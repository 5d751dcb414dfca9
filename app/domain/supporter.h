/* supporter.h - サポーター: a member who says what help he or she can give, and when (domain.md 1).
 */
#ifndef APP_DOMAIN_SUPPORTER_H
#define APP_DOMAIN_SUPPORTER_H

#include "app/domain/ctx.h"
#include "db/store/availability.h"
#include "db/store/supporter.h"

#include <stdbool.h>

/* name, text, bit of supporter.kinds and supporter.care_at */
#define SUPPORTER_KINDS(X)   \
    X(PICKUP, "pickup", 1)   \
    X(DROPOFF, "dropoff", 2) \
    X(ESCORT, "escort", 4)   \
    X(CARE, "care", 8)       \
    X(JOINT, "joint", 16)    \
    X(CALLOUT, "callout", 32)
#define SUPPORTER_CARE_AT(X)     \
    X(SUPPORTER, "supporter", 1) \
    X(HOME, "home", 2)           \
    X(ELSEWHERE, "elsewhere", 4)

/* ctx_fns on the caller's own struct supporter_row: the first reads (E_NOT_FOUND when never
 * written), the second writes all of it. E_INVALID age_max. */
enum status supporter_get(struct ctx *x, void *arg) WARN_UNUSED;
enum status supporter_put(struct ctx *x, void *arg) WARN_UNUSED;

struct week {
    struct free_row *rows;
    int n;
};
/* The first row that begins inside the one before, in order of weekday and start; -1: none. Sorts
 * the rows. */
int week_overlap(struct week *w);
/* ctx_fns on the caller's usual week. availability.overlap. */
enum status week_get(struct ctx *x, void *arg) WARN_UNUSED;
enum status week_put(struct ctx *x, void *arg) WARN_UNUSED;

/* ctx_fns on the dates that differ: add (availability.overlap, list.full) fills id. */
enum status exception_add(struct ctx *x, void *arg) WARN_UNUSED; /* struct exception_row */
enum status exception_end(struct ctx *x, void *arg) WARN_UNUSED; /* int64_t *id */
struct exception_listing {
    int64_t from_day, after_id;
    int max;
    struct exception_row *rows; /* out */
    int n;
};
enum status exception_list(struct ctx *x, void *arg) WARN_UNUSED;

#endif
