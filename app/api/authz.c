/* authz.c - see authz.h. */
#include "app/api/authz.h"

#include "app/api/acting.h"
#include "app/base/limits.h"
#include "app/domain/session.h"
#include "app/domain/staff.h"
#include "app/http/router.h"

#include <string.h>
#include <strings.h>

#define BEARER "Bearer "

static const char *bearer_of(const struct request *rq)
{
    const char *value = request_header(rq, "Authorization");
    size_t n = sizeof BEARER - 1;

    return value != NULL && strncasecmp(value, BEARER, n) == 0 ? value + n : NULL;
}

bool authz_is_bearer(const struct request *rq)
{
    return bearer_of(rq) != NULL;
}

static enum status denied(struct request *rq, enum status s, enum reason r)
{
    rq->ctx.reason = r;
    return s;
}

/* E_UNAUTHORISED when nobody (any more) is behind the token. */
static enum status recognise(struct request *rq, const char *token)
{
    struct session_caller c = {.token_sha256 = token_hash(&rq->ctx, token)};
    enum status s = c.token_sha256 != NULL ? ctx_read(&rq->ctx, session_caller, &c) : E_NOT_FOUND;

    if (s != OK) {
        return s == E_NOT_FOUND ? denied(rq, E_UNAUTHORISED, R_SESSION_NEEDED) : s;
    }
    session_seen(&rq->ctx, &c.who);
    rq->ctx.member_id = c.who.member_id;
    rq->ctx.session_id = c.who.id;
    rq->ctx.stepped_up_at = c.who.stepped_up_at;
    if (staff_proved(c.who.totp_confirmed_at, c.who.stepped_up_at, rq->ctx.now)) {
        rq->roles = (unsigned)c.who.roles;
    }
    return OK;
}

static unsigned roles_for(enum who who)
{
    switch (who) {
    case WHO_ANYONE:
    case WHO_MEMBER:
        return 0;
    case WHO_STAFF:
    case WHO_AUDITOR:
        return STAFF_ANY;
    case WHO_COORDINATOR:
        return STAFF_COORDINATOR | STAFF_ADMIN;
    case WHO_TRAINER:
        return STAFF_TRAINER;
    case WHO_SAFEGUARDING:
        return STAFF_SAFEGUARDING;
    case WHO_FINANCE:
        return STAFF_FINANCE;
    case WHO_ADMIN:
        return STAFF_ADMIN;
    }
    return 0;
}

/* Staff who only have to show their second factor are told so. */
static enum status not_staff(struct request *rq, unsigned wanted)
{
    int64_t roles = 0;
    enum status s = ctx_read(&rq->ctx, staff_held, &roles);

    if (s != OK) {
        return s;
    }
    return denied(rq, E_FORBIDDEN,
                  ((unsigned)roles & wanted) != 0 && rq->roles == 0 ? R_STAFF_SECOND_FACTOR
                                                                    : R_STAFF_ROLE_NEEDED);
}

static enum status allowed(struct request *rq)
{
    unsigned wanted = roles_for(rq->route->who);

    if (wanted != 0 && (rq->roles & wanted) == 0) {
        return not_staff(rq, wanted);
    }
    if ((rq->route->flags & ROUTE_STEP_UP) != 0 &&
        rq->ctx.stepped_up_at < rq->ctx.now - STEP_UP_MS) {
        return denied(rq, E_FORBIDDEN, R_SESSION_STEP_UP);
    }
    return OK;
}

enum status authz_authenticate(struct request *rq)
{
    const char *token = bearer_of(rq);
    enum status s;

    if (token == NULL) {
        token = request_cookie(rq, SESSION_COOKIE);
    }
    if (token == NULL) {
        return rq->route->who == WHO_ANYONE ? OK : denied(rq, E_UNAUTHORISED, R_SESSION_NEEDED);
    }
    s = recognise(rq, token);
    if (rq->route->who == WHO_ANYONE && s == E_UNAUTHORISED) {
        rq->ctx.reason = R_NONE; /* an old cookie must not lock anybody out of logging in */
        return OK;
    }
    s = s == OK ? acting_authorise(rq) : s;
    return s == OK ? allowed(rq) : s;
}
