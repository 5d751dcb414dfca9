/* ask.h - the asked person's side: what I am asked, and my yes, my silent no, my taking it back. */
#ifndef APP_API_ASK_H
#define APP_API_ASK_H

#include "app/domain/offer.h"
#include "app/http/reply.h"

enum status api_asks(struct request *rq);
enum status api_ask(struct request *rq);
enum status api_ask_offer(struct request *rq);
enum status api_ask_decline(struct request *rq);
enum status api_ask_withdraw(struct request *rq);

/* An ask as whoever is asked sees it. */
json_t *ask_view_json(const struct ask_view *v);

#endif
