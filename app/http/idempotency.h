/* idempotency.h - the Idempotency-Key of a request (architecture.md section 6). Internal to
 * app/http; handlers use reply_write. */
#ifndef APP_HTTP_IDEMPOTENCY_H
#define APP_HTTP_IDEMPOTENCY_H

#include "app/http/request.h"

/* On a route that wants one: E_INVALID (idempotency.key_required) without a key of 1 to
 * IDEMPOTENCY_KEY_BYTES_MAX characters of A-Z a-z 0-9 _ -. */
enum status idempotency_check(struct request *rq) WARN_UNUSED;

#endif
