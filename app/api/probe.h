/* probe.h - what an operator's machines ask: alive, ready, and how much of what. */
#ifndef APP_API_PROBE_H
#define APP_API_PROBE_H

#include "app/http/request.h"

/* GET /healthz: 200 as long as a request is answered at all. */
enum status api_healthz(struct request *rq);
/* GET /readyz: 200 when the database answers with the newest schema, 503 else. While the server
 * drains nobody answers any more. */
enum status api_readyz(struct request *rq);
/* GET /metrics: Prometheus text. */
enum status api_metrics(struct request *rq);

#endif
