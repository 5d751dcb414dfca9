/* desk.c - see desk.h. */
#include "app/domain/desk.h"

#include "app/base/buf.h"
#include "app/domain/audit.h"
#include "app/domain/staff.h"
#include "db/store/booking.h"

#include <string.h>

#define READS_BOOKINGS (STAFF_COORDINATOR | STAFF_SAFEGUARDING | STAFF_ADMIN | STAFF_AUDITOR)

/* The desks that a person with these roles sees: one's own; of admin and auditor all. */
static const char *desks_of(struct ctx *x, unsigned roles)
{
    bool all = (roles & (STAFF_ADMIN | STAFF_AUDITOR)) != 0;
    struct buf b;

    buf_init(&b, x->arena, 256);
    buf_text(&b, " ");
#define ADD_ROLE(name, text, bit)      \
    if (all || (roles & (bit)) != 0) { \
        buf_text(&b, text " ");        \
    }
    STAFF_ROLES(ADD_ROLE)
#undef ADD_ROLE
    return buf_done(&b);
}

enum status desk_tasks(struct ctx *x, void *arg)
{
    struct task_page *p = arg;
    unsigned roles;
    enum status s = staff_roles_here(x, p->community_id, STAFF_ANY, &roles);
    const char *desks = s == OK ? desks_of(x, roles) : NULL;

    if (s == OK && desks == NULL) {
        return E_BUSY;
    }
    return s == OK ? store_task_list(x->tx, p->community_id, desks, p->after_id, p->max, &p->tasks,
                                     &p->n)
                   : s;
}

static unsigned role_bit(const char *role)
{
#define ROLE_BIT(name, text, bit)    \
    if (strcmp(role, (text)) == 0) { \
        return (bit);                \
    }
    STAFF_ROLES(ROLE_BIT)
#undef ROLE_BIT
    return 0;
}

enum status desk_task_done(struct ctx *x, void *arg)
{
    struct task_doing *d = arg;
    enum status s = store_task_get(x->tx, d->id, &d->task);

    s = s == OK ? staff_has_role(x, d->task.community_id, role_bit(d->task.role) | STAFF_ADMIN) : s;
    if (s != OK || d->task.done_at != 0) {
        return s;
    }
    s = store_task_done(x->tx, d->id, x->member_id, x->now, d->note);
    s = s == OK ? audit_note(x, 0, "task.done", d->id) : s;
    return s == OK ? store_task_get(x->tx, d->id, &d->task) : s;
}

enum status desk_bookings(struct ctx *x, void *arg)
{
    struct desk_page *p = arg;
    enum status s = staff_has_role(x, p->window.community_id, READS_BOOKINGS);

    return s == OK ? store_desk_bookings(x->tx, &p->window, &p->rows, &p->n) : s;
}

enum status desk_open_requests(struct ctx *x, void *arg)
{
    struct desk_requests *p = arg;
    enum status s = staff_has_role(x, p->community_id, READS_BOOKINGS);

    return s == OK ? store_desk_requests(x->tx, p->community_id, x->now, p->after_start,
                                         p->after_id, p->max, &p->rows, &p->n)
                   : s;
}

enum status desk_booking_history(struct ctx *x, void *arg)
{
    struct desk_history *h = arg;
    struct booking_row b;
    enum status s = staff_has_role(x, h->community_id, READS_BOOKINGS);

    s = s == OK ? store_booking_get(x->tx, h->booking_id, &b) : s;
    if (s == OK && b.community_id != h->community_id) {
        return E_NOT_FOUND;
    }
    return s == OK ? store_booking_events_after(x->tx, h->booking_id, h->after_id, h->max,
                                                &h->events, &h->n)
                   : s;
}
