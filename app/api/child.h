/* child.h - お子さま over HTTP: children and their homes. */
#ifndef APP_API_CHILD_H
#define APP_API_CHILD_H

#include "app/http/request.h"

enum status api_children(struct request *rq);     /* GET   /api/v1/households/:id/children */
enum status api_child_add(struct request *rq);    /* POST  /api/v1/households/:id/children: 201 */
enum status api_child(struct request *rq);        /* GET   /api/v1/children/:id */
enum status api_child_change(struct request *rq); /* PATCH /api/v1/children/:id */

enum status api_child_busy(struct request *rq);  /* GET  /api/v1/children/:id/busy */
enum status api_home_invite(struct request *rq); /* POST /api/v1/children/:id/homes: 201, a link */
enum status api_home_accept(struct request *rq); /* POST /api/v1/home-invitations/accept: 201 */
/* POST /api/v1/communities/:id/children/:child_id/homes/:household_id/end: 204 */
enum status api_home_end(struct request *rq);

#endif
