/* series_body.h - a series, and a change of one, out of a JSON body: wall times as "16:30". */
#ifndef APP_API_SERIES_BODY_H
#define APP_API_SERIES_BODY_H

#include "app/domain/series_answer.h"
#include "app/domain/series_change.h"
#include "app/http/request.h"

/* Reads the whole body. Where it is not to be sent yet, the audience may be left out: everybody. */
enum status series_body(struct request *rq, bool sending, struct series_draft *d) WARN_UNUSED;
/* version is required where it is carried out. */
enum status series_change_body(struct request *rq, bool carried_out,
                               struct series_change *c) WARN_UNUSED;
enum status series_answer_body(struct request *rq, struct series_answer *a) WARN_UNUSED;

/* The domain names a field as an ask does; here it is "start_time" instead of "start_at". */
enum status series_field(struct request *rq, enum status s) WARN_UNUSED;

#endif
