/* provider.h - what the engine may ask of a card company, whichever it is; adapters only encode,
 * decode and classify. Source: payments.md section 5. */
#ifndef PAYMENTS_PROVIDER_H
#define PAYMENTS_PROVIDER_H

#include "app/base/arena.h"
#include "payments/pay.h"

/* What a provider can do: the engine asks here, never by name. A door whose bit is 0 is NULL. */
struct pay_caps {
    unsigned idem_key : 1, hold : 1, partial_capture : 1, find_by_metadata : 1, hosted_setup : 1,
        off_session : 1, signed_webhook : 1;
    unsigned refunds : 1, payees : 1, transfers : 1, reversals : 1, balances : 1, event_list : 1;
    int key_bytes_max;  /* of an idempotency key */
    int64_t key_ttl_ms; /* a key older than this may run anew; 0 without keys */
    int64_t quiet_ms; /* after a lost call: how long until "found nothing" means "there is none" */
    int hold_days_default, hold_days_max;
    int64_t yen_min, yen_max; /* of one hold */
};

/* Who asks, for every call that changes something. op_id goes into the metadata of what is made, so
 * that find sees it without the key. The same op and the same arguments give the same bytes. */
struct pay_ctx {
    const char *op_id;
    const char *key;        /* pay_key(op_id, attempt), frozen in the op's row before the call */
    const char *payment_id; /* for the reader of the provider's own pages; NULL leaves it out */
    const char *booking_id; /* the same */
};

struct pay_setup {
    const char *customer_ref;
    const char *ok_url, *ng_url; /* where the set-up page sends the person afterwards */
    const char *locale;          /* "ja", "en" */
};

/* A request's headers, whatever carries them: get returns NULL for one that was not sent. */
struct pay_headers {
    const char *(*get)(const void *from, const char *name);
    const void *from;
};

struct pay_payee;       /* of the doors below: defined with the adapter that fills it */
struct pay_balance_row; /* the same */
typedef void (*pay_balance_fn)(void *arg, const struct pay_balance_row *row);
typedef void (*pay_event_fn)(void *arg, const struct pay_event *event);

/* One instance belongs to one thread at a time (it holds one connection), but webhook_check, which
 * any thread may call. Every call zeroes and fills *out and *err; the return value is err->rc.
 * Anything but PAY_OK, PAY_DECLINED and PAY_ACTION leaves *out empty. No call logs or retries. */
struct pay_provider {
    const char *name; /* "stripe": stored with every op, so that its adapter is found again */
    struct pay_caps caps;
    void *self;
    void (*close)(void *self);

    /* The customer of a member of ours; out->ref. */
    enum pay_rc (*customer_upsert)(void *self, const struct pay_ctx *x, const char *user_id,
                                   const char *email, struct pay_object *out,
                                   struct pay_error *err);
    /* A hosted page on which the person saves a card: out->ref and out->action_url. */
    enum pay_rc (*setup_begin)(void *self, const struct pay_ctx *x, const struct pay_setup *ask,
                               struct pay_object *out, struct pay_error *err);
    /* PAY_ACTION while the person has not finished, PAY_EXPIRED when the page ran out. */
    enum pay_rc (*setup_result)(void *self, const char *setup_ref, struct pay_card *out,
                                struct pay_error *err);
    /* Step one of two: makes the hold, touches no card. PST_PENDING. */
    enum pay_rc (*hold_create)(void *self, const struct pay_ctx *x, const struct pay_hold *ask,
                               struct pay_object *out, struct pay_error *err);
    /* Step two: PST_HELD; PAY_DECLINED and PAY_ACTION come with the hold in *out. */
    enum pay_rc (*hold_confirm)(void *self, const struct pay_ctx *x, const struct pay_confirm *ask,
                                struct pay_object *out, struct pay_error *err);
    /* Once, up to the hold; the rest is released. */
    enum pay_rc (*capture)(void *self, const struct pay_ctx *x, const char *hold_ref,
                           int64_t amount_minor, struct pay_object *out, struct pay_error *err);
    enum pay_rc (*cancel)(void *self, const struct pay_ctx *x, const char *hold_ref,
                          struct pay_object *out, struct pay_error *err);
    /* A hold as it is now, with its charge and, when captured, the fee. */
    enum pay_rc (*get)(void *self, const char *hold_ref, struct pay_object *out,
                       struct pay_error *err);
    /* What op_id made, from a strongly consistent list. scope: the e-mail for a customer, the
     * customer for a set-up or a hold. PAY_OK with an empty out->ref: there is none. What changes a
     * hold (confirm, capture, cancel) is not looked for: get the hold. */
    enum pay_rc (*find)(void *self, enum pay_kind kind, const char *scope, const char *op_id,
                        struct pay_object *out, struct pay_error *err);
    /* From the raw bytes, before parsing. E_UNAUTHORISED: no signature of ours; E_TIMEOUT: ours,
     * but stale or of the future (clocks?); E_INVALID: signed, but not an event of this account's
     * mode. Changes nothing in *self. */
    enum status (*webhook_check)(const void *self, struct arena *a, struct slice raw,
                                 const struct pay_headers *headers, int64_t now,
                                 struct pay_event *out);

    /* Doors: refunds, payees, transfers, reversals, balances, event_list. */
    enum pay_rc (*refund)(void *self, const struct pay_ctx *x, const char *hold_ref,
                          int64_t amount_minor, struct pay_object *out, struct pay_error *err);
    enum pay_rc (*payee_create)(void *self, const struct pay_ctx *x, const char *user_id,
                                const char *email, struct pay_object *out, struct pay_error *err);
    enum pay_rc (*payee_link)(void *self, const char *payee_ref, const char *return_url,
                              char url[PAY_URL_BYTES], struct pay_error *err);
    enum pay_rc (*payee_get)(void *self, const char *payee_ref, struct pay_payee *out,
                             struct pay_error *err);
    enum pay_rc (*transfer)(void *self, const struct pay_ctx *x, const char *payee_ref,
                            int64_t amount_minor, const char *source_charge, const char *group,
                            struct pay_object *out, struct pay_error *err);
    enum pay_rc (*reverse)(void *self, const struct pay_ctx *x, const char *transfer_ref,
                           int64_t amount_minor, struct pay_object *out, struct pay_error *err);
    enum pay_rc (*balance)(void *self, int64_t *available_minor, int64_t *pending_minor,
                           struct pay_error *err);
    enum pay_rc (*ledger_page)(void *self, int64_t since, const char *cursor, pay_balance_fn each,
                               void *arg, struct pay_error *err);
    enum pay_rc (*events_page)(void *self, const char *after, pay_event_fn each, void *arg,
                               struct pay_error *err);
};

#endif
