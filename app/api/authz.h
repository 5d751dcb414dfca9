/* authz.h - who is calling, and may they call this route; what a handler's object needs is decided
 * again by the domain, inside the transaction. */
#ifndef APP_API_AUTHZ_H
#define APP_API_AUTHZ_H

#include "app/http/request.h"

#define SESSION_COOKIE "__Host-session"
#define DEVICE_COOKIE  "__Host-device"

/* server_options.authenticate. A bearer token, else the session's cookie: one statement finds the
 * session, its member and the roles. Sets ctx.member_id, ctx.session_id, ctx.stepped_up_at and
 * rq->roles: the STAFF_* bits of db/store/staff_role.h that count right now, of all communities
 * together. E_UNAUTHORISED (session.needed), E_FORBIDDEN (session.step_up, staff.role_needed,
 * staff.second_factor). */
enum status authz_authenticate(struct request *rq) WARN_UNUSED;

/* The token came as "Authorization: Bearer": answers carry a new one in the body. */
bool authz_is_bearer(const struct request *rq);

#endif
