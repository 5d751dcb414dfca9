/* tap.h - one tap: a hand-over as somebody tells it, and the steps of judging it. The operations
 * are in handover.h. */
#ifndef APP_DOMAIN_TAP_H
#define APP_DOMAIN_TAP_H

#include "app/domain/booking.h"
#include "app/domain/hands.h"

struct handover {
    int64_t booking_id;
    const char *way;   /* "in": to the supporter; "out": to an adult */
    int64_t stop_id;   /* 0: the only one of that way */
    const char *proof; /* "code", "qr", "guardian_tap", "photo_list", "supporter_tap", "met_point";
                          "nursery_page" with place_id, "staff" with community_id */
    const char *code;  /* for code and qr, else NULL */
    const int64_t *child_ids; /* none: all that change hands at that stop */
    int children_n;
    int64_t pickup_person_id; /* who received the child, where not a guardian; 0 */
    const char *person;       /* who gave or received it, as the person tapping wrote it; NULL */
    int64_t device_at;        /* what an offline phone says; 0 when online */
    const char *tap_id;       /* the phone's own name for this tap; NULL */
    /* Who stands behind it where it is no party to the booking. The caller has checked it. */
    int64_t place_id;     /* the nursery's page: its link holds for this place and today; or 0 */
    int64_t community_id; /* a coordinator or safeguarding of this community; or 0 */
    /* Out. */
    bool wrong_code;            /* of handover_check_code */
    enum reason why;            /* it was refused with: for handover_keep */
    struct booking_row booking; /* the present state */
};

/* It, with what was found out about it. */
struct tap {
    struct handover *h;
    unsigned who;       /* one BY_* bit */
    struct hands hands; /* of the booking */
    int64_t stop_id;
    bool weak;                 /* what was shown proves little */
    bool flagged;              /* one of its hand-overs is weak or out of turn */
    int64_t floor_at;          /* nothing can have happened before */
    int64_t early_at;          /* collecting before is out of the ordinary */
    int64_t first_at, last_at; /* of the hand-overs noted with it; 0 for none */
};

/* Who taps, and the booking with its hands. E_NOT_FOUND for one who is not party to it. */
enum status tap_open(struct ctx *x, struct handover *h, struct tap *tap) WARN_UNUSED;
/* Which stop is meant. E_INVALID stop_id. */
enum status tap_find_stop(struct ctx *x, struct tap *tap) WARN_UNUSED;

bool handover_has_code(const struct handover *h);
/* It waited in a phone: it has happened, whatever it looks like now. */
bool handover_waited(const struct handover *h);
bool handover_names(const struct handover *h, int64_t child_id);

/* Who may prove what: the giver types the supporter's code, the supporter the receiver's. */
bool tap_proof_fits(const struct tap *tap);
/* Sets tap->weak. */
enum status tap_judge_proof(struct ctx *x, struct tap *tap) WARN_UNUSED;
/* E_RULE handover.barred; E_INVALID pickup_person_id. */
enum status tap_check_person(struct ctx *x, const struct tap *tap, int64_t child_id) WARN_UNUSED;

#endif
