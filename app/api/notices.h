/* notices.h - how the member wants to be told. */
#ifndef APP_API_NOTICES_H
#define APP_API_NOTICES_H

#include "app/http/request.h"

enum status api_notices(struct request *rq);
enum status api_notices_put(struct request *rq);

#endif
