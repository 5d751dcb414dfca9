/* process.h - every change of state there is, as one table of transitions (domain.md 3): name,
 * from, to, who may, guard, effects, timers. Nothing else changes a state. Pure data: request.c,
 * offer.c and booking.c carry it out, `otagai process` draws it. */
#ifndef APP_DOMAIN_PROCESS_H
#define APP_DOMAIN_PROCESS_H

#include "app/base/buf.h"

enum machine { MACHINE_REQUEST, MACHINE_OFFER, MACHINE_BOOKING };

/* Who may make a move; a transition names a set of them. BY_DESK is the nursery's signed page,
 * BY_TIME a timer or the provider's answer. */
enum who_moves { BY_GUARDIAN = 1, BY_SUPPORTER = 2, BY_DESK = 4, BY_STAFF = 8, BY_TIME = 16 };

enum guard {
    GUARD_NONE,
    GUARD_NOT_STARTED,   /* now < start */
    GUARD_FREE,          /* tie, gates, policy, no overlap of supporter or child, not started */
    GUARD_MONEY_SECURED, /* cash or thanks; a hold; or a saved card with the hold scheduled */
    GUARD_ALL_BACK,      /* every child is out again, or was dropped */
    GUARD_HOURS_AGREED,  /* a report, agreed or uncontested */
    GUARD_ALL_PAID,      /* no part of the guardian's side is open */
    GUARD_CLAIM_STANDS,  /* a no-show claim, 24 h uncontested */
    GUARD_CLAIM_DECIDED  /* one that was contested, by the office */
};

enum effect {
    FX_FREEZE = 1 << 0,          /* the agreement becomes a document with its digest */
    FX_RELEASE_OTHERS = 1 << 1,  /* every other offer, in the same transaction */
    FX_OPEN_PAYMENT = 1 << 2,    /* the guardian's main payment begins */
    FX_ISSUE_COVERAGE = 1 << 3,  /* the coverage record */
    FX_COVERAGE_BEGAN = 1 << 4,  /* facts appended to it */
    FX_COVERAGE_ACTUAL = 1 << 5, /* actual times: complete */
    FX_COVERAGE_UNUSED = 1 << 6, /* cancelled before it began, or nobody came */
    FX_COLLECT = 1 << 7,         /* capture, or cash is due */
    FX_OVERTIME = 1 << 8,        /* a second payment when it took longer */
    FX_LADDER = 1 << 9,          /* fee by the cancellation ladder, the rest released */
    FX_RELEASE_MONEY = 1 << 10,  /* the hold, whole */
    FX_REOPEN = 1 << 11,         /* the same ask again, first to reserves */
    FX_COUNT_JOB = 1 << 12,      /* the tie's jobs and trials */
    FX_RECEIPT = 1 << 13,        /* a numbered receipt */
    FX_CLOSE_OFFERS = 1 << 14,   /* what is still asked or offered expires */
    FX_TELL_GUARDIANS = 1 << 15, /* notices, worded by the move's name */
    FX_TELL_SUPPORTER = 1 << 16,
    FX_TELL_ASKED = 1 << 17 /* everyone the request asked */
};
#define FX_COUNT 18

enum timer_from { FROM_NOW, FROM_START, FROM_END, FROM_CLOSING, BEFORE_START, AT_ALARMS, LATEST };
#define TRANSITION_TIMERS_MAX 4

/* Started on entry; all older timers of the subject end with every move. kind NULL: none; rule is a
 * number of rules.h, offset_min counts where it is NULL. */
struct process_timer {
    const char *kind;
    enum timer_from from;
    int64_t offset_min;
    const char *rule;
};

/* Identity of each row; the order of the table. */
/* clang-format off */
enum move {
    MOVE_REQUEST_ASK, MOVE_REQUEST_MATCH, MOVE_REQUEST_WITHDRAW, MOVE_REQUEST_CLOSE,
    MOVE_REQUEST_REOPEN,
    MOVE_OFFER_ASK, MOVE_OFFER_OFFER, MOVE_OFFER_DECLINE, MOVE_OFFER_WITHDRAW,
    MOVE_OFFER_LEAVE_RESERVE,
    MOVE_OFFER_RESERVE,
    MOVE_OFFER_CHOOSE,
    MOVE_OFFER_RELEASE_ASKED,
    MOVE_OFFER_RELEASE_OFFERED,
    MOVE_OFFER_EXPIRE_ASKED,
    MOVE_OFFER_EXPIRE_OFFERED,
    MOVE_OFFER_EXPIRE_RESERVE,
    MOVE_OFFER_CALL_RESERVE,
    MOVE_OFFER_ASK_AGAIN,
    MOVE_OFFER_ASK_RESERVE,
    MOVE_OFFER_STEP_BACK,
    MOVE_OFFER_STAND_AGAIN,
    MOVE_BOOKING_AGREE,
    MOVE_BOOKING_CONFIRM,
    MOVE_BOOKING_FAIL_PAYMENT,
    MOVE_BOOKING_BEGIN,
    MOVE_BOOKING_RETURN,
    MOVE_BOOKING_COMPLETE,
    MOVE_BOOKING_SETTLE,
    MOVE_BOOKING_CLOSE,
    MOVE_BOOKING_GUARDIAN_LEAVES, /* cancels while agreed */
    MOVE_BOOKING_GUARDIAN_CANCELS,
    MOVE_BOOKING_SUPPORTER_LEAVES, /* cancels while agreed */
    MOVE_BOOKING_SUPPORTER_CANCELS,
    MOVE_BOOKING_NO_SHOW,
    MOVE_BOOKING_DECIDE_NO_SHOW,
    MOVE_COUNT
};
/* clang-format on */

struct transition {
    enum move move;
    enum machine machine;
    const char *name; /* as booking_event keeps it */
    const char *from; /* "": it begins to exist */
    const char *to;
    unsigned who; /* BY_* */
    enum guard guard;
    unsigned effects; /* FX_* */
    struct process_timer timers[TRANSITION_TIMERS_MAX];
};

const struct transition *process_row(enum move move);

/* A live state blocks the supporter's and the children's time. */
bool booking_state_is_live(const char *state);

/* The whole table as a Graphviz graph, or as Markdown tables. NULL when the arena is full. */
const char *process_dot(struct arena *a) WARN_UNUSED;
const char *process_markdown(struct arena *a) WARN_UNUSED;

#endif
