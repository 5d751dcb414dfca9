/* draft_body.h - a request as a guardian puts it together, out of a JSON body. */
#ifndef APP_API_DRAFT_BODY_H
#define APP_API_DRAFT_BODY_H

#include "app/domain/draft.h"
#include "app/http/request.h"

/* Reads the whole body. Where it is not to be sent yet, the audience may be left out: everybody. */
enum status draft_body(struct request *rq, bool sending, struct draft *d) WARN_UNUSED;

/* Of it the audience alone; NULL: everybody. */
enum status audience_body(struct request *rq, json_t *audience, struct draft *d) WARN_UNUSED;

/* Of it the fee alone; NULL: by the tariff. */
enum status fee_body(struct request *rq, json_t *fee, struct draft *d) WARN_UNUSED;

#endif
