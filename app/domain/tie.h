/* tie.h - つながり: seeing and ending ties. Making them is in handshake.h. There is no directory: a
 * person sees the people tied to, and nobody else. */
#ifndef APP_DOMAIN_TIE_H
#define APP_DOMAIN_TIE_H

#include "app/domain/ctx.h"
#include "db/store/tie.h"

/* One page of my ties (ctx_fn); people who blocked or are blocked, or closed, are not in it. */
struct tie_page {
    int64_t only_id; /* 0: all; else this one: E_NOT_FOUND when it is not among mine */
    int64_t after_id;
    int max;
    struct tie_line *lines; /* out */
    int n;
};
enum status tie_list(struct ctx *x, void *tie_page) WARN_UNUSED;

/* A tie of mine, live or, with `ended`, also ended. E_NOT_FOUND for anybody else's. */
enum status tie_mine(struct ctx *x, int64_t tie_id, struct tie_row *row) WARN_UNUSED;

/* What is asked, offered or kept in reserve along a tie expires, and nobody is told. */
enum status tie_expire_offers(struct ctx *x, int64_t tie_id) WARN_UNUSED;

/* Ends a tie silently (ctx_fn): what was agreed stays, what was only asked or offered along it
 * expires. arg: int64_t *tie_id. E_NOT_FOUND; twice is once. */
enum status tie_end(struct ctx *x, void *tie_id) WARN_UNUSED;

#endif
