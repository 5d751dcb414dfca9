/* pay_op.h - rows of pay_op, the outbox: calls that are owed to the card provider. */
#ifndef DB_STORE_PAY_OP_H
#define DB_STORE_PAY_OP_H

#include "db/db.h"

struct pay_op_row {
    int64_t id;
    const char *kind;
    int64_t subject_id;
    const char *state;
    int64_t attempt, amount_minor;
    int64_t next_at, lease_until_at;
    const char *lease_holder; /* NULL: nobody */
    int64_t first_sent_at;    /* of this attempt's key; 0: never sent */
    int64_t sent_at;          /* the last time */
    int64_t tries, key_final;
    const char *error; /* NULL: none */
    int64_t created_at, updated_at;
};

/* Owes a call, unless the same one is owed already. */
enum status store_pay_op_put(struct tx *t, const struct pay_op_row *op) WARN_UNUSED;
/* One that waits for its time is due now. OK when there is none. */
enum status store_pay_op_hurry(struct tx *t, int64_t subject_id, const char *kind,
                               int64_t now) WARN_UNUSED;

/* Takes back what was never sent: 'failed', 'abandoned'. *n counts. */
enum status store_pay_op_abandon(struct tx *t, int64_t subject_id, int64_t now,
                                 int64_t *n) WARN_UNUSED;
/* How many calls about the subject are owed or in doubt, mere looks left out. */
enum status store_pay_op_live(struct tx *t, int64_t subject_id, int64_t *n) WARN_UNUSED;
/* E_NOT_FOUND when that kind is not owed. */
enum status store_pay_op_live_kind(struct tx *t, int64_t subject_id, const char *kind,
                                   struct pay_op_row *op) WARN_UNUSED;

/* The oldest due row whose subject has no older one waiting, leased to `holder`: 'pending' becomes
 * 'inflight' and counts as sent now; what was 'inflight' or 'unknown' and lost its lease becomes
 * 'unknown'. E_NOT_FOUND when nothing is due. */
enum status store_pay_op_lease(struct tx *t, int64_t now, int64_t lease_until_at,
                               const char *holder, struct pay_op_row *op) WARN_UNUSED;
/* The same key goes out once more. E_NOT_FOUND when the lease is another's by now. */
enum status store_pay_op_resend(struct tx *t, int64_t id, const char *holder,
                                int64_t now) WARN_UNUSED;
/* Writes state, attempt, next_at, first_sent_at, tries, key_final and error, and gives the lease
 * back. E_CONFLICT when the lease is another's by now. */
enum status store_pay_op_settle(struct tx *t, const struct pay_op_row *op, const char *holder,
                                int64_t now) WARN_UNUSED;
/* When anything is next due; INT64_MAX for never. */
enum status store_pay_op_next(struct tx *t, int64_t *next_at) WARN_UNUSED;

enum status store_pay_op_get(struct tx *t, int64_t id, struct pay_op_row *op) WARN_UNUSED;
/* What waits for its time, of whatever kind, is due now: something about the subject moved. */
enum status store_pay_op_hurry_all(struct tx *t, int64_t subject_id, int64_t now) WARN_UNUSED;

/* A community's rows after a cursor, by id: of its bookings' payments, and of its members' cards.
 * manual: those that a person must look at; else those that are owed or in doubt. */
enum status store_pay_op_list(struct tx *t, int64_t community_id, bool manual, int64_t after_id,
                              int max, struct pay_op_row **rows, int *n) WARN_UNUSED;
/* A person looked at one that is 'manual': in doubt again, and looked for first. E_NOT_FOUND when
 * it is not, or not of that community. */
enum status store_pay_op_resume(struct tx *t, int64_t community_id, int64_t id,
                                int64_t now) WARN_UNUSED;

struct pay_op_figures {
    int64_t waiting, unknown, manual;
};
enum status store_pay_op_figures(struct tx *t, struct pay_op_figures *f) WARN_UNUSED;

#endif
