/* fake_provider.c - see fake_provider.h. */
#include "tests/payments/fake_provider.h"

#include "app/base/clock.h"
#include "tests/test.h"

#include <stdio.h>
#include <string.h>

static enum pay_rc answer(struct pay_error *err, enum pay_rc rc, int http, const char *code)
{
    memset(err, 0, sizeof *err);
    err->should_retry = -1;
    err->http = http;
    snprintf(err->code, sizeof err->code, "%s", code);
    return err->rc = rc;
}

static enum pay_rc lost(struct pay_error *err, int curl)
{
    answer(err, curl == 7 ? PAY_LATER : PAY_UNKNOWN, 0, "");
    err->curl = curl;
    return err->rc;
}

static struct fake_key *key_of(struct fake *f, const struct pay_ctx *x)
{
    for (int i = 0; i < f->keys_n; i++) {
        if (strcmp(f->keys[i].key, x->key) == 0) {
            return &f->keys[i];
        }
    }
    return NULL;
}

static struct fake_key *store(struct fake *f, const struct pay_ctx *x, const char *request)
{
    struct fake_key *k = &f->keys[f->keys_n++];

    CHECK(f->keys_n <= FAKE_KEYS_MAX);
    memset(k, 0, sizeof *k);
    snprintf(k->key, sizeof k->key, "%s", x->key);
    snprintf(k->request, sizeof k->request, "%s", request);
    return k;
}

static enum pay_rc shown(struct fake *f, const struct fake_deed *d, int http,
                         struct pay_object *out, struct pay_error *err)
{
    const struct fake_hold *h = fake_hold(f, d->ref);

    memset(out, 0, sizeof *out);
    if (http == 500) {
        return answer(err, PAY_UNKNOWN, 500, "api_error");
    }
    if (http == 400) {
        return answer(err, PAY_STATE, 400, "payment_intent_unexpected_state");
    }
    if (h != NULL) {
        fake_show(h, out);
    } else {
        snprintf(out->ref, sizeof out->ref, "%s", d->ref);
        snprintf(out->action_url, sizeof out->action_url, "https://pay.example/%s", d->ref);
    }
    if (h != NULL && http == 402 && h->state == PST_ACTION) {
        return answer(err, PAY_ACTION, 402, "authentication_required");
    }
    if (http == 402) {
        return answer(err, PAY_DECLINED, 402, "card_declined");
    }
    return answer(err, h != NULL && h->state == PST_ACTION ? PAY_ACTION : PAY_OK, 200, "");
}

static enum fake_fault next_fault(struct fake *f, enum fake_call call)
{
    enum fake_fault fault = f->fault[call];

    if (fault != FAKE_FINE && --f->fault_times[call] <= 0) {
        f->fault[call] = FAKE_FINE;
    }
    return fault;
}

/* What was asked is done when nobody waits any more. */
static void keep_running(struct fake_key *k, const struct fake_deed *d)
{
    k->running = true;
    k->deed = *d;
    k->x = (struct pay_ctx){.op_id = k->op_id, .key = k->key};
    snprintf(k->op_id, sizeof k->op_id, "%s", d->x->op_id);
    snprintf(k->hold, sizeof k->hold, "%s", d->hold != NULL ? d->hold : "");
    snprintf(k->card, sizeof k->card, "%s", d->card != NULL ? d->card : "");
    snprintf(k->customer, sizeof k->customer, "%s", d->customer != NULL ? d->customer : "");
    k->deed.x = &k->x;
    k->deed.hold = k->hold;
    k->deed.card = k->card;
    k->deed.customer = k->customer;
}

static void finish(struct fake *f, struct fake_key *k)
{
    k->running = false;
    k->http = fake_execute(f, &k->deed);
    snprintf(k->ref, sizeof k->ref, "%s", k->deed.ref);
}

/* Another request finds the slow ones done. */
static void finish_others(struct fake *f, const struct fake_key *but)
{
    for (int i = 0; i < f->keys_n; i++) {
        if (f->keys[i].running && &f->keys[i] != but) {
            finish(f, &f->keys[i]);
        }
    }
}

/* A key that was used before answers as it did then. */
static enum pay_rc replay(struct fake *f, struct fake_key *k, struct fake_deed *d,
                          const char *request, struct pay_object *out, struct pay_error *err)
{
    enum pay_rc rc;

    memset(out, 0, sizeof *out);
    if (strcmp(k->request, request) != 0) {
        return answer(err, PAY_KEYCLASH, 400, "idempotency_error");
    }
    if (k->running) { /* the first one is done by now, or nearly */
        finish(f, k);
        return answer(err, PAY_LATER, 409, "idempotency_key_in_use");
    }
    snprintf(d->ref, sizeof d->ref, "%s", k->ref);
    rc = shown(f, d, k->http, out, err);
    err->replayed = true;
    return rc;
}

