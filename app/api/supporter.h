/* supporter.h - what a member who helps says about it, over HTTP; all of it one's own. */
#ifndef APP_API_SUPPORTER_H
#define APP_API_SUPPORTER_H

#include "app/http/request.h"

enum status api_supporter(struct request *rq);     /* GET /api/v1/me/supporter */
enum status api_supporter_put(struct request *rq); /* PUT the same */
enum status api_week(struct request *rq);          /* GET /api/v1/me/availability */
enum status api_week_put(struct request *rq);      /* PUT the same: the whole week */
enum status api_exceptions(struct request *rq);    /* GET /api/v1/me/availability/exceptions */
enum status api_exception_add(struct request *rq); /* POST the same: 201 */
enum status api_exception_end(struct request *rq); /* DELETE .../exceptions/:id: 204 */

enum status api_blocks(struct request *rq);    /* GET    /api/v1/me/blocks */
enum status api_block_put(struct request *rq); /* PUT    /api/v1/me/blocks/:member_id: 204 */
enum status api_block_end(struct request *rq); /* DELETE the same: 204 */

#endif
