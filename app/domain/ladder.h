/* ladder.h - 取り消すときのお礼: what a guardian pays for cancelling, by when and why (domain.md
 * 4). A supporter's cancellation is never money. Pure: no SQL, no clock. */
#ifndef APP_DOMAIN_LADDER_H
#define APP_DOMAIN_LADDER_H

#include "app/base/limits.h"
#include "app/base/status.h"

#include <stdbool.h>
#include <stdint.h>

/* Why a guardian cancels, as stored ("" is none of these); a ladder says which of them cost
 * nothing. own_fever is the guardian's household, child_fever the child of the job. */
#define CANCEL_CAUSES(X)                          \
    X(CAUSE_NONE, "")                             \
    X(CAUSE_OWN_FEVER, "own_fever")               \
    X(CAUSE_CHILD_FEVER, "child_fever")           \
    X(CAUSE_INFECTION_NOTICE, "infection_notice") \
    X(CAUSE_WEATHER_WARNING, "weather_warning")   \
    X(CAUSE_DISASTER, "disaster")

#define CANCEL_CAUSE_ENUM(name, text) name,
enum cancel_cause { CANCEL_CAUSES(CANCEL_CAUSE_ENUM) CANCEL_CAUSE_COUNT };
#undef CANCEL_CAUSE_ENUM

/* E_INVALID for no such cause. */
enum status cancel_cause_parse(const char *text, enum cancel_cause *out) WARN_UNUSED;
const char *cancel_cause_text(enum cancel_cause c);

enum ladder_until {
    UNTIL_DAYS_BEFORE,    /* to the end of the local day n days before the day of the start */
    UNTIL_MINUTES_BEFORE, /* to n minutes before the start, not counted itself */
    UNTIL_REST            /* later than all, or without notice */
};

struct ladder_step {
    enum ladder_until until;
    int64_t until_n;
    bool percent;    /* of the agreed price; else an amount, at most the agreed price */
    int64_t amount;  /* percent, or minor units */
    unsigned exempt; /* 1 << cause for each that costs nothing */
};

struct ladder {
    struct ladder_step step[LADDER_STEPS_MAX];
    int n; /* 0: cancelling is free */
    int64_t waived_below_minor;
};

/* One step of the stored form. E_INVALID for a word or number that means nothing. */
enum status ladder_step_parse(const char *until_kind, int64_t until_n, const char *charge,
                              int64_t amount, const char *exempt,
                              struct ladder_step *out) WARN_UNUSED;

/* E_INVALID unless it is empty or ends with its only UNTIL_REST. */
enum status ladder_check(const struct ladder *l) WARN_UNUSED;

struct cancellation {
    const char *zone;
    int64_t start_at;     /* agreed */
    int64_t at;           /* when it was cancelled; after start_at for a guardian who never came */
    int64_t agreed_minor; /* what the guardian was to pay */
    enum cancel_cause cause;
    bool by_supporter;
};

struct cancel_fee {
    int64_t fee_minor; /* percentages round down to whole minor units */
    int step;          /* index of the step that counted; -1: none */
    const char *why; /* key of a text: cancel.free, .percent, .fixed, .exempt, .small, .supporter */
};

/* E_INVALID for an unknown zone or an amount out of range. */
enum status ladder_fee(const struct ladder *l, const struct cancellation *c,
                       struct cancel_fee *out) WARN_UNUSED;

/* The whole ladder for one job, before anybody cancels: what is shown beside the price. */
struct ladder_rung {
    int64_t until_at; /* not counted itself; INT64_MAX for the rest */
    int64_t fee_minor;
};
enum status ladder_rungs(const struct ladder *l, const char *zone, int64_t start_at,
                         int64_t agreed_minor,
                         struct ladder_rung out[LADDER_STEPS_MAX]) WARN_UNUSED;

#endif