static enum pay_rc first_time(struct fake *f, struct fake_deed *d, const char *request,
                              struct pay_object *out, struct pay_error *err)
{
    enum fake_fault fault = next_fault(f, d->call);
    bool runs = fault == FAKE_FINE || fault == FAKE_DROP_AFTER || fault == FAKE_CRASH_AFTER ||
                fault == FAKE_500_STORED_EXECUTED;
    struct fake_key *k;

    memset(out, 0, sizeof *out);
    if (fault == FAKE_DROP_BEFORE || fault == FAKE_500_NOT_STORED) {
        return fault == FAKE_DROP_BEFORE ? lost(err, 28) : answer(err, PAY_UNKNOWN, 500, "");
    }
    if (fault == FAKE_429 || fault == FAKE_401) {
        return fault == FAKE_429 ? answer(err, PAY_LATER, 429, "rate_limit")
                                 : answer(err, PAY_CONFIG, 401, "api_key_expired");
    }
    k = store(f, d->x, request);
    k->http = runs ? fake_execute(f, d) : 500;
    if (fault == FAKE_500_STORED_EXECUTED) {
        k->http = 500;
    }
    snprintf(k->ref, sizeof k->ref, "%s", d->ref);
    if (fault == FAKE_CRASH_AFTER) {
        longjmp(f->crash, 1);
    }
    if (fault == FAKE_SLOW || fault == FAKE_502_SLOW) {
        keep_running(k, d);
        return fault == FAKE_SLOW ? lost(err, 28) : answer(err, PAY_UNKNOWN, 502, "");
    }
    finish_others(f, k);
    return fault == FAKE_DROP_AFTER ? lost(err, 18) : shown(f, d, k->http, out, err);
}

static enum pay_rc arrive(struct fake *f, struct fake_deed *d, const char *request,
                          struct pay_object *out, struct pay_error *err)
{
    struct fake_key *k = key_of(f, d->x);

    memset(out, 0, sizeof *out);
    if (f->fault[d->call] == FAKE_CRASH_BEFORE) {
        next_fault(f, d->call);
        longjmp(f->crash, 1);
    }
    if (f->down || f->fault[d->call] == FAKE_DOWN) {
        next_fault(f, d->call);
        return lost(err, 7);
    }
    f->calls++;
    if (f->during != NULL) {
        void (*during)(void *) = f->during;

        f->during = NULL;
        during(f->during_arg);
        k = key_of(f, d->x); /* it may have been used meanwhile */
    }
    if (f->refuse_key) {
        return answer(err, PAY_CONFIG, 401, "api_key_expired");
    }
    return k != NULL ? replay(f, k, d, request, out, err) : first_time(f, d, request, out, err);
}

static enum pay_rc customer_upsert(void *self, const struct pay_ctx *x, const char *user_id,
                                   const char *email, struct pay_object *out, struct pay_error *err)
{
    struct fake_deed d = {.call = FAKE_CUSTOMER, .x = x, .member = user_id};
    char request[256];

    snprintf(request, sizeof request, "customer %s %s", user_id, email);
    return arrive(self, &d, request, out, err);
}

static enum pay_rc setup_begin(void *self, const struct pay_ctx *x, const struct pay_setup *ask,
                               struct pay_object *out, struct pay_error *err)
{
    struct fake_deed d = {.call = FAKE_SETUP, .x = x};
    char request[256];

    snprintf(request, sizeof request, "setup %s %s %s", ask->customer_ref, ask->ok_url,
             ask->locale);
    return arrive(self, &d, request, out, err);
}

static enum pay_rc setup_result(void *self, const char *ref, struct pay_card *out,
                                struct pay_error *err)
{
    struct fake *f = self;

    memset(out, 0, sizeof *out);
    f->looks++;
    if (f->down) {
        return lost(err, 7);
    }
    for (int i = 0; i < f->setups_n; i++) {
        if (strcmp(f->setups[i].ref, ref) == 0 && f->setups[i].expired) {
            return answer(err, PAY_EXPIRED, 200, "expired");
        }
        if (strcmp(f->setups[i].ref, ref) == 0 && f->setups[i].saved) {
            snprintf(out->ref, sizeof out->ref, "%s", f->setups[i].card);
            snprintf(out->brand, sizeof out->brand, "visa");
            snprintf(out->last4, sizeof out->last4, "4242");
            out->exp_month = 12;
            out->exp_year = 2034;
            return answer(err, PAY_OK, 200, "");
        }
    }
    return answer(err, PAY_ACTION, 200, "");
}

static enum pay_rc hold_create(void *self, const struct pay_ctx *x, const struct pay_hold *ask,
                               struct pay_object *out, struct pay_error *err)
{
    struct fake_deed d = {.call = FAKE_CREATE,
                          .x = x,
                          .customer = ask->customer_ref,
                          .amount_minor = ask->amount_minor};
    char request[256];

