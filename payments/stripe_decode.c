/* stripe_decode.c - see stripe_decode.h. */
#include "payments/stripe_decode.h"

#include "app/base/clock.h"
#include "payments/stripe_error.h"

#include <ctype.h>
#include <string.h>

static const char *text_at(json_t *o, const char *key)
{
    const char *text = json_string_value(json_object_get(o, key));

    return text != NULL ? text : "";
}

/* An id is copied whole or not at all: half a reference is somebody else's. */
static bool copy_ref(char *out, size_t bytes, const char *ref)
{
    if (ref[0] == '\0' || strlen(ref) >= bytes) {
        return false;
    }
    pay_text_copy(out, bytes, ref);
    return true;
}

static bool number_at(json_t *o, const char *key, int64_t *out)
{
    json_t *v = json_object_get(o, key);

    *out = json_integer_value(v);
    return json_is_integer(v) && *out >= 0;
}

const char *stripe_op_id(json_t *object)
{
    return text_at(json_object_get(object, "metadata"), "op_id");
}

static bool copy_named(json_t *o, const char *type, struct pay_object *out)
{
    const char *op = stripe_op_id(o);

    memset(out, 0, sizeof *out);
    return strcmp(text_at(o, "object"), type) == 0 &&
           copy_ref(out->ref, sizeof out->ref, text_at(o, "id")) &&
           (op[0] == '\0' || copy_ref(out->op_id, sizeof out->op_id, op));
}

/* An expandable field: null, an id, or the object itself. */
static bool copy_expandable(char *out, size_t bytes, json_t *v)
{
    if (v == NULL || json_is_null(v)) {
        return true;
    }
    if (json_is_string(v)) {
        return copy_ref(out, bytes, json_string_value(v));
    }
    return copy_ref(out, bytes, text_at(v, "id"));
}

static enum pay_state failed_or_new(json_t *pi)
{
    json_t *error = json_object_get(pi, "last_payment_error");

    if (!json_is_object(error)) {
        return PST_PENDING;
    }
    /* Off-session the bank asked for the person: nothing is refused yet. */
    return strcmp(text_at(error, "code"), "authentication_required") == 0 ? PST_ACTION : PST_FAILED;
}

static bool read_state(json_t *pi, enum pay_state *out)
{
    static const struct {
        const char *status;
        enum pay_state state;
    } rows[] = {
        {"requires_confirmation", PST_PENDING},
        {"processing", PST_PENDING},
        {"requires_action", PST_ACTION},
        {"requires_capture", PST_HELD},
        {"succeeded", PST_CAPTURED},
        {"canceled", PST_CANCELED},
    };
    const char *status = text_at(pi, "status");

    if (strcmp(status, "requires_payment_method") == 0) {
        *out = failed_or_new(pi);
        return true;
    }
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        if (strcmp(status, rows[i].status) == 0) {
            *out = rows[i].state;
            return true;
        }
    }
    return false; /* a status we have never heard of is not to be guessed */
}

static void read_reason(json_t *pi, struct pay_object *out)
{
    json_t *error = json_object_get(pi, "last_payment_error");
    const char *reason = "";

    if (out->state == PST_CANCELED) {
        reason = text_at(pi, "cancellation_reason");
        out->canceled_by_provider = strcmp(reason, "automatic") == 0;
    } else if (out->state == PST_FAILED || out->state == PST_ACTION) {
        reason = text_at(error, "decline_code");
        reason = reason[0] != '\0' ? reason : text_at(error, "code");
    }
    pay_text_copy(out->reason, sizeof out->reason, reason);
}

/* The fee is known once the charge is captured and booked; never computed here. */
static bool read_balance(json_t *txn, struct pay_object *out)
{
    if (!copy_expandable(out->balance_ref, sizeof out->balance_ref, txn)) {
        return false;
    }
    return !json_is_object(txn) ||
           (number_at(txn, "fee", &out->fee_minor) && number_at(txn, "net", &out->net_minor));
}

/* A capture below the hold gives the rest back, which Stripe counts as refunded, as it does with a
 * hold that is released: neither is a refund of money that was taken. */
static bool read_refunded(json_t *charge, int64_t *out)
{
    int64_t amount, captured, refunded;

    if (!number_at(charge, "amount", &amount) || !number_at(charge, "amount_captured", &captured) ||
        !number_at(charge, "amount_refunded", &refunded)) {
        return false;
    }
    *out = refunded > amount - captured ? refunded - (amount - captured) : 0;
    return true;
}

