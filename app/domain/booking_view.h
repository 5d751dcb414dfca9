/* booking_view.h - a booking as the people in it see it. */
#ifndef APP_DOMAIN_BOOKING_VIEW_H
#define APP_DOMAIN_BOOKING_VIEW_H

#include "app/domain/agreement.h"
#include "app/domain/booking.h"
#include "app/domain/expectation.h"
#include "app/domain/hands.h"
#include "app/domain/ladder.h"
#include "db/store/booking_event.h"
#include "db/store/booking_list.h"
#include "db/store/coverage.h"
#include "db/store/handover.h"
#include "db/store/no_show.h"

/* One page of somebody's bookings, in order of their start (ctx_fn). */
struct booking_page {
    bool as_supporter;
    struct booking_window window; /* member_id is set from the context */
    struct booking_line *lines;   /* out */
    int n;
};
enum status booking_list(struct ctx *x, void *booking_page) WARN_UNUSED;

/* Where one child is now, and where it changes hands next. */
struct child_view {
    struct booking_child_row row;
    enum whereabouts where;
    int64_t place_id;            /* where it was handed over last; 0: nowhere, or a home */
    const struct hand_row *next; /* NULL: it does not change hands any more */
    const char *next_proof;      /* the proof that is usual there */
};

/* Everything about one, for a party (ctx_fn). E_NOT_FOUND for everybody else. */
struct booking_view {
    int64_t id;
    struct booking_row b; /* out, all of it */
    unsigned who;         /* BY_SUPPORTER or BY_GUARDIAN */
    const char *supporter_name;
    const char *guardian_name;
    struct child_view children[CHILDREN_PER_JOB_MAX];
    int children_n;
    struct agreed_stop *stops;
    int stops_n;
    bool covered;
    struct coverage_row coverage;
    struct coverage_fact_row *facts;
    int facts_n;
    struct handover_row *handovers;
    int handovers_n;
    struct told_row *told; /* told too late to be noted: staff look */
    int told_n;
    struct ladder_rung rungs[LADDER_STEPS_MAX]; /* what cancelling costs the guardian, by when */
    int rungs_n;
    bool claimed; /* somebody was missing, or nobody has said who */
    struct no_show_row claim;
    const char *claim_reason;    /* why the office decided it so; NULL: it did not */
    struct expectation expected; /* what was announced since, and who comes next */
    bool disaster;               /* 災害モード is on: they stay until collected */
    const char *next; /* key of what this person does next: "next.hand_in"; "next.wait" */
};
enum status booking_show(struct ctx *x, void *booking_view) WARN_UNUSED;

/* One page of the history, oldest first (ctx_fn). */
struct booking_history {
    int64_t id;
    int64_t after_id; /* 0: from the first */
    int max;
    struct booking_event_row *events; /* out */
    int n;
};
enum status booking_history(struct ctx *x, void *booking_history) WARN_UNUSED;

#endif
