/* setup.c - set-up intents: a card is saved for later, with 3-D Secure where the bank wants it; see
 * steps.h. */
#include "payments/sandbox/object.h"
#include "payments/sandbox/ops.h"
#include "payments/sandbox/steps.h"

#include <string.h>

#define KIND "setup_intent"

static void refuse_state(struct call *c, json_t *setup, const char *verb)
{
    json_t *error = refuse_call(
        c, 400, "invalid_request_error", "setup_intent_unexpected_state",
        arena_printf(c->arena, "This SetupIntent could not be %s because it has a status of %s.",
                     verb, text_at(setup, "status")));

    if (error != NULL) {
        set_json(c, error, KIND, json_incref(object_shown(c, setup)));
    }
}

json_t *setup_new(struct call *c, const char *customer)
{
    json_t *setup = object_new(
        c, "seti", KIND,
        json_fields(J_TEXT("application", NULL), J_TEXT("cancellation_reason", NULL),
                    J_TEXT("customer", customer), J_TEXT("description", NULL),
                    J_TEXT("last_setup_error", NULL), J_TEXT("latest_attempt", NULL),
                    J_TEXT("mandate", NULL), J_TEXT("next_action", NULL),
                    J_TEXT("on_behalf_of", NULL), J_TEXT("payment_method", NULL),
                    J_JSON("payment_method_types", json_pack("[s]", "card")),
                    J_TEXT("single_use_mandate", NULL), J_TEXT("status", "requires_payment_method"),
                    J_TEXT("usage", "off_session"), J_END));

    object_secret(c, setup);
    return setup;
}

/* Keeps why it failed, beside the refusal that the call is answered with. */
static void fail_with(struct call *c, json_t *setup, json_t *error)
{
    if (error != NULL) {
        set_text(c, setup, "status", "requires_payment_method");
        set_text(c, setup, "next_action", NULL);
        set_text(c, setup, "payment_method", NULL);
        set_json(c, setup, "last_setup_error", json_deep_copy(error));
        object_changed(c, setup, "setup_intent.setup_failed");
        set_json(c, error, KIND, json_incref(object_shown(c, setup)));
    }
}

static void succeed(struct call *c, json_t *setup, json_t *method)
{
    const char *customer = text_at(setup, "customer");

    set_own_text(c, method, "proven", "yes");
    if (customer[0] != '\0' && text_at(method, "customer")[0] == '\0') {
        if (!card_attach(c, method, customer)) {
            return;
        }
    } else {
        object_save(c, method);
    }
    set_text(c, setup, "status", "succeeded");
    set_text(c, setup, "payment_method", text_at(method, "id"));
    set_text(c, setup, "next_action", NULL);
    set_text(c, setup, "last_setup_error", NULL);
    object_changed(c, setup, "setup_intent.succeeded");
}

static void ask_person(struct call *c, json_t *setup, json_t *method)
{
    const char *url = arena_printf(c->arena, "%s/pages/3ds/%s", c->sb->url, text_at(setup, "id"));
    json_t *inner =
        json_fields(J_TEXT("return_url", param(c, "return_url")), J_TEXT("url", url), J_END);

    object_save(c, method);
    set_text(c, setup, "status", "requires_action");
    set_text(c, setup, "payment_method", text_at(method, "id"));
    set_json(
        c, setup, "next_action",
        json_fields(J_JSON("redirect_to_url", inner), J_TEXT("type", "redirect_to_url"), J_END));
    set_own_text(c, setup, "return_url", param(c, "return_url"));
    object_changed(c, setup, "setup_intent.requires_action");
}

void setup_with(struct call *c, json_t *setup, json_t *method)
{
    const struct test_card *card = card_of(method);

    if (card == NULL) {
        well(c, E_INTERNAL);
    } else if (card->manner == CARD_REFUSED) {
        fail_with(c, setup, card_refuse(c, card, method));
    } else if (card_asks(method, false)) {
        ask_person(c, setup, method);
    } else {
        succeed(c, setup, method);
    }
}

void setup_authenticated(struct call *c, json_t *setup, bool approved)
{
    json_t *method;

    if (strcmp(text_at(setup, "status"), "requires_action") != 0) {
        refuse_state(c, setup, "authenticated");
        return;
    }
    method = object_find(c, text_at(setup, "payment_method"));
    if (method == NULL) {
        return;
    }
    if (approved) {
        succeed(c, setup, method);
        return;
    }
    fail_with(c, setup,
              own(c, json_fields(J_TEXT("code", "setup_intent_authentication_failure"),
                                 J_TEXT("message", "The provided PaymentMethod has failed "
                                                   "authentication."),
                                 J_TEXT("type", "invalid_request_error"), J_END)));
}

static void confirm(struct call *c, json_t *setup)
{
    const char *value = param(c, "payment_method");
    const char *status = text_at(setup, "status");
    json_t *method;

    if (strcmp(status, "succeeded") == 0 || strcmp(status, "canceled") == 0) {
        refuse_state(c, setup, "confirmed");
        return;
    }
    if (value == NULL) {
        refuse_param(c, "parameter_missing", "payment_method",
                     "You cannot confirm this SetupIntent because it's missing a payment method.");
        return;
    }
    method = card_resolve(c, value, "payment_method");
    if (method != NULL) {
        setup_with(c, setup, method);
    }
}

void op_setup_create(struct call *c)
{
    const char *customer = param(c, "customer");
    bool now = false;
    json_t *setup;

    if (!param_bool(c, "confirm", &now) ||
        (customer != NULL && object_need(c, "customer", customer, "customer") == NULL)) {
        return;
    }
    setup = setup_new(c, customer);
    if (setup == NULL || !param_texts(c, setup, "description") || !param_metadata(c, setup)) {
        return;
    }
    object_changed(c, setup, "setup_intent.created");
    if (now) {
        confirm(c, setup);
    }
    answer(c, setup);
}

void op_setup_confirm(struct call *c)
{
    json_t *setup = object_need(c, KIND, c->ids[0], NULL);

    if (setup != NULL) {
        confirm(c, setup);
        answer(c, setup);
    }
}

void op_setup_cancel(struct call *c)
{
    json_t *setup = object_need(c, KIND, c->ids[0], NULL);
    const char *status;

    if (setup == NULL) {
        return;
    }
    status = text_at(setup, "status");
    if (strcmp(status, "succeeded") == 0 || strcmp(status, "canceled") == 0) {
        refuse_state(c, setup, "canceled");
        return;
    }
    set_text(c, setup, "status", "canceled");
    set_text(c, setup, "next_action", NULL);
    object_changed(c, setup, "setup_intent.canceled");
    answer(c, setup);
}

void op_setup_get(struct call *c)
{
    answer(c, object_need(c, KIND, c->ids[0], NULL));
}

void op_setup_list(struct call *c)
{
    object_list(c, KIND, param(c, "customer"), NULL, NULL);
}
