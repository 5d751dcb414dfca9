/* sos.c - see sos.h. */
#include "app/domain/sos.h"

#include "app/domain/audit.h"
#include "app/domain/notice.h"
#include "app/domain/phone.h"
#include "app/domain/task.h"
#include "db/store/booking_event.h"

#include <string.h>

const struct sos_number sos_numbers[] = {
    {"119", "sos.119"},    {"110", "sos.110"}, {"#8000", "sos.8000"},
    {"#7119", "sos.7119"}, {"189", "sos.189"}, {NULL, NULL},
};

static enum status load_guardians(struct ctx *x, struct sos_card *c)
{
    enum status s = OK;

    for (int i = 0; s == OK && i < c->brief.guardians_n && i < GUARDIANS_MAX; i++) {
        const struct guardian_name *g = &c->brief.guardians[i];
        struct sos_phone *p = &c->phones[c->phones_n++];

        *p = (struct sos_phone){"guardian", g->display_name, NULL};
        s = phone_of_member(x, g->member_id, &p->phone);
    }
    return s;
}

/* A guardian stands in the list already. */
static enum status load_next(struct ctx *x, struct sos_card *c)
{
    struct expectation e;
    struct sos_phone *p = &c->phones[c->phones_n];
    enum status s = late_expectation(x, &c->brief.booking, &e);

    if (s != OK || !e.named || strcmp(e.next.kind, "guardian") == 0) {
        return s;
    }
    *p = (struct sos_phone){"next_adult", NULL, NULL};
    c->phones_n += 1;
    return e.next.pickup_person_id != 0
               ? phone_of_pickup_person(x, e.next.pickup_person_id, &p->name, &p->phone)
               : OK;
}

enum status sos_open(struct ctx *x, void *arg)
{
    struct sos_card *c = arg;
    enum status s = brief_open(x, &c->brief);

    c->phones_n = 0;
    if (s == OK) {
        s = audit_note(x, c->brief.booking.household_id, "saw.phone", c->brief.booking_id);
    }
    if (s == OK) {
        s = load_guardians(x, c);
    }
    if (s == OK) {
        s = load_next(x, c);
    }
    c->here = s == OK ? brief_here(c->brief.stops, c->brief.stops_n, x->now) : -1;
    return s;
}

/* *again: the same was said a moment ago. */
static enum status said_just_now(struct ctx *x, int64_t booking_id, const char *name, bool *again)
{
    int64_t n = 0;
    enum status s =
        store_booking_event_count(x->tx, booking_id, name, x->now - SAME_TAP_MS + 1, &n);

    *again = n > 0;
    return s;
}

static enum status tell_party(struct ctx *x, const struct booking_row *b, enum notice_kind kind)
{
    enum status s = notice_put_guardians(x, b->household_id, x->member_id, kind, b->id);

    return s == OK && b->supporter_id != x->member_id ? notice_put(x, b->supporter_id, kind, b->id)
                                                      : s;
}

static enum status call_office(struct ctx *x, const struct booking_row *b)
{
    enum status s = task_open(x, b->community_id, "coordinator", "booking.sos", b->id, x->now);

    if (s == OK) {
        s = task_open(x, b->community_id, "safeguarding", "booking.sos_guard", b->id, x->now);
    }
    if (s == OK) {
        s = notice_put_staff(x, b->community_id, "coordinator", NOTICE_SOS, b->id);
    }
    return s == OK ? notice_put_staff(x, b->community_id, "safeguarding", NOTICE_SOS, b->id) : s;
}

static bool may_press(const struct booking_row *b)
{
    return strcmp(b->state, "confirmed") == 0 || strcmp(b->state, "in_care") == 0 ||
           strcmp(b->state, "returned") == 0;
}

enum status sos_press(struct ctx *x, void *arg)
{
    struct booking_say *say = arg;
    const struct booking_row *b = &say->booking;
    bool again = false;
    int64_t pressed = 0;
    unsigned who;
    enum status s = booking_for_party(x, say->booking_id, &say->booking, &who);

    if (s == OK && !may_press(b)) {
        return refuse(x, R_SOS_NOT_NOW);
    }
    s = s == OK ? said_just_now(x, b->id, "sos", &again) : s;
    if (s != OK || again) {
        return s;
    }
    s = store_booking_event_count(x->tx, b->id, "sos", 0, &pressed);
    if (s == OK && pressed < FACTS_OF_A_KIND_MAX) { /* it is heard all the same */
        s = booking_fact(x, b, "sos", "");
    }
    s = s == OK ? tell_party(x, b, NOTICE_SOS) : s;
    return s == OK ? call_office(x, b) : s;
}

enum status arrived_say(struct ctx *x, void *arg)
{
    struct booking_say *say = arg;
    bool again = false;
    unsigned who;
    enum status s = booking_for_party(x, say->booking_id, &say->booking, &who);

    if (s == OK && strcmp(say->booking.state, "in_care") != 0) {
        return refuse(x, R_CARE_NOT_NOW);
    }
    s = s == OK ? said_just_now(x, say->booking_id, "arrived", &again) : s;
    if (s != OK || again) {
        return s;
    }
    s = booking_fact_room(x, say->booking_id, "arrived");
    s = s == OK ? booking_fact(x, &say->booking, "arrived", "") : s;
    return s == OK ? tell_party(x, &say->booking, NOTICE_ARRIVED) : s;
}
