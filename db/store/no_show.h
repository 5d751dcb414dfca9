/* no_show.h - rows of no_show_claim: somebody was not there, or nobody has said so yet. */
#ifndef DB_STORE_NO_SHOW_H
#define DB_STORE_NO_SHOW_H

#include "db/db.h"

struct no_show_row {
    int64_t booking_id;
    int64_t claimed_by;  /* 0: the timer */
    const char *against; /* 'supporter', 'guardian'; NULL until somebody says */
    int64_t opened_at;
    int64_t contested_at, contested_by; /* 0: not contested */
    int64_t closed_at;                  /* 0: open */
    const char *outcome;                /* NULL while open */
    const char *decision; /* of the office: 'supporter', 'guardian', 'nobody'; NULL: none */
    int64_t decided_by, decided_at;
    struct slice reason_sealed;
};

/* One a booking: OK also when there is one. */
enum status store_no_show_open(struct tx *t, int64_t booking_id, int64_t claimed_by,
                               const char *against, int64_t at) WARN_UNUSED;
enum status store_no_show_get(struct tx *t, int64_t booking_id, struct no_show_row *r) WARN_UNUSED;
/* Against whom, said by a party; E_CONFLICT when it is said, contested or closed already. */
enum status store_no_show_say(struct tx *t, int64_t booking_id, int64_t by_id, const char *against,
                              int64_t at) WARN_UNUSED;
/* E_CONFLICT when it is contested or closed already. */
enum status store_no_show_contest(struct tx *t, int64_t booking_id, int64_t by_id,
                                  int64_t at) WARN_UNUSED;
/* Taken back: who did; E_CONFLICT when it is closed already. It may be said anew. */
enum status store_no_show_withdraw(struct tx *t, int64_t booking_id, int64_t by_id,
                                   int64_t at) WARN_UNUSED;
/* E_CONFLICT when it is not contested, or is closed or decided already. */
enum status store_no_show_decide(struct tx *t, int64_t booking_id, const char *decision,
                                 int64_t by_id, int64_t at, struct slice reason) WARN_UNUSED;
/* OK also when there is no open claim. */
enum status store_no_show_close(struct tx *t, int64_t booking_id, const char *outcome,
                                int64_t at) WARN_UNUSED;

#endif
