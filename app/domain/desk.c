/* desk.c - see desk.h. */
#include "app/domain/desk.h"

#include "app/base/buf.h"
#include "app/domain/audit.h"
#include "app/domain/gate_watch.h"
#include "app/domain/staff.h"
#include "app/domain/task.h"
#include "db/store/booking.h"
#include "db/store/membership.h"

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

static enum status may_hold(struct ctx *x, const struct hold *h)
{
    enum status s = staff_has_role(x, h->community_id, STAFF_SAFEGUARDING);

    return s == OK ? store_membership_live(x->tx, h->member_id, h->community_id) : s;
}

/* A member may help in several communities: each one's coordinator is told of its own children. */
static enum status tell_coordinators(struct ctx *x, int64_t supporter_id)
{
    struct desk_live *live;
    struct booking_row b;
    int n = 0;
    enum status s = store_desk_live(x->tx, supporter_id, &live, &n);

    for (int i = 0; s == OK && i < n; i++) {
        s = store_booking_get(x->tx, live[i].id, &b);
        if (s == OK && strcmp(b.state, "in_care") == 0) {
            s = task_open(x, b.community_id, "coordinator", "hold.call_guardian", b.id, x->now);
        } else if (s == OK) {
            s = gate_recheck(x, &b);
        }
    }
    return s;
}

enum status desk_hold(struct ctx *x, void *arg)
{
    const struct hold *h = arg;
    bool changed = false;
    enum status s = may_hold(x, h);

    s = s == OK ? store_desk_hold(x->tx, h->member_id, x->now, &changed) : s;
    if (s != OK || !changed) {
        return s;
    }
    s = audit_note(x, 0, "hold.put", h->member_id);
    return s == OK ? tell_coordinators(x, h->member_id) : s;
}

enum status desk_lift(struct ctx *x, void *arg)
{
    const struct hold *h = arg;
    bool changed = false;
    enum status s = may_hold(x, h);

    s = s == OK ? store_desk_lift(x->tx, h->member_id, &changed) : s;
    return s == OK && changed ? audit_note(x, 0, "hold.lifted", h->member_id) : s;
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
    return s == OK ? store_booking_events(x->tx, h->booking_id, &h->events, &h->n) : s;
}
