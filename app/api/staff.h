/* staff.h - the office of a community over HTTP: who holds which role. */
#ifndef APP_API_STAFF_H
#define APP_API_STAFF_H

#include "app/http/request.h"

enum status api_staff(struct request *rq);      /* GET    /api/v1/communities/:id/staff */
enum status api_staff_give(struct request *rq); /* POST   /api/v1/communities/:id/staff: 201 */
enum status api_staff_end(struct request *rq);  /* DELETE /api/v1/communities/:id/staff/:role_id */

#endif
