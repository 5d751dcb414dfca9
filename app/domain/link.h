/* link.h - invitations that are a link: a token shown once, good for one use within some days. */
#ifndef APP_DOMAIN_LINK_H
#define APP_DOMAIN_LINK_H

#include "app/domain/ctx.h"

struct link {
    int64_t id;
    const char *token, *sha256; /* only the hash is stored */
    int64_t expires_at;
};
/* A new one, in the arena. E_BUSY when that is full. */
enum status link_make(struct ctx *x, struct link *link) WARN_UNUSED;

/* link.used, link.expired or R_NONE. used_at 0: not yet. */
enum reason link_why_not(int64_t used_at, int64_t expires_at, int64_t now);

#endif
