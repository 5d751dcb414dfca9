/* customer.c - customers, their saved cards, and the events that tell of everything. */
#include "payments/sandbox/card.h"
#include "payments/sandbox/object.h"
#include "payments/sandbox/ops.h"

#include <string.h>

#define DEFAULT_METHOD "invoice_settings[default_payment_method]"

/* The card that is charged when none is named: one of this customer's, or none. */
static bool read_default(struct call *c, json_t *customer)
{
    const char *ref = param(c, DEFAULT_METHOD);
    json_t *settings = json_object_get(customer, "invoice_settings");
    json_t *pm;

    if (ref == NULL) {
        return true;
    }
    if (ref[0] == '\0') {
        set_text(c, settings, "default_payment_method", NULL);
        return going(c);
    }
    pm = object_need(c, "payment_method", ref, DEFAULT_METHOD);
    if (pm == NULL) {
        return false;
    }
    if (strcmp(text_at(pm, "customer"), text_at(customer, "id")) != 0) {
        refuse_param(c, NULL, DEFAULT_METHOD,
                     "The customer does not have a payment method with the ID %s.", ref);
        return false;
    }
    set_text(c, settings, "default_payment_method", ref);
    return going(c);
}

static bool read_customer(struct call *c, json_t *customer)
{
    return param_texts(c, customer, "email name phone description") &&
           param_metadata(c, customer) && read_default(c, customer);
}

void op_customer_create(struct call *c)
{
    const char *card = param(c, "payment_method");
    json_t *settings =
        json_fields(J_TEXT("custom_fields", NULL), J_TEXT("default_payment_method", NULL),
                    J_TEXT("footer", NULL), J_TEXT("rendering_options", NULL), J_END);
    json_t *customer = object_new(
        c, "cus", "customer",
        json_fields(J_TEXT("address", NULL), J_I64("balance", 0), J_TEXT("currency", NULL),
                    J_TEXT("default_source", NULL), J_BOOL("delinquent", false),
                    J_TEXT("description", NULL), J_TEXT("discount", NULL), J_TEXT("email", NULL),
                    J_JSON("invoice_settings", settings), J_TEXT("name", NULL),
                    J_TEXT("phone", NULL), J_JSON("preferred_locales", json_array()),
                    J_TEXT("shipping", NULL), J_TEXT("tax_exempt", "none"),
                    J_TEXT("test_clock", NULL), J_END));
    json_t *pm;

    if (customer == NULL || !read_customer(c, customer)) {
        return;
    }
    if (card != NULL) {
        pm = card_resolve(c, card, "payment_method");
        if (pm == NULL || !card_attach(c, pm, text_at(customer, "id"))) {
            return;
        }
    }
    object_changed(c, customer, "customer.created");
    answer(c, customer);
}

void op_customer_update(struct call *c)
{
    json_t *customer = object_need(c, "customer", c->ids[0], NULL);

    if (customer != NULL && read_customer(c, customer)) {
        object_changed(c, customer, "customer.updated");
        answer(c, customer);
    }
}

void op_customer_delete(struct call *c)
{
    json_t *customer = object_need(c, "customer", c->ids[0], NULL);
    json_t *left;

    if (customer == NULL) {
        return;
    }
    left = own(c, json_fields(J_TEXT("id", c->ids[0]), J_TEXT("object", "customer"),
                              J_BOOL("deleted", true),
                              J_I64("created", number_at(customer, "created")), J_END));
    if (left != NULL) {
        object_changed(c, left, "customer.deleted");
        json_object_del(left, "created");
        answer(c, left);
    }
}

void op_customer_get(struct call *c)
{
    json_t *customer = object_find(c, c->ids[0]);

    answer(c, customer != NULL && object_deleted(customer)
                  ? customer
                  : object_need(c, "customer", c->ids[0], NULL));
}

void op_customer_list(struct call *c)
{
    object_list(c, "customer", NULL, NULL, "email");
}

void op_customer_methods(struct call *c)
{
    if (object_need(c, "customer", c->ids[0], NULL) != NULL) {
        object_list(c, "payment_method", c->ids[0], NULL, "type");
    }
}

/* Everything that could be asked for here is a card number, and those are never taken. */
void op_method_create(struct call *c)
{
    refuse_param(c, NULL, "type",
                 "Payment methods are made on the hosted page, or by naming a test card such as "
                 "pm_card_visa where one is needed.");
}

void op_method_attach(struct call *c)
{
    const char *customer;
    json_t *pm;

    if (!param_required(c, "customer", &customer) ||
        object_need(c, "customer", customer, "customer") == NULL) {
        return;
    }
    pm = card_resolve(c, c->ids[0], NULL);
    if (pm != NULL && card_attach(c, pm, customer)) {
        answer(c, pm);
    }
}

void op_method_detach(struct call *c)
{
    json_t *pm = object_need(c, "payment_method", c->ids[0], NULL);

    if (pm == NULL) {
        return;
    }
    if (text_at(pm, "customer")[0] == '\0') {
        refuse_param(c, NULL, NULL,
                     "The payment method you provided is not attached to a customer so detachment "
                     "is impossible.");
        return;
    }
    set_text(c, pm, "customer", NULL);
    set_own_text(c, pm, "detached", "yes");
    object_changed(c, pm, "payment_method.detached");
    answer(c, pm);
}

void op_method_get(struct call *c)
{
    answer(c, object_need(c, "payment_method", c->ids[0], NULL));
}

void op_method_list(struct call *c)
{
    object_list(c, "payment_method", param(c, "customer"), NULL, "type");
}

void op_event_get(struct call *c)
{
    answer(c, object_need(c, "event", c->ids[0], NULL));
}

void op_event_list(struct call *c)
{
    object_list(c, "event", NULL, NULL, "type");
}
