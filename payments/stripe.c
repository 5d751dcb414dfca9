/* stripe.c - see stripe.h. Encodes and decodes; what to do next is the engine's (payments.md 7). */
#include "payments/stripe.h"

#include "app/base/clock.h"
#include "app/base/mem.h"
#include "payments/stripe_call.h"
#include "payments/stripe_decode.h"
#include "payments/stripe_error.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#define CALL_BYTES_MAX (2 * 1024 * 1024) /* the largest answer, and its twins while it grows */
#define INTENTS        "/v1/payment_intents"
#define SESSIONS       "/v1/checkout/sessions"
#define CUSTOMERS      "/v1/customers"
#define EXPAND_FEE     "latest_charge.balance_transaction" /* and with it the charge itself */

struct stripe {
    struct stripe_line line;
    bool live;
    struct webhook_secrets hooks;
    char hook_text[WEBHOOK_SECRETS_MAX][SECRET_BYTES];
};

typedef bool (*decode_fn)(json_t *, struct pay_object *);

/* Reads a done call's answer, and gives the JSON back. */
static enum pay_rc finish(enum pay_rc rc, decode_fn decode, json_t *body, struct pay_object *out,
                          struct pay_error *err)
{
    if (rc == PAY_OK && !decode(body, out)) {
        rc = stripe_unreadable(err);
    }
    json_decref(body);
    return rc;
}

static void metadata(struct form *f, const struct pay_ctx *x)
{
    form_text(f, "metadata[op_id]", x->op_id);
    form_optional(f, "metadata[payment_id]", x->payment_id);
    form_optional(f, "metadata[booking_id]", x->booking_id);
}

static struct stripe *begin(void *self, struct form *f, struct pay_object *out)
{
    struct stripe *p = self;

    arena_reset(p->line.arena);
    form_init(f, p->line.arena);
    memset(out, 0, sizeof *out);
    return p;
}

static bool is_user(json_t *customer, const char *user_id)
{
    const char *id =
        json_string_value(json_object_get(json_object_get(customer, "metadata"), "user_id"));

    return id != NULL && strcmp(id, user_id) == 0;
}

static bool is_op(json_t *object, const char *op_id)
{
    return strcmp(stripe_op_id(object), op_id) == 0;
}

/* Looks first: a member keeps one customer also when the key has long been forgotten. */
static enum pay_rc customer_upsert(void *self, const struct pay_ctx *x, const char *user_id,
                                   const char *email, struct pay_object *out, struct pay_error *err)
{
    struct form f;
    struct stripe *p = begin(self, &f, out);
    struct stripe_list list = {CUSTOMERS, "email", email, is_user, user_id};
    json_t *body;
    enum pay_rc rc = stripe_search(&p->line, &list, &body, err);

    if (rc == PAY_OK && body == NULL) {
        begin(self, &f, out);
        form_text(&f, "email", email);
        form_text(&f, "metadata[user_id]", user_id);
        metadata(&f, x);
        rc = stripe_post(&p->line, x, CUSTOMERS, &f, &body, err);
    }
    return finish(rc, stripe_customer, body, out, err);
}

static enum pay_rc setup_begin(void *self, const struct pay_ctx *x, const struct pay_setup *ask,
                               struct pay_object *out, struct pay_error *err)
{
    struct form f;
    struct stripe *p = begin(self, &f, out);
    json_t *body;
    enum pay_rc rc;

    form_text(&f, "mode", "setup");
    form_text(&f, "currency", "jpy"); /* needed with dynamic payment methods */
    form_text(&f, "customer", ask->customer_ref);
    form_optional(&f, "locale", ask->locale);
    form_text(&f, "success_url", ask->ok_url);
    form_text(&f, "cancel_url", ask->ng_url);
    form_text(&f, "client_reference_id", x->op_id);
    metadata(&f, x);
    rc = stripe_post(&p->line, x, SESSIONS, &f, &body, err);
    return finish(rc, stripe_session, body, out, err);
}

static enum pay_rc read_setup(json_t *session, struct pay_card *out, struct pay_error *err)
{
    const char *status = json_string_value(json_object_get(session, "status"));
    json_t *intent = json_object_get(session, "setup_intent");

