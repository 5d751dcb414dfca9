/* ops.h - the operations of the API, one a route; the table is in routes.c. Each leaves the call
 * answered, refused, or in trouble. Internal to payments/sandbox. */
#ifndef PAYMENTS_SANDBOX_OPS_H
#define PAYMENTS_SANDBOX_OPS_H

#include "payments/sandbox/parts.h"

void op_customer_create(struct call *c);
void op_customer_update(struct call *c);
void op_customer_delete(struct call *c);
void op_customer_get(struct call *c);
void op_customer_list(struct call *c);
void op_customer_methods(struct call *c);

void op_method_create(struct call *c);
void op_method_attach(struct call *c);
void op_method_detach(struct call *c);
void op_method_get(struct call *c);
void op_method_list(struct call *c);

void op_session_create(struct call *c);
void op_session_expire(struct call *c);
void op_session_get(struct call *c);
void op_session_list(struct call *c);

void op_setup_create(struct call *c);
void op_setup_confirm(struct call *c);
void op_setup_cancel(struct call *c);
void op_setup_get(struct call *c);
void op_setup_list(struct call *c);

void op_intent_create(struct call *c);
void op_intent_confirm(struct call *c);
void op_intent_capture(struct call *c);
void op_intent_cancel(struct call *c);
void op_intent_get(struct call *c);
void op_intent_list(struct call *c);

void op_charge_get(struct call *c);
void op_charge_list(struct call *c);
void op_balance_transaction_get(struct call *c);
void op_balance_transaction_list(struct call *c);
void op_event_get(struct call *c);
void op_event_list(struct call *c);

#endif
