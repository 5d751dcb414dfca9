/* desk_link.h - the nursery's page: links for guardians and the office, the page as JSON and as
 * plain HTML that works without script and prints. */
#ifndef APP_API_DESK_LINK_H
#define APP_API_DESK_LINK_H

#include "app/http/request.h"

struct desk_tap;

/* POST /api/v1/communities/:id/places/:place_id/desk-links: 201 */
enum status api_desk_link_make(struct request *rq);
enum status api_desk_links(struct request *rq);    /* GET    .../:id/desk-links */
enum status api_desk_link_end(struct request *rq); /* DELETE .../desk-links/:link_id: 204 */

enum status api_desk_page(struct request *rq); /* GET  /api/v1/desk/:token */
enum status api_desk_tap(struct request *rq);  /* POST /api/v1/desk/:token/handovers: 201 */

enum status page_desk(struct request *rq);       /* GET  /desk/:token */
enum status page_desk_tap(struct request *rq);   /* POST /desk/:token: 303 */
enum status page_desk_style(struct request *rq); /* GET  /desk-style.css */

/* Whoever holds the link acts, and nobody else, whatever cookie the browser sent: notes the
 * hand-over. What did not fit any more is kept for the staff and answered E_CONFLICT. */
enum status desk_take(struct request *rq, struct desk_tap *t) WARN_UNUSED;

#endif