    if (status != NULL && strcmp(status, "open") == 0) {
        return err->rc = PAY_ACTION;
    }
    if (status != NULL && strcmp(status, "expired") == 0) {
        return err->rc = PAY_EXPIRED;
    }
    return stripe_card(json_object_get(intent, "payment_method"), out) ? PAY_OK
                                                                       : stripe_unreadable(err);
}

static enum pay_rc setup_result(void *self, const char *setup_ref, struct pay_card *out,
                                struct pay_error *err)
{
    struct form f;
    struct pay_object unused;
    struct stripe *p = begin(self, &f, &unused);
    json_t *body;
    enum pay_rc rc;

    memset(out, 0, sizeof *out);
    if (!stripe_is_ref(setup_ref)) {
        return stripe_refuse(err, PAY_REJECTED, "not_a_reference");
    }
    form_text(&f, "expand[0]", "setup_intent.payment_method");
    rc = stripe_fetch(&p->line, arena_printf(p->line.arena, SESSIONS "/%s", setup_ref), &f, &body,
                      err);
    if (rc == PAY_OK) {
        rc = read_setup(body, out, err);
    }
    json_decref(body);
    return rc;
}

static enum pay_rc hold_create(void *self, const struct pay_ctx *x, const struct pay_hold *ask,
                               struct pay_object *out, struct pay_error *err)
{
    struct form f;
    struct stripe *p = begin(self, &f, out);
    char currency[8];
    json_t *body;
    enum pay_rc rc;
    size_t i;

    for (i = 0; ask->currency[i] != '\0' && i < sizeof currency - 1; i++) {
        currency[i] = (char)tolower((unsigned char)ask->currency[i]);
    }
    currency[i] = '\0';
    form_i64(&f, "amount", ask->amount_minor);
    form_text(&f, "currency", currency);
    form_text(&f, "customer", ask->customer_ref);
    form_text(&f, "capture_method", "manual");
    form_optional(&f, "description", ask->description);
    form_optional(&f, "transfer_group", ask->group);
    form_bool(&f, "automatic_payment_methods[enabled]", true);
    form_text(&f, "automatic_payment_methods[allow_redirects]", "never");
    metadata(&f, x);
    rc = stripe_post(&p->line, x, INTENTS, &f, &body, err);
    return finish(rc, stripe_hold, body, out, err);
}

/* What a confirmation came to: the state decides, not only the HTTP status. */
static enum pay_rc confirmed(enum pay_rc rc, json_t *body, struct pay_object *out,
                             struct pay_error *err)
{
    if (rc == PAY_DECLINED || rc == PAY_ACTION) {
        /* A 402 carries the hold as it is now; without it the caller gets it. */
        if (!stripe_hold(json_object_get(json_object_get(body, "error"), "payment_intent"), out)) {
            memset(out, 0, sizeof *out);
        }
        json_decref(body);
        return rc;
    }
    rc = finish(rc, stripe_hold, body, out, err);
    if (rc == PAY_OK && out->state == PST_ACTION) {
        rc = err->rc = PAY_ACTION;
    } else if (rc == PAY_OK && out->state == PST_FAILED) {
        rc = err->rc = PAY_DECLINED;
    }
    return rc;
}

static enum pay_rc hold_confirm(void *self, const struct pay_ctx *x, const struct pay_confirm *ask,
                                struct pay_object *out, struct pay_error *err)
{
    struct form f;
    struct stripe *p = begin(self, &f, out);
    json_t *body;
    enum pay_rc rc;

    if (!stripe_is_ref(ask->hold_ref)) {
        return stripe_refuse(err, PAY_REJECTED, "not_a_reference");
    }
    form_text(&f, "payment_method", ask->card_ref);
    if (ask->off_session) {
        form_bool(&f, "off_session", true);
    } else {
        form_optional(&f, "return_url", ask->return_url);
        form_text(&f, "payment_method_options[card][request_three_d_secure]", "any");
    }
    form_text(&f, "expand[0]", "latest_charge");
    rc = stripe_post(&p->line, x, arena_printf(p->line.arena, INTENTS "/%s/confirm", ask->hold_ref),
                     &f, &body, err);
    return confirmed(rc, body, out, err);
}

