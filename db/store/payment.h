/* payment.h - rows of payment: the guardian's side of a booking, one row a part. */
#ifndef DB_STORE_PAYMENT_H
#define DB_STORE_PAYMENT_H

#include "db/db.h"

struct payment_row {
    int64_t id, booking_id;
    const char *part; /* 'main', 'overtime', 'cancellation', 'rest' */
    int64_t payer_id, payee_id;
    const char *method; /* 'card', 'cash', 'nothing' */
    int64_t amount_minor;
    const char *currency;
    const char *state;
    int64_t state_at, authorize_at, deadline_at; /* 0: none */
    int64_t card_id;                             /* 0: none yet */
    const char *provider;                        /* NULL: no card yet */
    const char *intent_ref, *charge_ref, *old_ref;
    int64_t intent_minor, held_minor, captured_minor;
    int64_t due_minor; /* 0: nothing is to be captured yet */
    int64_t capture_before_at;
    const char *action_url, *failure;
    int64_t payer_confirmed_at, payee_confirmed_at;
    int64_t created_at;
};

/* E_CONFLICT when the booking has that part already. */
enum status store_payment_insert(struct tx *t, const struct payment_row *p) WARN_UNUSED;
enum status store_payment_get(struct tx *t, int64_t id, struct payment_row *p) WARN_UNUSED;
/* E_NOT_FOUND when the booking has no such part. */
enum status store_payment_part(struct tx *t, int64_t booking_id, const char *part,
                               struct payment_row *p) WARN_UNUSED;
/* All parts, in order of id. */
enum status store_payments_of(struct tx *t, int64_t booking_id, struct payment_row **rows,
                              int *n) WARN_UNUSED;
/* By the provider's hold, also one that is being let go. */
enum status store_payment_by_ref(struct tx *t, const char *provider, const char *ref,
                                 struct payment_row *p) WARN_UNUSED;

/* The only statement that changes a payment: everything that may change, from state `from` to
 * p->state. E_CONFLICT when it is not in `from` (any more). */
enum status store_payment_save(struct tx *t, const struct payment_row *p,
                               const char *from) WARN_UNUSED;

/* A member's payments that wait for a first card. */
enum status store_payments_without_card(struct tx *t, int64_t payer_id, struct payment_row **rows,
                                        int *n) WARN_UNUSED;
/* How many unfinished payments count on a card. */
enum status store_payments_on_card(struct tx *t, int64_t card_id, int64_t *n) WARN_UNUSED;

#endif
