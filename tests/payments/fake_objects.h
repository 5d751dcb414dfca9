/* fake_objects.h - what lies at the fake provider, the faults it was told of, and what calls do to
 * its objects. */
#ifndef TESTS_PAYMENTS_FAKE_OBJECTS_H
#define TESTS_PAYMENTS_FAKE_OBJECTS_H

#include "app/base/clock.h"
#include "payments/provider.h"

#include <setjmp.h>

#define FAKE_OBJECTS_MAX 64
#define FAKE_KEYS_MAX    256
#define FAKE_FAULTS_MAX  8

/* How one call goes wrong. */
enum fake_fault {
    FAKE_FINE,
    FAKE_DROP_BEFORE,         /* never arrives; nobody knows */
    FAKE_DROP_AFTER,          /* executed; the answer is lost, or cut short */
    FAKE_500_NOT_STORED,      /* not executed; the key stays free */
    FAKE_500_STORED_EXECUTED, /* executed; the key answers 500 for ever */
    FAKE_500_STORED_NOTHING,  /* not executed; the key answers 500 for ever */
    FAKE_429,                 /* not executed, not stored */
    FAKE_SLOW,                /* executed only when asked the second time from now; 409 meanwhile */
    FAKE_502_SLOW,            /* the same, and something on the way answers 502 at once */
    FAKE_DOWN,                /* no connection */
    FAKE_401,                 /* our key is not taken */
    FAKE_CRASH_BEFORE,        /* our process dies before it sends */
    FAKE_CRASH_AFTER,         /* ... after the provider did it */
    FAKE_FAULT_COUNT
};

enum fake_call {
    FAKE_CUSTOMER,
    FAKE_SETUP,
    FAKE_CREATE,
    FAKE_CONFIRM,
    FAKE_CAPTURE,
    FAKE_CANCEL,
    FAKE_CALL_COUNT
};

struct fake_hold {
    char ref[32], op_id[32], customer[32];
    enum pay_state state;
    int64_t amount_minor, captured_minor;
    bool by_provider, authenticate;
    char reason[32];
    int64_t capture_before_at;
};

/* One call. */
struct fake_deed {
    enum fake_call call;
    const struct pay_ctx *x;
    const char *hold, *card, *customer, *member;
    bool off_session;
    int64_t amount_minor;
    char ref[32];
    const char *code;
};

struct fake_key {
    char key[PAY_KEY_BYTES];
    char request[256]; /* what was asked with it */
    int http;          /* 200, 402, 500 */
    char ref[32];
    bool running; /* FAKE_SLOW: done later, with what was asked then */
    struct fake_deed deed;
    struct pay_ctx x;
    char op_id[32], hold[32], card[32], customer[32];
};

struct fake {
    struct pay_provider provider;
    struct fake_hold holds[FAKE_OBJECTS_MAX];
    int holds_n;
    struct {
        char ref[32], op_id[32], member[32];
    } customers[FAKE_OBJECTS_MAX];
    int customers_n;
    struct {
        char ref[32], op_id[32];
        bool saved, expired;
        char card[32];
    } setups[FAKE_OBJECTS_MAX];
    int setups_n;
    struct fake_key keys[FAKE_KEYS_MAX];
    int keys_n;

    enum fake_fault fault[FAKE_CALL_COUNT]; /* of the next such call, once */
    int fault_times[FAKE_CALL_COUNT];       /* 0: once */
    jmp_buf crash;                          /* where FAKE_CRASH_* goes: the step that died */
    int calls, looks;                       /* that arrived */
    int executed[FAKE_CALL_COUNT];          /* that had an effect */
    bool down;                              /* nothing arrives at all */
    bool refuse_key;                        /* 401 for everything */
    int64_t hold_ms;                        /* how long a hold lasts */
    const struct clock *clock;
    void (*during)(void *arg); /* called once, in the middle of the next call */
    void *during_arg;
};

/* The person finished the set-up page, with that card. */
void fake_save_card(struct fake *f, const char *setup_ref, const char *card);
/* The person answered the bank. */
void fake_authenticated(struct fake *f, const char *hold_ref, bool yes);
/* The hold ran out. */
void fake_expire(struct fake *f, const char *hold_ref);
struct fake_hold *fake_hold(struct fake *f, const char *ref);

/* What stands at the provider: holds not let go, and money taken. */
int64_t fake_held_minor(const struct fake *f);
int64_t fake_captured_minor(const struct fake *f);
int fake_in_state(const struct fake *f, enum pay_state state);

/* What it does; returns the status that the provider would answer and keep. */
int fake_execute(struct fake *f, struct fake_deed *d);
void fake_show(const struct fake_hold *h, struct pay_object *out);
#endif
