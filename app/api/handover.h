/* handover.h - a child changes hands, or does not come, over HTTP. */
#ifndef APP_API_HANDOVER_H
#define APP_API_HANDOVER_H

#include "app/domain/handover.h"
#include "app/http/request.h"

enum status api_handover(struct request *rq) WARN_UNUSED;
enum status api_handover_code(struct request *rq) WARN_UNUSED;
enum status api_handover_staff(struct request *rq) WARN_UNUSED;
enum status api_child_drop(struct request *rq) WARN_UNUSED;
enum status api_child_drop_preview(struct request *rq) WARN_UNUSED;

/* The steps and the answer of one tap, whoever stands behind it (handover.place_id,
 * handover.community_id): the code is counted, the hand-over noted (201), a stopped one raises the
 * alarm, one that came too late is kept and answered with the present booking. */
enum status handover_reply(struct request *rq, struct handover *h) WARN_UNUSED;

#endif
