/* intent.c - payment intents: created, confirmed, authenticated, captured, released; see steps.h.
 */
#include "payments/sandbox/object.h"
#include "payments/sandbox/ops.h"
#include "payments/sandbox/steps.h"

#include <string.h>

#define KIND       "payment_intent"
#define AMOUNT_MIN 50
#define AMOUNT_MAX 99999999

static bool status_is(json_t *o, const char *status)
{
    return strcmp(text_at(o, "status"), status) == 0;
}

/* 400: it is not in a state for that; with the intent as it is. */
static void refuse_state(struct call *c, json_t *intent, const char *verb)
{
    const char *message =
        arena_printf(c->arena, "This PaymentIntent could not be %s because it has a status of %s.",
                     verb, text_at(intent, "status"));
    json_t *error =
        refuse_call(c, 400, "invalid_request_error", "payment_intent_unexpected_state", message);

    if (error != NULL) {
        set_json(c, error, KIND, json_incref(object_shown(c, intent)));
    }
}

static bool read_amount(struct call *c, int64_t *amount)
{
    const char *text;

    if (!param_required(c, "amount", &text) ||
        !param_i64(c, "amount", INT64_MIN, INT64_MAX, amount)) {
        return false;
    }
    if (*amount < AMOUNT_MIN) {
        refuse_param(c, "amount_too_small", "amount", "Amount must be at least ¥%d jpy",
                     AMOUNT_MIN);
    } else if (*amount > AMOUNT_MAX) {
        refuse_param(c, "amount_too_large", "amount", "Amount must be no more than ¥%d",
                     AMOUNT_MAX);
    }
    return going(c);
}

/* One of a few words, as Stripe says it. */
static bool read_choice(struct call *c, const char *name, const char *words, const char **value)
{
    const char *text = param(c, name), *at;
    size_t n;

    if (text == NULL) {
        return true;
    }
    n = strlen(text);
    at = strstr(words, text);
    if (n == 0 || at == NULL || (at != words && at[-1] != ' ') || (at[n] != '\0' && at[n] != ' ')) {
        refuse_param(c, NULL, name, "Invalid %s: must be one of %s", name, words);
        return false;
    }
    *value = text;
    return true;
}

struct create {
    int64_t amount;
    const char *currency, *capture_method, *redirects, *customer, *later;
    bool automatic, confirm;
};

static bool read_create(struct call *c, struct create *n)
{
    if (!read_amount(c, &n->amount) || !param_required(c, "currency", &n->currency) ||
        !read_choice(c, "currency", "jpy usd eur gbp krw", &n->currency) ||
        !read_choice(c, "capture_method", "automatic automatic_async manual", &n->capture_method) ||
        !read_choice(c, "automatic_payment_methods[allow_redirects]", "always never",
                     &n->redirects) ||
        !read_choice(c, "setup_future_usage", "off_session on_session", &n->later) ||
        !param_bool(c, "automatic_payment_methods[enabled]", &n->automatic) ||
        !param_bool(c, "confirm", &n->confirm)) {
        return false;
    }
    n->customer = param(c, "customer");
    return n->customer == NULL || object_need(c, "customer", n->customer, "customer") != NULL;
}

static json_t *intent_new(struct call *c, const struct create *n)
{
    json_t *automatic = json_fields(J_TEXT("allow_redirects", n->redirects),
                                    J_BOOL("enabled", n->automatic), J_END);
    json_t *card = json_fields(J_TEXT("request_three_d_secure", "automatic"), J_END);
    json_t *intent = object_new(
        c, "pi", KIND,
        json_fields(
            J_I64("amount", n->amount), J_I64("amount_capturable", 0), J_I64("amount_received", 0),
            J_TEXT("application", NULL), J_TEXT("application_fee_amount", NULL),
            J_JSON("automatic_payment_methods", automatic), J_TEXT("canceled_at", NULL),
            J_TEXT("cancellation_reason", NULL), J_TEXT("capture_method", n->capture_method),
            J_TEXT("confirmation_method", "automatic"), J_TEXT("currency", n->currency),
            J_TEXT("customer", n->customer), J_TEXT("description", NULL),
            J_TEXT("last_payment_error", NULL), J_TEXT("latest_charge", NULL),
            J_TEXT("next_action", NULL), J_TEXT("on_behalf_of", NULL),
            J_TEXT("payment_method", NULL),
            J_JSON("payment_method_options", json_fields(J_JSON("card", card), J_END)),
            J_JSON("payment_method_types", json_pack("[s]", "card")), J_TEXT("processing", NULL),
            J_TEXT("receipt_email", NULL), J_TEXT("setup_future_usage", n->later),
            J_TEXT("shipping", NULL), J_TEXT("statement_descriptor", NULL),
            J_TEXT("statement_descriptor_suffix", NULL),
            J_TEXT("status", "requires_payment_method"), J_TEXT("transfer_data", NULL),
            J_TEXT("transfer_group", NULL), J_END));

    object_secret(c, intent);
    return intent;
}