    snprintf(request, sizeof request, "create %s %lld %s %s", ask->customer_ref,
             (long long)ask->amount_minor, ask->currency, ask->group);
    return arrive(self, &d, request, out, err);
}

static enum pay_rc hold_confirm(void *self, const struct pay_ctx *x, const struct pay_confirm *ask,
                                struct pay_object *out, struct pay_error *err)
{
    struct fake_deed d = {.call = FAKE_CONFIRM,
                          .x = x,
                          .hold = ask->hold_ref,
                          .card = ask->card_ref,
                          .off_session = ask->off_session};
    char request[256];

    snprintf(request, sizeof request, "confirm %s %s %d", ask->hold_ref, ask->card_ref,
             ask->off_session);
    return arrive(self, &d, request, out, err);
}

static enum pay_rc capture_hold(void *self, const struct pay_ctx *x, const char *ref,
                                int64_t amount_minor, struct pay_object *out, struct pay_error *err)
{
    struct fake_deed d = {.call = FAKE_CAPTURE, .x = x, .hold = ref, .amount_minor = amount_minor};
    char request[256];

    snprintf(request, sizeof request, "capture %s %lld", ref, (long long)amount_minor);
    return arrive(self, &d, request, out, err);
}

static enum pay_rc cancel_hold(void *self, const struct pay_ctx *x, const char *ref,
                               struct pay_object *out, struct pay_error *err)
{
    struct fake_deed d = {.call = FAKE_CANCEL, .x = x, .hold = ref};
    char request[256];

    snprintf(request, sizeof request, "cancel %s", ref);
    return arrive(self, &d, request, out, err);
}

static enum pay_rc look(struct fake *f, struct pay_error *err)
{
    f->looks++;
    if (f->down) {
        return lost(err, 7);
    }
    return f->refuse_key ? answer(err, PAY_CONFIG, 401, "api_key_expired")
                         : answer(err, PAY_OK, 200, "");
}

static enum pay_rc get(void *self, const char *ref, struct pay_object *out, struct pay_error *err)
{
    struct fake *f = self;
    enum pay_rc rc = look(f, err);

    memset(out, 0, sizeof *out);
    if (rc == PAY_OK && fake_hold(f, ref) != NULL) {
        fake_show(fake_hold(f, ref), out);
    } else if (rc == PAY_OK) {
        rc = answer(err, PAY_REJECTED, 404, "resource_missing");
    }
    return rc;
}

static enum pay_rc find(void *self, enum pay_kind kind, const char *scope, const char *op_id,
                        struct pay_object *out, struct pay_error *err)
{
    struct fake *f = self;
    enum pay_rc rc = look(f, err);

    (void)scope;
    memset(out, 0, sizeof *out);
    for (int i = 0; rc == PAY_OK && kind == PAY_KIND_HOLD && i < f->holds_n; i++) {
        if (strcmp(f->holds[i].op_id, op_id) == 0) {
            fake_show(&f->holds[i], out);
        }
    }
    for (int i = 0; rc == PAY_OK && kind == PAY_KIND_CUSTOMER && i < f->customers_n; i++) {
        if (strcmp(f->customers[i].op_id, op_id) == 0) {
            snprintf(out->ref, sizeof out->ref, "%s", f->customers[i].ref);
        }
    }
    for (int i = 0; rc == PAY_OK && kind == PAY_KIND_SETUP && i < f->setups_n; i++) {
        if (strcmp(f->setups[i].op_id, op_id) == 0) {
            snprintf(out->ref, sizeof out->ref, "%s", f->setups[i].ref);
            snprintf(out->action_url, sizeof out->action_url, "https://pay.example/%s", out->ref);
        }
    }
    return rc;
}

void fake_init(struct fake *f, const struct clock *clock)
{
    memset(f, 0, sizeof *f);
    f->clock = clock;
    f->hold_ms = 30 * DAY_MS;
    f->provider = (struct pay_provider){
        .name = "stripe",
        .caps = {.idem_key = 1,
                 .hold = 1,
                 .partial_capture = 1,
                 .find_by_metadata = 1,
                 .hosted_setup = 1,
                 .off_session = 1,
                 .key_bytes_max = IDEMPOTENCY_KEY_BYTES_MAX,
                 .key_ttl_ms = DAY_MS,
                 .quiet_ms = MINUTE_MS,
                 .yen_min = 50,
                 .yen_max = 99999999},
        .self = f,
        .customer_upsert = customer_upsert,
        .setup_begin = setup_begin,
        .setup_result = setup_result,
        .hold_create = hold_create,
        .hold_confirm = hold_confirm,
        .capture = capture_hold,
        .cancel = cancel_hold,
        .get = get,
        .find = find,
    };
}
