/* next_adult.c - see next_adult.h. */
#include "app/domain/next_adult.h"

#include "app/domain/community.h"
#include "app/domain/notice.h"
#include "app/domain/task.h"
#include "app/domain/timer.h"
#include "db/store/disaster.h"
#include "db/store/guardian.h"
#include "db/store/pickup_person.h"

#include <string.h>

static bool may_collect(const struct pickup_person_row *p, int64_t day)
{
    return p->ended_at == 0 && p->valid_from_day <= day && day <= p->valid_to_day;
}

static enum status local_day(struct ctx *x, const struct booking_row *b, int64_t at, int64_t *day)
{
    struct community c;
    enum status s = community_get(x, b->community_id, &c);

    return s == OK ? community_day(&c, at, day) : s;
}

static enum status find_guardian(struct ctx *x, const struct booking_row *b, int64_t *member_id)
{
    int64_t *guardians;
    int64_t but = x->member_id != 0 ? x->member_id : b->guardian_id; /* who did not come in time */
    int n;
    enum status s = store_guardians(x->tx, b->household_id, &guardians, &n);

    *member_id = 0;
    for (int i = 0; s == OK && i < n; i++) {
        if (guardians[i] != but && *member_id == 0) {
            *member_id = guardians[i];
        }
    }
    return s;
}

static enum status find_person(struct ctx *x, const struct booking_row *b, int64_t day,
                               int64_t *person_id)
{
    struct pickup_person_row *persons;
    int n;
    enum status s = store_pickup_persons(x->tx, b->household_id, &persons, &n);

    *person_id = 0;
    for (int i = 0; s == OK && i < n; i++) {
        if (may_collect(&persons[i], day) && *person_id == 0) {
            *person_id = persons[i].id;
        }
    }
    return s;
}

static enum status find(struct ctx *x, const struct booking_row *b, int64_t at,
                        struct next_adult_row *r)
{
    int64_t day;
    enum status s = find_guardian(x, b, &r->member_id);

    r->kind = "guardian";
    if (s != OK || r->member_id != 0) {
        return s;
    }
    s = local_day(x, b, at, &day);
    s = s == OK ? find_person(x, b, day, &r->pickup_person_id) : s;
    r->kind = r->pickup_person_id != 0 ? "pickup_person" : "coordinator";
    return s;
}

static enum status tell(struct ctx *x, const struct booking_row *b, const struct next_adult_row *r)
{
    enum status s = notice_put_guardians(x, b->household_id, 0, NOTICE_NEXT_ADULT, b->id);

    if (s == OK) {
        s = notice_put(x, b->supporter_id, NOTICE_NEXT_ADULT, b->id);
    }
    if (s != OK || strcmp(r->kind, "coordinator") != 0) {
        return s;
    }
    s = task_open(x, b->community_id, "coordinator", "booking.next_adult", b->id, b->until_at);
    return s == OK ? notice_put_staff(x, b->community_id, "coordinator", NOTICE_NEXT_ADULT, b->id)
                   : s;
}

static enum status put(struct ctx *x, const struct booking_row *b, const struct next_adult_row *r,
                       struct expectation *e)
{
    enum status s = store_next_adult_put(x->tx, r);

    if (s == OK) {
        s = booking_fact(x, b, "next_adult", "");
    }
    if (s == OK && strcmp(r->kind, "coordinator") != 0) {
        s = task_settle(x, "booking.next_adult", b->id);
    }
    if (s == OK) {
        s = tell(x, b, r);
    }
    e->named = true;
    e->next = *r;
    return s;
}

enum status next_adult_settle(struct ctx *x, const struct booking_row *b, struct expectation *e)
{
    struct next_adult_row r = {.booking_id = b->id, .named_at = x->now};
    enum status s = find(x, b, e->end_at, &r);

    return s == OK ? put(x, b, &r, e) : s;
}

static enum status check_person(struct ctx *x, const struct booking_row *b, int64_t person_id)
{
    struct pickup_person_row p;
    int64_t day;
    enum status s = store_pickup_person_get(x->tx, person_id, &p);

