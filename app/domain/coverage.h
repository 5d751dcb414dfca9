/* coverage.h - この預かりの保険: the record behind every job (domain.md 5). Issued at confirmation,
 * its number and chain sealed in order by the worker, later facts appended, never overwritten. */
#ifndef APP_DOMAIN_COVERAGE_H
#define APP_DOMAIN_COVERAGE_H

#include "app/domain/ctx.h"
#include "db/store/booking.h"
#include "db/store/coverage.h"

/* Issues the record of a booking in the caller's transaction, from the booking's own policy as it
 * is now; children_n insured children. E_CONFLICT when there is one already. */
enum status coverage_issue(struct ctx *x, const struct booking_row *b,
                           const struct booking_child_row *children, int children_n) WARN_UNUSED;

/* Appends a fact to the booking's record: "began", "actual", "amended", "cancelled_before", ...;
 * start_at and end_at 0 where the fact has none. A fact that may come once and came is OK. */
enum status coverage_note(struct ctx *x, int64_t booking_id, const char *kind, int64_t start_at,
                          int64_t end_at) WARN_UNUSED;

/* Numbers and chains what waits, in order of issue; *sealed counts. For the worker. */
enum status coverage_seal_step(struct ctx *x, int *sealed) WARN_UNUSED;

/* SHA-256 over previous digest, number and snapshot, as lower-case hex. E_BUSY without memory. */
enum status coverage_digest(struct arena *a, const char *previous_sha256, int64_t number,
                            const char *snapshot, char out[65]) WARN_UNUSED;

#endif
