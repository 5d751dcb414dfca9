/* pay.h - the words of payments: what came of a call, what an object's state is, what is known of
 * it; the same for every provider. Source: payments.md sections 3 to 5. */
#ifndef PAYMENTS_PAY_H
#define PAYMENTS_PAY_H

#include "app/base/limits.h"
#include "app/base/status.h"

#include <stdbool.h>
#include <stdint.h>

#define PAY_URL_BYTES  512
#define PAY_CODE_BYTES 64
#define PAY_KEY_BYTES  (IDEMPOTENCY_KEY_BYTES_MAX + 1)

/* What came of a call, and so what to do next; the texts are what the outbox stores. */
#define PAY_RCS(X)                                                                             \
    X(PAY_OK, "ok")             /* done, and the object says what is there now */              \
    X(PAY_DECLINED, "declined") /* a final no; another card may be tried on the same hold */   \
    X(PAY_ACTION, "action")     /* not done: the person must do something (3-D Secure) */      \
    X(PAY_STATE, "state")       /* the object is in another state: get it, adopt its state */  \
    X(PAY_EXPIRED, "expired")   /* the hold or the set-up page ran out */                      \
    X(PAY_FUNDS, "funds")       /* our own balance is short: top up, retry the same op */      \
    X(PAY_BLOCKED, "blocked")   /* account or charge is blocked there: keep the op, tell us */ \
    X(PAY_REJECTED, "rejected") /* never will: a bug or bad data */                            \
    X(PAY_CONFIG, "config")     /* key or certificate: stop the worker, never fail the op */   \
    X(PAY_KEYCLASH, "keyclash") /* same key, other bytes: our bug; a person must look */       \
    X(PAY_LATER, "later")       /* this request did nothing: same key again, after a while */  \
    X(PAY_UNKNOWN, "unknown")   /* may have happened or not: look, before anything else */

#define PAY_RC_ENUM(name, text) name,
enum pay_rc { PAY_RCS(PAY_RC_ENUM) PAY_RC_COUNT };
#undef PAY_RC_ENUM

/* A hold's life as every provider has it (payments.md 4). */
#define PAY_STATES(X)                                                                          \
    X(PST_NONE, "none")         /* no such thing */                                            \
    X(PST_PENDING, "pending")   /* made; no card touched yet, or the provider is still busy */ \
    X(PST_ACTION, "action")     /* waits for the person */                                     \
    X(PST_HELD, "held")         /* the card is held, not charged */                            \
    X(PST_CAPTURED, "captured") /* charged */                                                  \
    X(PST_CANCELED, "canceled") /* released by us, or run out: canceled_by_provider */         \
    X(PST_FAILED, "failed")     /* the last card was refused; another may be confirmed on it */

#define PAY_STATE_ENUM(name, text) name,
enum pay_state { PAY_STATES(PAY_STATE_ENUM) PAY_STATE_COUNT };
#undef PAY_STATE_ENUM

const char *pay_rc_text(enum pay_rc rc);       /* "unknown" */
const char *pay_state_text(enum pay_state st); /* "held" */
/* Back from the stored text. E_INVALID. */
enum status pay_rc_parse(const char *text, enum pay_rc *rc) WARN_UNUSED;
enum status pay_state_parse(const char *text, enum pay_state *st) WARN_UNUSED;

/* The idempotency key of one attempt, "<op_id>-<attempt>". E_INVALID when op_id is empty, has other
 * characters than [A-Za-z0-9_-] (what every provider takes), or makes the key too long. */
enum status pay_key(const char *op_id, int attempt, char out[PAY_KEY_BYTES]) WARN_UNUSED;

enum pay_kind { PAY_KIND_OTHER, PAY_KIND_CUSTOMER, PAY_KIND_SETUP, PAY_KIND_HOLD };

/* What is asked for: one hold on a card, and which card confirms it. */
struct pay_hold {
    const char *customer_ref;
    int64_t amount_minor;
    const char *currency;    /* "JPY" */
    const char *group;       /* joins what belongs to one booking; NULL none */
    const char *description; /* on the provider's pages; NULL none */
};

struct pay_confirm {
    const char *hold_ref, *card_ref;
    bool off_session;       /* nobody is at the screen; return_url is not read */
    const char *return_url; /* on-session: back from 3-D Secure */
};

/* What the provider says of one of its objects, now. */
struct pay_object {
    char ref[PAY_REF_BYTES]; /* empty: nothing there */
    char charge_ref[PAY_REF_BYTES];
    char balance_ref[PAY_REF_BYTES];
    char op_id[PAY_REF_BYTES]; /* whose op made it; empty when it is not ours */
    enum pay_state state;
    char currency[4]; /* "JPY" */
    int64_t amount_minor, capturable_minor, captured_minor, refunded_minor;
    int64_t fee_minor, net_minor;   /* as the provider booked them; 0 until balance_ref is there */
    int64_t capture_before_at;      /* 0 unless held: the only deadline to trust */
    bool canceled_by_provider;      /* it ran out, or the provider took it away */
    char action_url[PAY_URL_BYTES]; /* where the person goes: 3-D Secure, or the set-up page */
    char reason[PAY_CODE_BYTES];    /* PST_FAILED: the decline; PST_CANCELED: the reason */
};

/* All that is ever kept of a card. */
struct pay_card {
    char ref[PAY_REF_BYTES], customer_ref[PAY_REF_BYTES];
    char brand[24], last4[5];
    int exp_month, exp_year;
};

/* Filled anew by every call, also by one that is PAY_OK; holds nothing that may not be logged. */
struct pay_error {
    enum pay_rc rc;
    int http, curl;         /* curl is not 0: http means nothing */
    bool replayed;          /* the stored answer to an earlier request with this key */
    int should_retry;       /* -1 not said, 0, 1: about the next try, never what happened */
    int64_t retry_after_ms; /* 0 when not said */
    char code[PAY_CODE_BYTES], decline[PAY_CODE_BYTES], request_id[PAY_CODE_BYTES];
    char message[256]; /* of a decline, for the person, in the provider's words; empty else */
};

/* A webhook is a hint: fetch object_ref (for anything about a charge, its hold) and adopt it. */
struct pay_event {
    char id[PAY_REF_BYTES], type[PAY_CODE_BYTES], object_ref[PAY_REF_BYTES];
    char key[PAY_KEY_BYTES]; /* of the request of ours that caused it; empty when none did */
    enum pay_kind kind;      /* PAY_KIND_OTHER: nothing the engine follows */
    int64_t created_at;
};

#endif
