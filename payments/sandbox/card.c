/* card.c - see card.h. Names from docs.stripe.com/testing. */
#include "payments/sandbox/card.h"

#include "payments/sandbox/object.h"

#include <string.h>

#define PREFIX "pm_card_"

/* clang-format off */
const struct test_card test_cards[] = {
    {"visa", "visa", "4242", "US", CARD_GOOD, NULL, NULL, NULL,
     "Visa …4242(使えるカード)", "Visa …4242 (works)"},
    {"mastercard", "mastercard", "4444", "US", CARD_GOOD, NULL, NULL, NULL,
     "Mastercard …4444(使えるカード)", "Mastercard …4444 (works)"},
    {"jcb", "jcb", "0505", "JP", CARD_GOOD, NULL, NULL, NULL,
     "JCB …0505(使えるカード)", "JCB …0505 (works)"},
    {"jp", "visa", "0003", "JP", CARD_GOOD, NULL, NULL, NULL, NULL, NULL},
    {"amex", "amex", "8431", "US", CARD_GOOD, NULL, NULL, NULL,
     "American Express …8431(確認は7日間)", "American Express …8431 (held for 7 days only)"},
    {"bypassPending", "visa", "0077", "US", CARD_SETTLES_NOW, NULL, NULL, NULL, NULL, NULL},
    {"refundFail", "visa", "5126", "US", CARD_GOOD, NULL, NULL, NULL, NULL, NULL},
    {"pendingRefund", "visa", "7726", "US", CARD_GOOD, NULL, NULL, NULL, NULL, NULL},
    {"authenticationRequired", "visa", "3184", "IE", CARD_ASKS_ALWAYS, NULL, NULL, NULL,
     "Visa …3184(毎回、本人確認があるカード)", "Visa …3184 (asks for you every time)"},
    {"authenticationRequiredOnSetup", "visa", "3155", "IE", CARD_ASKS_ONCE, NULL, NULL, NULL,
     "Visa …3155(登録のときに本人確認があるカード)", "Visa …3155 (asks for you when saved)"},
    {"threeDSecure2Required", "visa", "3220", "IE", CARD_ASKS_PRESENT, NULL, NULL, NULL, NULL, NULL},
    {"chargeCustomerFail", "visa", "0341", "US", CARD_REFUSED_LATER,
     "card_declined", "generic_decline", "Your card was declined.",
     "Visa …0341(登録できますが、支払いは断られるカード)", "Visa …0341 (can be saved, then refuses)"},
    {"chargeDeclined", "visa", "0002", "US", CARD_REFUSED,
     "card_declined", "generic_decline", "Your card was declined.",
     "Visa …0002(断られるカード)", "Visa …0002 (refuses)"},
    {"chargeDeclinedInsufficientFunds", "visa", "9995", "US", CARD_REFUSED,
     "card_declined", "insufficient_funds", "Your card has insufficient funds.",
     "Visa …9995(残高が足りないカード)", "Visa …9995 (insufficient funds)"},
    {"chargeDeclinedExpiredCard", "visa", "0069", "US", CARD_REFUSED,
     "expired_card", NULL, "Your card has expired.",
     "Visa …0069(期限が切れたカード)", "Visa …0069 (expired)"},
    {"chargeDeclinedProcessingError", "visa", "0119", "US", CARD_REFUSED,
     "processing_error", NULL, "An error occurred while processing your card. Try again in a little bit.",
     NULL, NULL},
    {"chargeDeclinedFraudulent", "visa", "0019", "US", CARD_REFUSED,
     "card_declined", "fraudulent", "Your card was declined.", NULL, NULL},
    {"chargeDeclinedLostCard", "visa", "9987", "US", CARD_REFUSED,
     "card_declined", "lost_card", "Your card was declined.", NULL, NULL},
    {NULL, NULL, NULL, NULL, CARD_GOOD, NULL, NULL, NULL, NULL, NULL},
};
/* clang-format on */

static const struct test_card *by_short_name(const char *name)
{
    for (const struct test_card *card = test_cards; card->name != NULL; card++) {
        if (strcmp(card->name, name) == 0) {
            return card;
        }
    }
    return NULL;
}

const struct test_card *card_by_name(const char *payment_method)
{
    const char *name = payment_method + strlen(PREFIX);

    if (strncmp(payment_method, PREFIX, strlen(PREFIX)) != 0) {
        return NULL;
    }
    /* Both spellings of a refusing card are in wide use. */
    if (strncmp(name, "visa_charge", 11) == 0) {
        name += 5;
    }
    return by_short_name(name);
}

