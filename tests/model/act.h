/* act.h - one thing that somebody does in the model of domain.md 3. */
#ifndef TESTS_MODEL_ACT_H
#define TESTS_MODEL_ACT_H

#include <stdbool.h>
#include <stdint.h>

#define FAMILIES   2
#define SUPPORTERS 3
#define KIDS       4 /* of each family; the last one is two years old */
#define REQUESTS   400
#define OFFERS     (REQUESTS * SUPPORTERS)
#define BOOKINGS   400
#define AMENDMENTS 600

enum act_kind {
    ACT_ASK,
    ACT_YES,
    ACT_DECLINE,
    ACT_TAKE_BACK,
    ACT_RESERVE,
    ACT_CHOOSE,
    ACT_WITHDRAW,
    ACT_PROPOSE,
    ACT_ACCEPT,
    ACT_REFUSE,
    ACT_UNPROPOSE,
    ACT_CANCEL,
    ACT_IN,
    ACT_OUT,
    ACT_DROP,
    ACT_LATE,
    ACT_MISSED,
    ACT_CONTEST,
    ACT_MET,
    ACT_REPORT,
    ACT_AGREE,
    ACT_TIE,   /* something about a tie or a proof changes */
    ACT_CLOCK, /* time passes; mostly the worker runs */
    ACT_KINDS
};

/* Where a job goes, and so where it begins and ends. */
enum way { WAY_PICKUP, WAY_DROPOFF, WAY_CARE, WAY_JOINT, WAYS };

/* Members: the families' parents, then the supporters. */
#define MEMBERS        (FAMILIES + SUPPORTERS)
#define SUPPORTER(sup) (FAMILIES + (sup))

/* What a tie or a supporter can lose and get back. */
enum loss {
    LOSE_TIE,
    LOSE_PREMET,
    LOSE_IDENTITY,
    LOSE_LESSON,
    LOSE_CERTIFICATE,
    BE_BLOCKED,
    LOSSES
};

/* One thing done, with everything looked up: indexes into the model. */
struct act {
    enum act_kind kind;
    int member; /* who */
    int family, request, offer, booking, amendment, sup;
    enum way way;
    int64_t start_at, end_at; /* also: until when, for LOSE_* */
    unsigned kids, sups;      /* bits */
    bool agreed_before, first_trusted, flag;
    enum loss loss;
    int64_t ms; /* by which the clock goes on */
};

#endif
