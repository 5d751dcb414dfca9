/* postal.h - postal codes over HTTP. */
#ifndef APP_API_POSTAL_H
#define APP_API_POSTAL_H

#include "app/http/request.h"

enum status api_postal_code(struct request *rq); /* GET /api/v1/postal-codes/:code */

#endif