const struct test_card *card_of(json_t *method)
{
    return by_short_name(own_text(method, "card"));
}

static json_t *card_part(struct call *c, const struct test_card *card)
{
    json_t *checks =
        json_fields(J_TEXT("address_line1_check", NULL), J_TEXT("address_postal_code_check", NULL),
                    J_TEXT("cvc_check", "pass"), J_END);
    json_t *networks = json_fields(J_JSON("available", json_pack("[s]", card->brand)),
                                   J_TEXT("preferred", NULL), J_END);
    json_t *usage = json_fields(J_BOOL("supported", true), J_END);
    const char *fingerprint = arena_printf(c->arena, "sandbox%s%s", card->last4, card->country);

    return json_fields(J_TEXT("brand", card->brand), J_JSON("checks", checks),
                       J_TEXT("country", card->country), J_TEXT("display_brand", card->brand),
                       J_I64("exp_month", 8), J_I64("exp_year", 2034),
                       J_TEXT("fingerprint", fingerprint), J_TEXT("funding", "credit"),
                       J_TEXT("last4", card->last4), J_JSON("networks", networks),
                       J_JSON("three_d_secure_usage", usage), J_TEXT("wallet", NULL), J_END);
}

json_t *card_method(struct call *c, const struct test_card *card)
{
    json_t *address = json_fields(J_TEXT("city", NULL), J_TEXT("country", NULL),
                                  J_TEXT("line1", NULL), J_TEXT("line2", NULL),
                                  J_TEXT("postal_code", NULL), J_TEXT("state", NULL), J_END);
    json_t *billing = json_fields(J_JSON("address", address), J_TEXT("email", NULL),
                                  J_TEXT("name", NULL), J_TEXT("phone", NULL), J_END);
    json_t *pm = object_new(c, "pm", "payment_method",
                            json_fields(J_TEXT("allow_redisplay", "unspecified"),
                                        J_JSON("billing_details", billing),
                                        J_JSON("card", card_part(c, card)),
                                        J_TEXT("customer", NULL), J_TEXT("type", "card"), J_END));

    if (pm != NULL) {
        set_own_text(c, pm, "card", card->name);
    }
    return pm;
}

json_t *card_resolve(struct call *c, const char *value, const char *name)
{
    const struct test_card *card = card_by_name(value);
    json_t *pm;

    if (card == NULL) {
        pm = object_need(c, "payment_method", value, name);
        if (pm != NULL && own_text(pm, "detached")[0] != '\0') {
            refuse_param(c, NULL, name,
                         "The provided PaymentMethod was previously detached: it may not be used "
                         "again.");
            return NULL;
        }
        return pm;
    }
    return card_method(c, card);
}

json_t *card_refuse(struct call *c, const struct test_card *card, json_t *method)
{
    json_t *error = refuse_call(c, 402, "card_error", card->code, card->message);

    if (error != NULL) {
        if (card->decline_code != NULL) {
            set_text(c, error, "decline_code", card->decline_code);
        }
        set_json(c, error, "payment_method", json_incref(object_shown(c, method)));
    }
    return error;
}

bool card_attach(struct call *c, json_t *method, const char *customer_ref)
{
    const struct test_card *card = card_of(method);
    const char *owner = text_at(method, "customer");

    if (card == NULL) {
        return well(c, E_INTERNAL);
    }
    if (owner[0] != '\0' && strcmp(owner, customer_ref) != 0) {
        refuse_param(c, "payment_method_already_attached", "payment_method",
                     "The payment method you provided has already been attached to a customer.");
        return false;
    }
    if (card->manner == CARD_REFUSED) {
        card_refuse(c, card, method);
        return false;
    }
    set_text(c, method, "customer", customer_ref);
    object_changed(c, method, "payment_method.attached");
    return going(c);
}

bool card_asks(json_t *method, bool off_session)
{
    const struct test_card *card = card_of(method);
    bool proven = own_text(method, "proven")[0] != '\0';

    switch (card != NULL ? card->manner : CARD_GOOD) {
    case CARD_ASKS_ALWAYS:
        return true;
    case CARD_ASKS_ONCE:
        return !proven;
    case CARD_ASKS_PRESENT:
        return !off_session || !proven;
    default:
        return false;
    }
}
