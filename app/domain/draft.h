/* draft.h - お願い as a guardian puts it together, before it is sent: is it whole, whose children,
 * which places, how old, at what price, under which policy (domain.md 3). */
#ifndef APP_DOMAIN_DRAFT_H
#define APP_DOMAIN_DRAFT_H

#include "app/domain/choose.h"
#include "app/domain/community.h"
#include "app/domain/match.h"
#include "app/domain/policy.h"
#include "app/domain/tariff_rows.h"

struct draft_stop {
    int64_t place_id; /* 0: at the supporter's home */
    int64_t at;
    const char *act; /* "collect": handed to the supporter here; "bring" */
    int64_t child_ids[CHILDREN_PER_JOB_MAX];
    int children_n; /* 0: all of the draft */
    bool alone;     /* collect: they may come out by themselves, to a meeting point */
};

struct draft {
    int64_t household_id;
    const char *kind;    /* "pickup", "dropoff", "escort", "care", "joint", "callout" */
    const char *care_at; /* "supporter", "home", "elsewhere" for care, else NULL */
    int64_t start_at, end_at;
    int64_t until_at; /* 0: the end */
    int64_t child_ids[CHILDREN_PER_JOB_MAX];
    int children_n;
    struct draft_stop stops[STOPS_PER_JOB_MAX];
    int stops_n; /* 0: collected and brought at the supporter's home, for care there */
    bool sick, meal, already_agreed, first_trusted_yes;
    bool trial;             /* おためし with one person: needs no pre-meeting, once */
    int64_t doctor_seen_at; /* callout: as the guardian states it; 0: not seen */
    const char *needs;      /* NULL: none */
    enum fee_mode fee_mode;
    int64_t rate_minor; /* flat_per_hour only */
    const char *pay_by; /* "card", "cash", "nothing" */
    bool to_all;        /* everybody who could; else: */
    int64_t group_id;   /* of them those in that group; 0: */
    int64_t member_ids[AUDIENCE_MAX];
    int members_n;
};

/* What the check found out. */
struct draft_facts {
    int64_t guardian_id; /* who asks: the ties and the gates are theirs */
    struct community community;
    struct tariff tariff; /* the version for the day of the start */
    struct request_child_row children[CHILDREN_PER_JOB_MAX];
    struct age_span ages;
    enum reason policy_why_not; /* R_NONE: policy covers it */
    struct policy_row policy;
    int64_t closes_at;
    bool urgent;
    struct match_cell cell; /* of the first stop; else of the guardian's home */
};

/* Checks everything but the people asked, in an open transaction; completes d (until, stops, their
 * children). E_NOT_FOUND for a household that is not the caller's; E_INVALID with the field, also
 * for children and places that are not the household's; E_RULE: booking.too_late,
 * booking.child_busy, request.too_far, tariff.*, fee.too_high. Not a refusal yet: no policy. */
enum status draft_check(struct ctx *x, struct draft *d, struct draft_facts *f) WARN_UNUSED;

/* The age of a child of that home on the local date of a start. E_NOT_FOUND for a child of another
 * home, and for one who is not born by then. */
enum status draft_child_age(struct ctx *x, int64_t household_id, int64_t child_id,
                            int64_t start_day, int64_t *age_years) WARN_UNUSED;

/* The price in a fee mode, for a supporter with or without certificate and licence. */
enum status draft_price(struct ctx *x, const struct draft *d, const struct draft_facts *f,
                        enum fee_mode mode, bool certificate, bool licence,
                        struct price *out) WARN_UNUSED;

/* The job as the gates and as matching see it. */
struct gate_job draft_gate_job(const struct draft *d, const struct draft_facts *f);
struct match_job draft_match_job(const struct draft *d, const struct draft_facts *f);

/* An ask that was sent, as the draft and the facts it came from; nobody is in its audience. In an
 * open transaction. A place that was taken away since leaves the cell unknown. */
enum status draft_of_request(struct ctx *x, const struct request_row *r, struct draft *d,
                             struct draft_facts *f) WARN_UNUSED;

/* A part of draft_check, with the ages known: E_RULE callout.not_here, callout.doctor_first,
 * callout.to_guardian, trial.too_long, stop.alone_too_young. */
enum status draft_check_kind(struct ctx *x, const struct draft *d,
                             const struct draft_facts *f) WARN_UNUSED;

/* The stops of an ask, or with a booking_id of that booking, into a draft. */
enum status draft_stops_of(struct ctx *x, int64_t request_id, int64_t booking_id,
                           struct draft *d) WARN_UNUSED;

/* Pure: the first field that makes no sense by itself ("stops[1].at"), or NULL; *which is the
 * stop's index for "stops", -1 else. */
const char *draft_wrong(const struct draft *d, int *which);

#endif
