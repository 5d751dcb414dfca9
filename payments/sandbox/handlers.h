/* handlers.h - what the sandbox serves beside the API: hosted pages, knobs for tests, Twilio's
 * Messages. Internal to payments/sandbox. */
#ifndef PAYMENTS_SANDBOX_HANDLERS_H
#define PAYMENTS_SANDBOX_HANDLERS_H

#include "app/http/request.h"

enum status page_style(struct request *rq);
enum status page_setup(struct request *rq);
enum status page_setup_sent(struct request *rq);
enum status page_3ds(struct request *rq);
enum status page_3ds_sent(struct request *rq);

enum status knob_fault_add(struct request *rq);
enum status knob_fault_forget(struct request *rq);
enum status knob_clock(struct request *rq);
enum status knob_webhooks(struct request *rq);
enum status knob_webhooks_show(struct request *rq);
enum status knob_requests(struct request *rq);
enum status knob_requests_forget(struct request *rq);
enum status knob_keys_forget(struct request *rq);
enum status knob_checkout(struct request *rq);
enum status knob_3ds(struct request *rq);
enum status knob_messages(struct request *rq);

enum status twilio_message(struct request *rq);

#endif
