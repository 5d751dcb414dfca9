/* request_link.h - an ask's link for the family's own chat: it opens for people tied to whoever
 * asked, who may then ask in; for everybody else it does not exist (domain.md 2). */
#ifndef APP_DOMAIN_REQUEST_LINK_H
#define APP_DOMAIN_REQUEST_LINK_H

#include "app/domain/offer.h"

/* ctx_fn by a guardian of an open ask; each call makes another link, and shows it once.
 * E_NOT_FOUND; E_CONFLICT request.changed; E_RULE booking.too_late, request.one_person, list.full.
 */
struct link_making {
    int64_t request_id;
    const char *token; /* out */
    int64_t expires_at;
};
enum status request_link_make(struct ctx *x, void *making) WARN_UNUSED;

/* What the link shows: what those who are asked see before they are asked by name. */
struct link_view {
    const char *token; /* in */
    struct request_row row;
    const char *asker_name;
    int64_t children_n, youngest_years, oldest_years;
    int64_t offer_id;    /* the viewer's own, when asked already; 0 */
    bool own;            /* the viewer is a guardian of that household */
    enum reason why_not; /* why one could not ask in; R_NONE */
};
/* ctx_fn, reads. E_NOT_FOUND: no such link, over, or the viewer has no tie to the asker that lives,
 * or one of the two blocked the other. */
enum status request_link_open(struct ctx *x, void *view) WARN_UNUSED;

/* ctx_fn: the viewer is asked as well, where the family asked a group or everybody; asked before is
 * OK. E_NOT_FOUND as above; E_RULE request.named_only, gate.*, tie.*, list.full and what widen.h
 * says; E_CONFLICT request.changed. */
struct asking_in {
    const char *token;
    struct ask_view view; /* out */
};
enum status request_link_ask_in(struct ctx *x, void *asking) WARN_UNUSED;

#endif
