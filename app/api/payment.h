/* payment.h - the payments of a booking and its receipt, for the two sides; what the finance desk
 * sees of the calls to the provider. */
#ifndef APP_API_PAYMENT_H
#define APP_API_PAYMENT_H

#include "app/http/request.h"

enum status api_booking_payments(struct request *rq);
enum status api_payment_approve(struct request *rq);
enum status api_payment_retry(struct request *rq);
enum status api_payment_cash(struct request *rq);

/* receipt.c */
enum status api_booking_receipt(struct request *rq);

/* pay_desk.c */
enum status api_pay_ops(struct request *rq);
enum status api_pay_op_resume(struct request *rq);

/* pay_metrics.c: Prometheus text in the arena; NULL when the database does not answer. */
const char *pay_metrics(struct request *rq) WARN_UNUSED;

/* webhook.c */
enum status api_webhook_stripe(struct request *rq);

#endif
