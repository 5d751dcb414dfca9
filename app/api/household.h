/* household.h - 家族 over HTTP: households, their guardians, and who looked at their data. */
#ifndef APP_API_HOUSEHOLD_H
#define APP_API_HOUSEHOLD_H

#include "app/http/request.h"

enum status api_households(struct request *rq);       /* GET    /api/v1/households */
enum status api_household_make(struct request *rq);   /* POST   /api/v1/households: 201 */
enum status api_household(struct request *rq);        /* GET    /api/v1/households/:id */
enum status api_household_change(struct request *rq); /* PATCH  /api/v1/households/:id */
enum status api_household_looks(struct request *rq);  /* GET    /api/v1/households/:id/looks */

/* PUT and DELETE /api/v1/communities/:id/households/:household_id/protection: 204, by staff */
enum status api_household_protect(struct request *rq);
enum status api_household_unprotect(struct request *rq);

enum status api_guardian_invite(struct request *rq); /* POST .../:id/guardian-invitations: 201 */
enum status api_guardian_accept(struct request *rq); /* POST /api/v1/guardian-invitations/accept */
enum status api_guardian_leave(struct request *rq);  /* DELETE .../:id/guardians/me: 204 */

/* {"id": .., "token": .., "expires_at": ..}: an invitation's link, shown this once. */
struct link;
json_t *link_json(const char *prefix, const struct link *link);

#endif
