/* state.h - what the model of domain.md 3 remembers. */
#ifndef TESTS_MODEL_STATE_H
#define TESTS_MODEL_STATE_H

#include "tests/model/act.h"

struct request_m {
    int family;
    enum way way;
    int64_t start_at, end_at, closes_at;
    bool agreed_before, first_trusted, urgent;
    unsigned kids;
    const char *state;
};

struct offer_m {
    int request, sup, rank;
    int64_t start_at, end_at;
    const char *state;
};

enum side { NOBODY, GUARDIANS, HELPER };

struct booking_m {
    int request, offer, sup, family;
    enum way way;
    unsigned kids, dropped;
    int64_t in_at[KIDS], out_at[KIDS];
    int64_t start_at, end_at, version;
    int64_t began_at, ended_at, state_at;
    enum side cancelled_by;
    bool asks_who_came;    /* the half hour after the start has not been looked at */
    bool claim, withdrawn; /* a no-show was claimed; taken back */
    enum side claimed_by;
    int64_t claimed_at, contested_at;
    const char *state;
};

struct amendment_m {
    int booking;
    bool by_supporter;
    int64_t start_at, end_at, version, expires_at;
    const char *state;
};

struct tie_m {
    bool ended, blocked;
    int64_t premet_until_at, trials, jobs;
};

/* What a model can be made to get wrong, to see that it is noticed. */
enum slip {
    SLIP_NONE,
    SLIP_SUPPORTER_TWICE, /* forgets who is in another job */
    SLIP_CHILD_TWICE,
    SLIP_NO_WAY,        /* forgets the way between two places */
    SLIP_CLOSED,        /* 10-11 and 11-12 overlap */
    SLIP_AFTER_START,   /* accepts after the start */
    SLIP_FOUR_CHILDREN, /* forgets the three */
    SLIP_TIE_AT_START,  /* judges proofs at the start, not for the whole time */
    SLIP_AMENDED_FREELY,
    SLIP_LEVEL,
    SLIP_KEEPS_OFFERS, /* releases nobody */
    SLIP_NO_REOPEN,
    SLIP_RESERVE_WAITS, /* does not call the reserve */
    SLIP_STRANGERS,     /* lets anybody act */
    SLIP_DROP_IN_CARE,
    SLIP_CONTESTED_COUNTS,
    SLIP_JOBS_UNCOUNTED,
    SLIPS
};

struct model {
    enum slip slip;
    int64_t now, job_level;
    int requests_n, offers_n, bookings_n, amendments_n;
    struct tie_m ties[FAMILIES][SUPPORTERS];
    int64_t proof_until_at[SUPPORTERS][LOSSES]; /* identity, lesson, certificate */
    struct request_m requests[REQUESTS];
    struct offer_m offers[OFFERS];
    struct booking_m bookings[BOOKINGS];
    struct amendment_m amendments[AMENDMENTS];
};

#endif
