/* collector.h - who may collect a child, and who must not be given one, over HTTP. */
#ifndef APP_API_COLLECTOR_H
#define APP_API_COLLECTOR_H

#include "app/http/request.h"

enum status api_pickup_persons(struct request *rq);    /* GET    .../:id/pickup-persons */
enum status api_pickup_person_add(struct request *rq); /* POST   the same: 201 */
enum status api_pickup_person(struct request *rq);     /* GET    .../pickup-persons/:person_id */
enum status api_pickup_person_end(struct request *rq); /* DELETE .../:person_id: 204 */

enum status api_barred(struct request *rq);     /* GET  /api/v1/children/:id/barred-persons */
enum status api_barred_add(struct request *rq); /* POST the same: 201 */
/* POST /api/v1/communities/:id/barred-persons/:person_id/end: 204, by staff */
enum status api_barred_end(struct request *rq);

#endif
