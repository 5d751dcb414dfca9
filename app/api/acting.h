/* acting.h - the office acting for somebody on the phone: the header "Otagai-Acting: ac_...", and
 * what may be done with it. */
#ifndef APP_API_ACTING_H
#define APP_API_ACTING_H

#include "app/http/request.h"

#define ACTING_HEADER "Otagai-Acting"

/* Every route that a coordinator may use for somebody, ended by one without a method. act NULL: a
 * look. Nothing about log-in, contact, cards, homes or children's health is among them. */
struct acting_route {
    const char *method, *pattern, *act;
};
extern const struct acting_route acting_routes[];

/* Called once the session is known: with the header, ctx becomes that of the member (E_FORBIDDEN
 * acting.not_here, acting.over). OK without one. */
enum status acting_authorise(struct request *rq) WARN_UNUSED;

enum status api_acting(struct request *rq);            /* GET  /api/v1/communities/:id/acting */
enum status api_acting_begin(struct request *rq);      /* POST: 201 */
enum status api_acting_end(struct request *rq);        /* POST .../acting/:acting_id/end: 204 */
enum status api_acting_ask_second(struct request *rq); /* POST .../:acting_id/approvals: 201 */
enum status api_acting_approvals(struct request *rq);  /* GET  .../acting-approvals */
enum status api_acting_approve(struct request *rq);    /* POST .../:approval_id/approve */
enum status api_my_acts(struct request *rq);           /* GET  /api/v1/me/acts */

#endif
