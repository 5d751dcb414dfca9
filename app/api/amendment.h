/* amendment.h - changing a booking's times over HTTP: one side proposes, the other answers. */
#ifndef APP_API_AMENDMENT_H
#define APP_API_AMENDMENT_H

#include "app/http/request.h"

enum status api_amendments(struct request *rq) WARN_UNUSED;
enum status api_amendment_propose(struct request *rq) WARN_UNUSED;
enum status api_amendment_accept(struct request *rq) WARN_UNUSED;
enum status api_amendment_decline(struct request *rq) WARN_UNUSED;
enum status api_amendment_withdraw(struct request *rq) WARN_UNUSED;

#endif