static bool read_charge(json_t *charge, struct pay_object *out)
{
    json_t *card = json_object_get(json_object_get(charge, "payment_method_details"), "card");
    int64_t before_s = 0;

    if (!copy_expandable(out->charge_ref, sizeof out->charge_ref, charge)) {
        return false;
    }
    if (!json_is_object(charge)) {
        return true;
    }
    if (out->state == PST_HELD && number_at(card, "capture_before", &before_s)) {
        out->capture_before_at = before_s * SECOND_MS;
    }
    return read_refunded(charge, &out->refunded_minor) &&
           read_balance(json_object_get(charge, "balance_transaction"), out);
}

static bool read_currency(json_t *o, char out[4])
{
    const char *currency = text_at(o, "currency");

    if (strlen(currency) != 3) {
        return false;
    }
    for (int i = 0; i < 3; i++) {
        out[i] = (char)toupper((unsigned char)currency[i]);
    }
    return true;
}

bool stripe_hold(json_t *pi, struct pay_object *out)
{
    json_t *redirect = json_object_get(json_object_get(pi, "next_action"), "redirect_to_url");

    if (copy_named(pi, "payment_intent", out) && read_state(pi, &out->state) &&
        read_currency(pi, out->currency) && number_at(pi, "amount", &out->amount_minor) &&
        number_at(pi, "amount_capturable", &out->capturable_minor) &&
        number_at(pi, "amount_received", &out->captured_minor) &&
        read_charge(json_object_get(pi, "latest_charge"), out)) {
        read_reason(pi, out);
        pay_text_copy(out->action_url, sizeof out->action_url, text_at(redirect, "url"));
        return true;
    }
    memset(out, 0, sizeof *out);
    return false;
}

bool stripe_customer(json_t *customer, struct pay_object *out)
{
    if (copy_named(customer, "customer", out)) {
        return true;
    }
    memset(out, 0, sizeof *out);
    return false;
}

bool stripe_session(json_t *session, struct pay_object *out)
{
    const char *url = text_at(session, "url"); /* null once it is complete or ran out */

    if (copy_named(session, "checkout.session", out) && strlen(url) < sizeof out->action_url) {
        pay_text_copy(out->action_url, sizeof out->action_url, url);
        return true;
    }
    memset(out, 0, sizeof *out);
    return false;
}

bool stripe_card(json_t *pm, struct pay_card *out)
{
    json_t *card = json_object_get(pm, "card");
    int64_t month, year;

    memset(out, 0, sizeof *out);
    if (copy_ref(out->ref, sizeof out->ref, text_at(pm, "id")) &&
        copy_expandable(out->customer_ref, sizeof out->customer_ref,
                        json_object_get(pm, "customer")) &&
        copy_ref(out->last4, sizeof out->last4, text_at(card, "last4")) &&
        number_at(card, "exp_month", &month) && month >= 1 && month <= 12 &&
        number_at(card, "exp_year", &year) && year <= 9999) {
        pay_text_copy(out->brand, sizeof out->brand, text_at(card, "brand"));
        out->exp_month = (int)month;
        out->exp_year = (int)year;
        return true;
    }
    memset(out, 0, sizeof *out);
    return false;
}

static bool read_subject(json_t *object, struct pay_event *out)
{
    static const struct {
        const char *type, *ref_key;
        enum pay_kind kind;
    } rows[] = {
        {"payment_intent", "id", PAY_KIND_HOLD},
        {"charge", "payment_intent", PAY_KIND_HOLD},
        {"checkout.session", "id", PAY_KIND_SETUP},
        {"customer", "id", PAY_KIND_CUSTOMER},
    };
    const char *type = text_at(object, "object");

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const char *ref = text_at(object, rows[i].ref_key);

        if (strcmp(type, rows[i].type) == 0 && ref[0] != '\0') {
            out->kind = rows[i].kind;
            return copy_ref(out->object_ref, sizeof out->object_ref, ref);
        }
    }
    out->kind = PAY_KIND_OTHER;
    return true;
}

bool stripe_event(json_t *event, bool live, struct pay_event *out)
{
    json_t *mode = json_object_get(event, "livemode");
    json_t *request = json_object_get(event, "request");
    int64_t created_s;

    memset(out, 0, sizeof *out);
    if (json_is_boolean(mode) && json_is_true(mode) == live &&
        strcmp(text_at(event, "object"), "event") == 0 &&
        copy_ref(out->id, sizeof out->id, text_at(event, "id")) &&
        text_at(event, "type")[0] != '\0' && number_at(event, "created", &created_s) &&
        read_subject(json_object_get(json_object_get(event, "data"), "object"), out)) {
        out->created_at = created_s * SECOND_MS;
        pay_text_copy(out->type, sizeof out->type, text_at(event, "type"));
        pay_text_copy(out->key, sizeof out->key, text_at(request, "idempotency_key"));
        return true;
    }
    memset(out, 0, sizeof *out);
    return false;
}
