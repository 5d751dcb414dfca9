/* request.h - the guardian's side of asking: previews, candidates, sending, looking, taking back;
 * and what becomes of an offer. */
#ifndef APP_API_REQUEST_H
#define APP_API_REQUEST_H

#include "app/http/request.h"

enum status api_request_preview(struct request *rq);
enum status api_request_draft_candidates(struct request *rq);
enum status api_request_send(struct request *rq);
enum status api_requests(struct request *rq);
enum status api_request(struct request *rq);
enum status api_request_candidates(struct request *rq);
enum status api_request_withdraw(struct request *rq);
enum status api_request_calls(struct request *rq);
enum status api_request_widen(struct request *rq);
enum status api_offer_choose(struct request *rq);
enum status api_offer_reserve(struct request *rq);

#endif
