/* community.h - コミュニティ over HTTP: which there are, what they say, and being in one. */
#ifndef APP_API_COMMUNITY_H
#define APP_API_COMMUNITY_H

#include "app/http/request.h"

enum status api_communities(struct request *rq);     /* GET    /api/v1/communities */
enum status api_community(struct request *rq);       /* GET    /api/v1/communities/:id */
enum status api_community_join(struct request *rq);  /* POST   .../:id/membership: 204 */
enum status api_community_leave(struct request *rq); /* DELETE .../:id/membership: 204 */

#endif
