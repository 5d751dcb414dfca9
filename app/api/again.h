/* again.h - asking with few taps: again like last time, the usual jobs, and an ask's link. */
#ifndef APP_API_AGAIN_H
#define APP_API_AGAIN_H

#include "app/http/request.h"

enum status api_booking_again(struct request *rq);
enum status api_usual_jobs(struct request *rq);

/* request_link.c */
enum status api_request_link_make(struct request *rq);
enum status api_request_link(struct request *rq);
enum status api_request_link_ask_in(struct request *rq);

#endif