static enum pay_rc capture(void *self, const struct pay_ctx *x, const char *hold_ref,
                           int64_t amount_minor, struct pay_object *out, struct pay_error *err)
{
    struct form f;
    struct stripe *p = begin(self, &f, out);
    json_t *body;
    enum pay_rc rc;

    if (!stripe_is_ref(hold_ref)) {
        return stripe_refuse(err, PAY_REJECTED, "not_a_reference");
    }
    form_i64(&f, "amount_to_capture", amount_minor);
    form_text(&f, "metadata[capture_op]", x->op_id);
    form_text(&f, "expand[0]", EXPAND_FEE);
    rc = stripe_post(&p->line, x, arena_printf(p->line.arena, INTENTS "/%s/capture", hold_ref), &f,
                     &body, err);
    return finish(rc, stripe_hold, body, out, err);
}

static enum pay_rc cancel(void *self, const struct pay_ctx *x, const char *hold_ref,
                          struct pay_object *out, struct pay_error *err)
{
    struct form f;
    struct stripe *p = begin(self, &f, out);
    json_t *body;
    enum pay_rc rc;

    if (!stripe_is_ref(hold_ref)) {
        return stripe_refuse(err, PAY_REJECTED, "not_a_reference");
    }
    form_text(&f, "cancellation_reason", "requested_by_customer");
    form_text(&f, "expand[0]", "latest_charge");
    rc = stripe_post(&p->line, x, arena_printf(p->line.arena, INTENTS "/%s/cancel", hold_ref), &f,
                     &body, err);
    return finish(rc, stripe_hold, body, out, err);
}

static enum pay_rc get(void *self, const char *hold_ref, struct pay_object *out,
                       struct pay_error *err)
{
    struct form f;
    struct stripe *p = begin(self, &f, out);
    json_t *body;
    enum pay_rc rc;

    if (!stripe_is_ref(hold_ref)) {
        return stripe_refuse(err, PAY_REJECTED, "not_a_reference");
    }
    form_text(&f, "expand[0]", EXPAND_FEE);
    rc = stripe_fetch(&p->line, arena_printf(p->line.arena, INTENTS "/%s", hold_ref), &f, &body,
                      err);
    return finish(rc, stripe_hold, body, out, err);
}

static enum pay_rc find(void *self, enum pay_kind kind, const char *scope, const char *op_id,
                        struct pay_object *out, struct pay_error *err)
{
    struct form f;
    struct stripe *p = begin(self, &f, out);
    struct stripe_list list = {NULL, "customer", scope, is_op, op_id};
    decode_fn decode = NULL;
    json_t *body;
    enum pay_rc rc;

    switch (kind) {
    case PAY_KIND_CUSTOMER:
        list.path = CUSTOMERS;
        list.filter = "email";
        decode = stripe_customer;
        break;
    case PAY_KIND_SETUP:
        list.path = SESSIONS;
        decode = stripe_session;
        break;
    case PAY_KIND_HOLD:
        list.path = INTENTS;
        decode = stripe_hold;
        break;
    case PAY_KIND_OTHER:
        return stripe_refuse(err, PAY_REJECTED, "not_a_kind");
    }
    rc = stripe_search(&p->line, &list, &body, err);
    return body != NULL ? finish(rc, decode, body, out, err) : rc;
}

static enum status webhook_check(const void *self, struct arena *a, struct slice raw,
                                 const struct pay_headers *headers, int64_t now,
                                 struct pay_event *out)
{
    const struct stripe *p = self;
    const char *signature = headers->get(headers->from, "Stripe-Signature");
    enum status s = webhook_verify(&p->hooks, a, signature, raw, now);
    json_t *event;

    memset(out, 0, sizeof *out);
    if (s == OK) {
        event = json_loadb((const char *)raw.data, raw.len, JSON_REJECT_DUPLICATES, NULL);
        s = stripe_event(event, p->live, out) ? OK : E_INVALID;
        json_decref(event);
    }
    return s;
}

