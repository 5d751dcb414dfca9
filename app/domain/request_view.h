/* request_view.h - an ask as its own family sees it: with everybody who was asked, a silent no
 * looking like no answer yet (domain.md 3: declined is silent, nobody sees or counts it). */
#ifndef APP_DOMAIN_REQUEST_VIEW_H
#define APP_DOMAIN_REQUEST_VIEW_H

#include "app/domain/agreement.h"
#include "db/store/offer.h"

struct seen_offer {
    struct offer_shown row; /* its state as the family may know it */
    const char *note;       /* NULL: none */
};

/* What a family can do next about an ask (domain.md 3); each is worded by the app. */
#define NEXT_STEPS(X)                                                      \
    X(CHOOSE, "choose", 1)           /* somebody offers */                 \
    X(CALL, "call", 2)               /* call buttons: call.h */            \
    X(ASK_MORE, "ask_more", 4)       /* more people, a group, everybody */ \
    X(COORDINATOR, "coordinator", 8) /* talk to the office */              \
    X(ASK_ANEW, "ask_anew", 16)      /* it is over; send another */
#define NEXT_STEP_ENUM(name, text, bit) NEXT_##name = (bit),
enum next_step { NEXT_STEPS(NEXT_STEP_ENUM) };
#undef NEXT_STEP_ENUM

struct request_view {
    int64_t id; /* in */
    struct request_row row;
    struct request_child_row *children;
    int children_n;
    struct agreed_stop *stops;
    int stops_n;
    const char *needs; /* NULL: none */
    struct seen_offer *offers;
    int offers_n;
    int64_t booking_id;   /* 0: none that stands */
    int64_t call_from_at; /* 0: it is not urgent */
    unsigned next;        /* NEXT_* that can be done now */
};

/* ctx_fn, reads. E_NOT_FOUND for anybody who is no guardian of the household. */
enum status request_look(struct ctx *x, void *view) WARN_UNUSED;

/* ctx_fn, reads: the asks of the caller's households, the latest start first. */
struct request_listing {
    struct request_list of; /* in; member_id is the caller's */
    int max;
    struct request_row *rows; /* out */
    int n;
};
enum status request_listing(struct ctx *x, void *listing) WARN_UNUSED;

/* Pure: what a family may know of an offer's state, given the request's. */
const char *offer_state_seen(const char *offer_state, const char *request_state);

#endif