    if (s == OK) {
        s = local_day(x, b, b->until_at, &day);
    }
    if (s == E_NOT_FOUND ||
        (s == OK && (p.household_id != b->household_id || !may_collect(&p, day)))) {
        return invalid(x, "pickup_person_id");
    }
    return s;
}

static enum status check_named(struct ctx *x, const struct next_adult_name *n)
{
    enum status s = OK;

    if (n->member_id != 0) {
        s = store_guardian_is(x->tx, n->booking.household_id, n->member_id);
        s = s == E_NOT_FOUND ? invalid(x, "member_id") : s;
    }
    if (s == OK && n->pickup_person_id != 0) {
        s = n->member_id != 0 ? invalid(x, "pickup_person_id")
                              : check_person(x, &n->booking, n->pickup_person_id);
    }
    return s;
}

static bool same(const struct expectation *e, const struct next_adult_row *r)
{
    return e->named && strcmp(e->next.kind, r->kind) == 0 && e->next.member_id == r->member_id &&
           e->next.pickup_person_id == r->pickup_person_id;
}

enum status next_adult_name(struct ctx *x, void *arg)
{
    struct next_adult_name *n = arg;
    struct next_adult_row r = {n->booking_id,       "coordinator", n->member_id,
                               n->pickup_person_id, x->member_id,  x->now};
    unsigned who;
    enum status s = booking_for_party(x, n->booking_id, &n->booking, &who);

    r.kind = r.member_id != 0 ? "guardian" : r.pickup_person_id != 0 ? "pickup_person" : r.kind;
    if (s == OK && who == BY_SUPPORTER) {
        return refuse(x, R_NEXT_ADULT_FAMILY);
    }
    if (s == OK && strcmp(n->booking.state, "confirmed") != 0 &&
        strcmp(n->booking.state, "in_care") != 0) {
        return refuse(x, R_LATE_NOT_NOW);
    }
    s = s == OK ? check_named(x, n) : s;
    s = s == OK ? late_expectation(x, &n->booking, &n->expected) : s;
    if (s != OK || same(&n->expected, &r)) {
        return s;
    }
    s = booking_fact_room(x, n->booking_id, "next_adult");
    return s == OK ? put(x, &n->booking, &r, &n->expected) : s;
}

static enum status call_everybody(struct ctx *x, const struct booking_row *b,
                                  const struct expectation *e)
{
    enum status s = notice_put_guardians(x, b->household_id, 0, NOTICE_UNTIL_PASSED, b->id);

    if (s == OK) {
        s = notice_put(x, b->supporter_id, NOTICE_UNTIL_PASSED, b->id);
    }
    if (s == OK) { /* a pick-up person has no account: the coordinator phones */
        s = task_open(x, b->community_id, "coordinator", "booking.until", b->id, x->now);
    }
    return s == OK && strcmp(e->next.kind, "guardian") != 0
               ? notice_put_staff(x, b->community_id, "coordinator", NOTICE_UNTIL_PASSED, b->id)
               : s;
}

enum status booking_until(struct ctx *x, int64_t booking_id)
{
    struct booking_row b;
    struct expectation e;
    bool disaster = false;
    enum status s = store_booking_get(x->tx, booking_id, &b);

    if (s != OK || strcmp(b.state, "in_care") != 0) {
        return s;
    }
    s = store_disaster_is_on(x->tx, b.community_id, &disaster);
    if (s == OK && disaster) { /* they stay until collected */
        return timer_put(x, "booking.until", b.id, x->now + DISASTER_PAUSE_MS);
    }
    s = s == OK ? late_expectation(x, &b, &e) : s;
    if (s == OK && !e.named) {
        s = next_adult_settle(x, &b, &e);
    }
    s = s == OK ? booking_fact(x, &b, "until_passed", "") : s;
    return s == OK ? call_everybody(x, &b, &e) : s;
}
