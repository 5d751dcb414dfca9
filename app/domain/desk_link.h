/* desk_link.h - the nursery's page (domain.md 3, "Hand-over"): who comes for whom at one place on
 * one local day, behind a link, without an account. The token is derived from the process's blind
 * key over everything the link is for, and never stored. */
#ifndef APP_DOMAIN_DESK_LINK_H
#define APP_DOMAIN_DESK_LINK_H

#include "app/domain/tap.h"
#include "db/store/desk_link.h"

struct desk_link_making {
    int64_t community_id, place_id, day;
    int64_t household_id; /* by one of its guardians, for its own jobs alone; 0: by the office */
    struct desk_link_row made; /* out */
    const char *token;
};
/* ctx_fn. The place is a public one; the day is today or one of the next DESK_LINK_DAYS_MAX.
 * E_NOT_FOUND; E_INVALID day. */
enum status desk_link_make(struct ctx *x, void *arg) WARN_UNUSED;

struct desk_link_ref {
    int64_t community_id, id;
};
/* ctx_fn, by who made it, or the office. Once more is OK. */
enum status desk_link_end(struct ctx *x, void *arg) WARN_UNUSED;

struct desk_link_listing {
    int64_t community_id, before_id;
    int max;
    struct desk_link_row *rows; /* out */
    int n;
};
/* ctx_fn, reads, for the office; without tokens. */
enum status desk_link_list(struct ctx *x, void *arg) WARN_UNUSED;

/* What a desk may know of a job: as little as a hand-over needs. */
struct desk_line {
    struct desk_line_row row;
    const char *call_name, *supporter_name;
    int64_t age_years;
    const char *state; /* "waiting", "handed", "gone": cancelled, or the child was taken out */
    const char *tap;   /* what is sent back when the child was handed over; NULL unless waiting */
};

struct desk_page {
    const char *token; /* in */
    struct desk_link_row link;
    const char *zone;
    struct desk_line *lines;
    int n;
};
/* ctx_fn, reads. E_NOT_FOUND for a token that was never given, or taken back, or made by somebody
 * who may no more; E_RULE link.expired. */
enum status desk_page_show(struct ctx *x, void *arg) WARN_UNUSED;

struct desk_tap {
    const char *token, *tap;  /* in */
    struct handover handover; /* filled: what handover_note and its kin get */
};
/* ctx_fn, reads: whether the tap is one of this link's page. E_NOT_FOUND, link.expired;
 * desk.not_today before the day. */
enum status desk_tap_open(struct ctx *x, void *arg) WARN_UNUSED;

#endif