/* The bank said no: the intent waits for another card. */
static void fail_with(struct call *c, json_t *intent, json_t *error)
{
    json_t *kept;

    if (error == NULL) {
        return;
    }
    kept = own(c, json_deep_copy(error));
    set_text(c, intent, "status", "requires_payment_method");
    set_text(c, intent, "next_action", NULL);
    set_text(c, intent, "payment_method", NULL);
    set_json(c, intent, "last_payment_error", json_incref(kept));
    object_changed(c, intent, "payment_intent.payment_failed");
    set_json(c, error, KIND, json_incref(object_shown(c, intent)));
}

static void declined(struct call *c, json_t *intent, json_t *method)
{
    json_t *charge = charge_refused(c, intent, method);
    json_t *error;

    if (charge != NULL && c->status == OK) {
        error = card_refuse(c, card_of(method), method);
        if (error != NULL) {
            set_text(c, error, "charge", text_at(charge, "id"));
        }
        fail_with(c, intent, error);
    }
}

/* Off-session, and the bank wants the person: nothing is held, the card may be tried on-session. */
static void absent(struct call *c, json_t *intent, json_t *method)
{
    json_t *error = refuse_call(c, 402, "card_error", "authentication_required",
                                "Your card was declined. This transaction requires "
                                "authentication.");

    if (error != NULL) {
        set_text(c, error, "decline_code", "authentication_required");
        set_json(c, error, "payment_method", json_incref(object_shown(c, method)));
        fail_with(c, intent, error);
    }
}

static void ask_person(struct call *c, json_t *intent, json_t *method)
{
    const char *url = arena_printf(c->arena, "%s/pages/3ds/%s", c->sb->url, text_at(intent, "id"));
    const char *back = param(c, "return_url");
    json_t *inner, *action;

    if (back != NULL) {
        inner = json_fields(J_TEXT("return_url", back), J_TEXT("url", url), J_END);
        action =
            json_fields(J_JSON("redirect_to_url", inner), J_TEXT("type", "redirect_to_url"), J_END);
    } else {
        inner =
            json_fields(J_TEXT("stripe_js", url), J_TEXT("type", "three_d_secure_redirect"), J_END);
        action =
            json_fields(J_TEXT("type", "use_stripe_sdk"), J_JSON("use_stripe_sdk", inner), J_END);
    }
    set_text(c, intent, "status", "requires_action");
    set_text(c, intent, "payment_method", text_at(method, "id"));
    set_json(c, intent, "next_action", action);
    set_text(c, intent, "last_payment_error", NULL);
    set_own_text(c, intent, "return_url", back);
    object_changed(c, intent, "payment_intent.requires_action");
}

static void authorized(struct call *c, json_t *intent, json_t *method, bool off_session)
{
    json_t *charge = charge_authorize(c, intent, method, off_session);
    int64_t amount = number_at(intent, "amount");

    if (charge == NULL) {
        return;
    }
    set_text(c, intent, "payment_method", text_at(method, "id"));
    set_text(c, intent, "next_action", NULL);
    set_text(c, intent, "last_payment_error", NULL);
    if (strcmp(text_at(intent, "capture_method"), "manual") == 0) {
        set_text(c, intent, "status", "requires_capture");
        set_number(c, intent, "amount_capturable", amount);
        object_changed(c, intent, "payment_intent.amount_capturable_updated");
        return;
    }
    charge_capture(c, charge, amount);
    set_text(c, intent, "status", "succeeded");
    set_number(c, intent, "amount_received", amount);
    object_changed(c, intent, "payment_intent.succeeded");
}

/* The card to use: sent now, or with the creation. A saved card belongs to its customer. */
static json_t *read_method(struct call *c, json_t *intent)
{
    const char *value = param(c, "payment_method");
    const char *owner;
    json_t *method;

    if (value == NULL) {
        value = text_at(intent, "payment_method");
    }
    if (value[0] == '\0') {
        refuse_param(c, "parameter_missing", "payment_method",
                     "You cannot confirm this PaymentIntent because it's missing a payment "
                     "method.");
        return NULL;
    }
    method = card_resolve(c, value, "payment_method");
    if (method == NULL) {
        return NULL;
    }
    owner = text_at(method, "customer");
    if (owner[0] != '\0' && strcmp(owner, text_at(intent, "customer")) != 0) {
        refuse_param(c, NULL, "payment_method",
                     "The provided PaymentMethod belongs to another customer.");
        return NULL;
    }
    object_save(c, method);
    return method;
}

static void confirm(struct call *c, json_t *intent)
{
    bool off_session = false;
    const struct test_card *card;
    json_t *method;

    if (!param_bool(c, "off_session", &off_session)) {
        return;
    }
    if (!status_is(intent, "requires_payment_method") &&
        !status_is(intent, "requires_confirmation") && !status_is(intent, "requires_action")) {
        refuse_state(c, intent, "confirmed");
        return;
    }
    method = read_method(c, intent);
    card = method != NULL ? card_of(method) : NULL;
    if (card == NULL) {
        return;
    }
    if (card->manner == CARD_REFUSED || card->manner == CARD_REFUSED_LATER) {
        declined(c, intent, method);
    } else if (card_asks(method, off_session)) {
        if (off_session) {
            absent(c, intent, method);
        } else {
            ask_person(c, intent, method);
        }
    } else {
        authorized(c, intent, method, off_session);
    }
}

