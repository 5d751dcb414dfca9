/* place.h - 場所 over HTTP: a household's own and public ones. */
#ifndef APP_API_PLACE_H
#define APP_API_PLACE_H

#include "app/http/request.h"

enum status api_places(struct request *rq);           /* GET    /api/v1/households/:id/places */
enum status api_place_add(struct request *rq);        /* POST   the same: 201 */
enum status api_place(struct request *rq);            /* GET    .../places/:place_id */
enum status api_place_end(struct request *rq);        /* DELETE .../places/:place_id: 204 */
enum status api_public_places(struct request *rq);    /* GET    /api/v1/communities/:id/places */
enum status api_public_place_add(struct request *rq); /* POST   the same: 201, by staff */
enum status api_public_place_end(struct request *rq); /* DELETE .../places/:place_id: 204 */

#endif
