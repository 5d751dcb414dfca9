/* routes.c - everything the sandbox answers to, on one screen; see api.h. */
#include "payments/sandbox/api.h"
#include "payments/sandbox/handlers.h"
#include "payments/sandbox/ops.h"

#define LIST                                                                                      \
    "limit starting_after ending_before expand[#] created created[gte] created[gt] created[lte] " \
    "created[lt]"
#define META "metadata metadata[*] expand[#]"

/* clang-format off */
/* method, pattern, parameters, operation */
#define OPS(X) \
    X("POST",   "/v1/customers", "email name phone description payment_method invoice_settings[default_payment_method] " META, op_customer_create) \
    X("GET",    "/v1/customers", "email " LIST, op_customer_list) \
    X("GET",    "/v1/customers/:id", "expand[#]", op_customer_get) \
    X("POST",   "/v1/customers/:id", "email name phone description invoice_settings[default_payment_method] " META, op_customer_update) \
    X("DELETE", "/v1/customers/:id", "", op_customer_delete) \
    X("GET",    "/v1/customers/:id/payment_methods", "type " LIST, op_customer_methods) \
    X("POST",   "/v1/payment_methods", "type " META, op_method_create) \
    X("GET",    "/v1/payment_methods", "customer type " LIST, op_method_list) \
    X("GET",    "/v1/payment_methods/:id", "expand[#]", op_method_get) \
    X("POST",   "/v1/payment_methods/:id/attach", "customer expand[#]", op_method_attach) \
    X("POST",   "/v1/payment_methods/:id/detach", "expand[#]", op_method_detach) \
    X("POST",   "/v1/checkout/sessions", "mode currency customer locale success_url cancel_url client_reference_id " META, op_session_create) \
    X("GET",    "/v1/checkout/sessions", "customer status " LIST, op_session_list) \
    X("GET",    "/v1/checkout/sessions/:id", "expand[#]", op_session_get) \
    X("POST",   "/v1/checkout/sessions/:id/expire", "expand[#]", op_session_expire) \
    X("POST",   "/v1/setup_intents", "customer payment_method confirm return_url description usage automatic_payment_methods[enabled] automatic_payment_methods[allow_redirects] " META, op_setup_create) \
    X("GET",    "/v1/setup_intents", "customer " LIST, op_setup_list) \
    X("GET",    "/v1/setup_intents/:id", "expand[#]", op_setup_get) \
    X("POST",   "/v1/setup_intents/:id/confirm", "payment_method return_url expand[#]", op_setup_confirm) \
    X("POST",   "/v1/setup_intents/:id/cancel", "expand[#]", op_setup_cancel) \
    X("POST",   "/v1/payment_intents", "amount currency customer capture_method confirm payment_method off_session return_url description transfer_group receipt_email statement_descriptor_suffix setup_future_usage automatic_payment_methods[enabled] automatic_payment_methods[allow_redirects] payment_method_options[card][request_three_d_secure] " META, op_intent_create) \
    X("GET",    "/v1/payment_intents", "customer " LIST, op_intent_list) \
    X("GET",    "/v1/payment_intents/:id", "expand[#]", op_intent_get) \
    X("POST",   "/v1/payment_intents/:id/confirm", "payment_method off_session return_url payment_method_options[card][request_three_d_secure] expand[#]", op_intent_confirm) \
    X("POST",   "/v1/payment_intents/:id/capture", "amount_to_capture " META, op_intent_capture) \
    X("POST",   "/v1/payment_intents/:id/cancel", "cancellation_reason expand[#]", op_intent_cancel) \
    X("GET",    "/v1/charges", "customer payment_intent " LIST, op_charge_list) \
    X("GET",    "/v1/charges/:id", "expand[#]", op_charge_get) \
    X("GET",    "/v1/balance_transactions", "source type " LIST, op_balance_transaction_list) \
    X("GET",    "/v1/balance_transactions/:id", "expand[#]", op_balance_transaction_get) \
    X("GET",    "/v1/events", "type types[#] " LIST, op_event_list) \
    X("GET",    "/v1/events/:id", "", op_event_get)

#define API_ROUTE(method, pattern, params, run) \
    {method, pattern, WHO_ANYONE, FORM_BYTES_MAX, RATE_WRITE, ROUTE_RAW, sandbox_api},

const struct route sandbox_routes[] = {
    OPS(API_ROUTE)
    {"GET",    "/pages/style.css",          WHO_ANYONE, BODY_NONE,  RATE_READ,  0,         page_style},
    {"GET",    "/pages/setup/:id",          WHO_ANYONE, BODY_NONE,  RATE_READ,  0,         page_setup},
    {"POST",   "/pages/setup/:id",          WHO_ANYONE, BODY_SMALL, RATE_WRITE, ROUTE_RAW, page_setup_sent},
    {"GET",    "/pages/3ds/:id",            WHO_ANYONE, BODY_NONE,  RATE_READ,  0,         page_3ds},
    {"POST",   "/pages/3ds/:id",            WHO_ANYONE, BODY_SMALL, RATE_WRITE, ROUTE_RAW, page_3ds_sent},
    {"POST",   "/_sandbox/faults",          WHO_ANYONE, BODY_SMALL, RATE_WRITE, 0,         knob_fault_add},
    {"DELETE", "/_sandbox/faults",          WHO_ANYONE, BODY_NONE,  RATE_WRITE, 0,         knob_fault_forget},
    {"POST",   "/_sandbox/clock",           WHO_ANYONE, BODY_SMALL, RATE_WRITE, 0,         knob_clock},
    {"POST",   "/_sandbox/webhooks",        WHO_ANYONE, BODY_SMALL, RATE_WRITE, 0,         knob_webhooks},
    {"GET",    "/_sandbox/webhooks",        WHO_ANYONE, BODY_NONE,  RATE_READ,  0,         knob_webhooks_show},
    {"GET",    "/_sandbox/requests",        WHO_ANYONE, BODY_NONE,  RATE_READ,  0,         knob_requests},
    {"DELETE", "/_sandbox/requests",        WHO_ANYONE, BODY_NONE,  RATE_WRITE, 0,         knob_requests_forget},
    {"DELETE", "/_sandbox/idempotency",     WHO_ANYONE, BODY_NONE,  RATE_WRITE, 0,         knob_keys_forget},
    {"POST",   "/_sandbox/checkout/:id",    WHO_ANYONE, BODY_SMALL, RATE_WRITE, 0,         knob_checkout},
    {"POST",   "/_sandbox/3ds/:id",         WHO_ANYONE, BODY_SMALL, RATE_WRITE, 0,         knob_3ds},
    {"GET",    "/_sandbox/messages",        WHO_ANYONE, BODY_NONE,  RATE_READ,  0,         knob_messages},
    {"POST",   "/2010-04-01/Accounts/:sid/Messages.json",
                                            WHO_ANYONE, BODY_SMALL, RATE_WRITE, ROUTE_RAW, twilio_message},
    {NULL, NULL, WHO_ANYONE, 0, RATE_READ, 0, NULL},
};
/* clang-format on */

#define API_OP(method, pattern, params, run) {params, run},
static const struct op ops[] = {OPS(API_OP)};

const struct op *sandbox_op(const struct route *route)
{
    size_t at = (size_t)(route - sandbox_routes);

    return at < sizeof ops / sizeof *ops ? &ops[at] : NULL;
}
