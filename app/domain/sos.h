/* sos.h - the emergency card, the SOS button, and 無事つきました (domain.md 3). */
#ifndef APP_DOMAIN_SOS_H
#define APP_DOMAIN_SOS_H

#include "app/domain/brief.h"
#include "app/domain/expectation.h"

/* Whom to phone, in this order; the words are the texts "sos.<number's digits>". */
struct sos_number {
    const char *number, *text_key;
};
extern const struct sos_number sos_numbers[]; /* ended by a NULL number */

struct sos_phone {
    const char *who;   /* "guardian", "next_adult" */
    const char *name;  /* NULL: the coordinator comes next */
    const char *phone; /* NULL: none */
};

struct sos_card {
    struct brief brief; /* booking_id in; out: children with their health, stops, needs */
    int here;           /* index of brief.stops where they should be; -1 */
    struct sos_phone phones[GUARDIANS_MAX + 1];
    int phones_n;
};
/* A ctx_fn that writes: the look is noted for the family. For the supporter, as long as the brief
 * is shown; E_NOT_FOUND for everybody else. */
enum status sos_open(struct ctx *x, void *sos_card) WARN_UNUSED;

struct booking_say {
    int64_t booking_id;
    struct booking_row booking; /* out */
};
/* ctx_fn, pressed by either side from confirmation until the report is agreed: the other side and
 * all guardians, the coordinators and safeguarding hear of it at once. Again within a minute is
 * once. E_RULE sos.not_now. */
enum status sos_press(struct ctx *x, void *booking_say) WARN_UNUSED;

/* 無事つきました (ctx_fn), by either side while a child is in care: everyone named hears of it.
 * Again within a minute is once. E_RULE care.not_now, booking.too_often. */
enum status arrived_say(struct ctx *x, void *booking_say) WARN_UNUSED;

#endif
