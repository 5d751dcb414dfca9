/* next_adult.h - who comes for a child when the supporter can't stay any longer: named by the
 * family, else by the program. */
#ifndef APP_DOMAIN_NEXT_ADULT_H
#define APP_DOMAIN_NEXT_ADULT_H

#include "app/domain/booking.h"
#include "app/domain/expectation.h"

/* Names somebody where nobody is named: another guardian than the one who acts, else the first
 * person who may collect on that day, else the coordinator, who is told. Both sides are told. */
enum status next_adult_settle(struct ctx *x, const struct booking_row *b,
                              struct expectation *e) WARN_UNUSED;

/* Who comes when it gets later than that (ctx_fn): a guardian of the home, a person who may collect
 * on that day, or (both 0) the coordinator. By a guardian: E_RULE next_adult.family for the
 * supporter; E_INVALID "member_id", "pickup_person_id"; E_RULE late.not_now. */
struct next_adult_name {
    int64_t booking_id;
    int64_t member_id, pickup_person_id;
    struct booking_row booking; /* out */
    struct expectation expected;
};
enum status next_adult_name(struct ctx *x, void *next_adult_name) WARN_UNUSED;

/* The timer "booking.until": "at the latest" has come and a child is still there. */
enum status booking_until(struct ctx *x, int64_t booking_id) WARN_UNUSED;

#endif