void intent_authenticated(struct call *c, json_t *intent, bool approved)
{
    json_t *method, *error;

    if (!status_is(intent, "requires_action")) {
        refuse_state(c, intent, "authenticated");
        return;
    }
    method = object_find(c, text_at(intent, "payment_method"));
    if (method == NULL) {
        return;
    }
    if (approved) {
        authorized(c, intent, method, false);
        return;
    }
    error = own(c, json_fields(J_TEXT("code", "payment_intent_authentication_failure"),
                               J_TEXT("message", "The provided PaymentMethod has failed "
                                                 "authentication."),
                               J_TEXT("type", "invalid_request_error"), J_END));
    fail_with(c, intent, error);
}

static void canceled(struct call *c, json_t *intent, const char *reason)
{
    set_text(c, intent, "status", "canceled");
    set_text(c, intent, "cancellation_reason", reason);
    set_number(c, intent, "canceled_at", c->now / SECOND_MS);
    set_number(c, intent, "amount_capturable", 0);
    set_text(c, intent, "next_action", NULL);
    set_due(c, intent, 0);
    object_changed(c, intent, "payment_intent.canceled");
}

void intent_run_out(struct call *c, json_t *intent)
{
    json_t *charge = object_find(c, text_at(intent, "latest_charge"));

    if (charge != NULL) {
        charge_release(c, charge, true);
    }
    canceled(c, intent, "automatic");
}

void op_intent_create(struct call *c)
{
    struct create n = {
        .capture_method = "automatic_async", .redirects = "always", .automatic = true};
    const char *method = param(c, "payment_method");
    json_t *intent;

    if (!read_create(c, &n)) {
        return;
    }
    intent = intent_new(c, &n);
    if (intent == NULL || !param_metadata(c, intent) ||
        !param_texts(c, intent,
                     "description transfer_group receipt_email statement_descriptor_suffix")) {
        return;
    }
    if (method != NULL && !n.confirm) {
        json_t *pm = card_resolve(c, method, "payment_method");

        if (pm == NULL) {
            return;
        }
        object_save(c, pm);
        set_text(c, intent, "payment_method", text_at(pm, "id"));
        set_text(c, intent, "status", "requires_confirmation");
    }
    object_changed(c, intent, "payment_intent.created");
    if (n.confirm) {
        confirm(c, intent);
    }
    answer(c, intent);
}

void op_intent_confirm(struct call *c)
{
    json_t *intent = object_need(c, KIND, c->ids[0], NULL);

    if (intent != NULL) {
        confirm(c, intent);
        answer(c, intent);
    }
}

void op_intent_capture(struct call *c)
{
    json_t *intent = object_need(c, KIND, c->ids[0], NULL);
    json_t *charge;
    int64_t amount, held;

    if (intent == NULL) {
        return;
    }
    held = amount = number_at(intent, "amount_capturable");
    if (!param_i64(c, "amount_to_capture", 1, INT64_MAX, &amount)) {
        return;
    }
    if (!status_is(intent, "requires_capture")) {
        refuse_state(c, intent, "captured");
        return;
    }
    if (amount > held) {
        refuse_param(c, "amount_too_large", "amount_to_capture",
                     "The amount to capture is greater than the amount capturable.");
        return;
    }
    charge = object_find(c, text_at(intent, "latest_charge"));
    if (charge == NULL || !param_metadata(c, intent)) {
        return;
    }
    charge_capture(c, charge, amount);
    set_text(c, intent, "status", "succeeded");
    set_number(c, intent, "amount_capturable", 0);
    set_number(c, intent, "amount_received", amount);
    set_due(c, intent, 0);
    object_changed(c, intent, "payment_intent.succeeded");
    answer(c, intent);
}

void op_intent_cancel(struct call *c)
{
    json_t *intent = object_need(c, KIND, c->ids[0], NULL);
    const char *reason = NULL;
    json_t *charge;

    if (intent == NULL ||
        !read_choice(c, "cancellation_reason",
                     "duplicate fraudulent requested_by_customer abandoned", &reason)) {
        return;
    }
    if (status_is(intent, "succeeded") || status_is(intent, "canceled")) {
        refuse_state(c, intent, "canceled");
        return;
    }
    charge = object_find(c, text_at(intent, "latest_charge"));
    if (charge != NULL && status_is(intent, "requires_capture")) {
        charge_release(c, charge, false);
    }
    canceled(c, intent, reason);
    answer(c, intent);
}

void op_intent_get(struct call *c)
{
    answer(c, object_need(c, KIND, c->ids[0], NULL));
}

void op_intent_list(struct call *c)
{
    object_list(c, KIND, param(c, "customer"), NULL, NULL);
}
