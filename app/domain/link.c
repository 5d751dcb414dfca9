/* link.c - see link.h. */
#include "app/domain/link.h"

#include "app/base/limits.h"
#include "app/domain/session.h"

enum status link_make(struct ctx *x, struct link *link)
{
    link->id = new_id(x);
    link->expires_at = x->now + LINK_MS;
    return token_make(x, &link->token, &link->sha256);
}

enum reason link_why_not(int64_t used_at, int64_t expires_at, int64_t now)
{
    if (used_at != 0) {
        return R_LINK_USED;
    }
    return expires_at <= now ? R_LINK_EXPIRED : R_NONE;
}