static void stripe_close(void *self)
{
    struct stripe *p = self;

    http_client_close(p->line.http);
    if (p->line.arena != NULL) {
        arena_close(p->line.arena);
    }
    explicit_bzero(p, sizeof *p); /* the key */
    mem_free(p);
}

bool stripe_key_is_live(const char *secret_key)
{
    return strncmp(secret_key, "sk_live_", 8) == 0 || strncmp(secret_key, "rk_live_", 8) == 0;
}

/* A live key goes to Stripe and nowhere else; a test key goes anywhere. */
static enum status check_key(const struct stripe_options *o)
{
    const char *key = o->secret_key;
    bool test = strncmp(key, "sk_test_", 8) == 0 || strncmp(key, "rk_test_", 8) == 0;

    if (strlen(key) >= SECRET_BYTES || strpbrk(key, " \r\n\t") != NULL) {
        return E_INVALID;
    }
    return test || (stripe_key_is_live(key) && strcmp(o->base_url, STRIPE_BASE_URL) == 0)
               ? OK
               : E_INVALID;
}

static enum status copy_hooks(struct stripe *p, const struct webhook_secrets *hooks)
{
    if (hooks->n == 0) {
        return OK;
    }
    if (webhook_secrets_check(hooks) != OK) {
        return E_INVALID;
    }
    p->hooks = *hooks;
    for (int i = 0; i < hooks->n; i++) {
        if (strlen(hooks->rows[i]) >= SECRET_BYTES) {
            return E_INVALID;
        }
        pay_text_copy(p->hook_text[i], SECRET_BYTES, hooks->rows[i]);
        p->hooks.rows[i] = p->hook_text[i];
    }
    return OK;
}

static const struct pay_provider stripe = {
    .name = "stripe",
    .caps = {.idem_key = 1,
             .hold = 1,
             .partial_capture = 1,
             .find_by_metadata = 1,
             .hosted_setup = 1,
             .off_session = 1,
             .key_bytes_max = IDEMPOTENCY_KEY_BYTES_MAX,
             .key_ttl_ms = DAY_MS,
             .quiet_ms = 2 * PAY_TOTAL_MS, /* nothing of ours runs there that long */
             .hold_days_default = 7,
             .hold_days_max = 30, /* JPY on a Japanese account; Amex 7: trust capture_before_at */
             .yen_min = 50,
             .yen_max = 99999999},
    .close = stripe_close,
    .customer_upsert = customer_upsert,
    .setup_begin = setup_begin,
    .setup_result = setup_result,
    .hold_create = hold_create,
    .hold_confirm = hold_confirm,
    .capture = capture,
    .cancel = cancel,
    .get = get,
    .find = find,
};

static enum status open_line(struct stripe *p, const struct stripe_options *o)
{
    struct http_client_options http = {o->base_url, "otagai", o->connect_ms, o->total_ms};
    enum status s = http_client_open(&p->line.http, &http);

    snprintf(p->line.auth, sizeof p->line.auth, "Authorization: Bearer %s", o->secret_key);
    if (s == OK) {
        p->line.arena = arena_open(CALL_BYTES_MAX);
        s = p->line.arena != NULL ? OK : E_BUSY;
    }
    return s;
}

enum status stripe_open(struct pay_provider *provider, const struct stripe_options *o)
{
    struct stripe *p;
    enum status s = check_key(o);

    memset(provider, 0, sizeof *provider);
    if (s != OK) {
        return s;
    }
    p = mem_alloc(sizeof *p);
    if (p == NULL) {
        return E_BUSY;
    }
    memset(p, 0, sizeof *p);
    p->live = stripe_key_is_live(o->secret_key);
    s = copy_hooks(p, &o->hooks);
    if (s == OK) {
        s = open_line(p, o);
    }
    if (s != OK) {
        stripe_close(p);
        return s;
    }
    *provider = stripe;
    provider->self = p;
    if (o->hooks.n > 0) {
        provider->caps.signed_webhook = 1;
        provider->webhook_check = webhook_check;
    }
    return OK;
}
