/* request_json.h - asks, prices and candidates as the API shows them. */
#ifndef APP_API_REQUEST_JSON_H
#define APP_API_REQUEST_JSON_H

#include "app/domain/request.h"
#include "app/http/reply.h"

/* A row of a list: no names, no places. */
json_t *request_row_json(const struct request_row *r) WARN_UNUSED;
/* All of it, for its own family. */
json_t *request_view_json(const struct request_view *v) WARN_UNUSED;

/* "fee_mode", "rate_minor", ... of a request or offer: what all of them share. */
json_t *fee_json(const char *mode, int64_t rate_minor, int64_t waived_pct) WARN_UNUSED;
json_t *price_json(const struct price *p) WARN_UNUSED;

/* price_minor below 0: not reckoned. */
json_t *candidate_json(const struct candidate *c, int64_t price_minor) WARN_UNUSED;
json_t *preview_json(const struct request_preview *p) WARN_UNUSED;

/* After a write: the other guardian, or a supporter, was quicker. A 409 carries the ask *now. */
enum status request_stale(struct request *rq, enum status s, struct request_view *now) WARN_UNUSED;

#endif
