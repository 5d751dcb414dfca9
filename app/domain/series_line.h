/* series_line.h - one date of a series in an answer: what becomes of it, and why. */
#ifndef APP_DOMAIN_SERIES_LINE_H
#define APP_DOMAIN_SERIES_LINE_H

#include "app/domain/reasons.h"
#include "app/domain/recurrence.h"

/* What becomes, or became, of a date; sent as its text. */
#define SERIES_DOES(X)                                                                   \
    X(ASK, "asked")          /* now */                                                   \
    X(LATER, "planned")      /* when it comes near */                                    \
    X(LEAVE_OUT, "left_out") /* as the guardian said */                                  \
    X(CHOOSE, "choose")      /* a holiday or a skipped hour: keep it or leave it out? */ \
    X(WRONG, "wrong")        /* can't be asked so, for the reason beside it */           \
    X(CHANGE, "changed")                                                                 \
    X(ASK_AGAIN, "asked_again") /* who was asked is asked anew, yeses are void */        \
    X(AMEND, "amendment")       /* stays as agreed until the supporter accepts */        \
    X(AGREED, "agreed")         /* stays as agreed */                                    \
    X(OVER, "over")             /* begun, past or taken back: stays as it is */          \
    X(END, "ended")                                                                      \
    X(OFFER, "offered")                                                                  \
    X(BOOK, "booked")                                                                    \
    X(TAKE_BACK, "taken_back")                                                           \
    X(CANCEL, "cancelled")                                                               \
    X(NOTHING, "nothing")

#define SERIES_DOES_ENUM(name, text) SERIES_##name,
enum series_does { SERIES_DOES(SERIES_DOES_ENUM) SERIES_DOES_COUNT };
#undef SERIES_DOES_ENUM
const char *series_does_text(enum series_does d);

/* One date in an answer. */
struct series_line {
    int64_t day, start_at, end_at;    /* as it will be */
    int64_t old_start_at, old_end_at; /* of a change; 0 else */
    int64_t price_minor;              /* the most; -1: nobody knows yet */
    const char *holiday;              /* its name; NULL: none */
    enum wall wall;
    int people, people_out;
    enum reason out_why;
    enum series_does does;
    enum reason why;
    int64_t booking_id, request_id, amendment_id; /* 0: none */
};

struct series_lines {
    struct series_line *list;
    int n;
    const char *currency;
};

/* Which dates to keep although there is a holiday or a skipped hour, and which to leave out. */
struct series_wishes {
    const char *holidays; /* "keep", "skip"; NULL: date by date */
    int64_t keep[SERIES_DATES_MAX], skip[SERIES_DATES_MAX];
    int keep_n, skip_n;
};

#endif
