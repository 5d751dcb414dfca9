/* record.h - tests only: every exchange as one JSON line, for the contract test. Internal to
 * app/http.
 *
 *   {"method": "POST", "route": "/api/v1/a/:id", "path": "/api/v1/a/bk_...",
 *    "query": {"limit": "2"}, "request_headers": {"Idempotency-Key": "..."},
 *    "request_type": "application/json", "request_body": {...}, "status": 201,
 *    "response_type": "application/json", "response_body": {...}}
 *
 * Bodies that are JSON are JSON, others are left out (null). route is null when none was found. */
#ifndef APP_HTTP_RECORD_H
#define APP_HTTP_RECORD_H

#include "app/http/request.h"

struct record;

/* E_INVALID when the file can't be opened for appending. */
enum status record_open(struct record **r, const char *path) WARN_UNUSED;
void record_close(struct record *r);

/* After the reply. Safe from any thread. */
void record_exchange(struct record *r, const struct request *rq);

#endif
