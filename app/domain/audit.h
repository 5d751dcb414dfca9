/* audit.h - who did or saw what sensitive thing, never changed, sealed into a hash chain. */
#ifndef APP_DOMAIN_AUDIT_H
#define APP_DOMAIN_AUDIT_H

#include "app/domain/ctx.h"

/* Notes that x->member_id (0: the program) did `action` ("saw.address", "role.given") to
 * subject_id (0: none), inside the caller's transaction: the deed and its note are one.
 * household_id: the family that reads it; 0 when it is nobody's. */
enum status audit_note(struct ctx *x, int64_t household_id, const char *action,
                       int64_t subject_id) WARN_UNUSED;
/* The same with a detail: canonical JSON (doc.h) without personal data. */
enum status audit_note_detail(struct ctx *x, int64_t household_id, const char *action,
                              int64_t subject_id, const char *detail) WARN_UNUSED;

/* Seals what was noted since, in order; the worker calls it every few seconds. *sealed counts. */
enum status audit_seal_step(struct ctx *x, int *sealed) WARN_UNUSED;

/* Computes the whole chain again. *broken_seq is the first seal that does not fit its row and its
 * predecessor, 0 when all do. */
enum status audit_check(struct ctx *x, int64_t *broken_seq) WARN_UNUSED;

#endif
