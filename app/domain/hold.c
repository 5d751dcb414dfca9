/* hold.c - see hold.h. */
#include "app/domain/hold.h"

#include "app/domain/audit.h"
#include "app/domain/booking.h"
#include "app/domain/gate_watch.h"
#include "app/domain/notice.h"
#include "app/domain/staff.h"
#include "app/domain/task.h"
#include "db/store/booking_desk.h"
#include "db/store/hold.h"
#include "db/store/membership.h"

#include <string.h>

/* Also finds the supporter of a booking. */
static enum status may_hold(struct ctx *x, const struct hold *h, struct hold_row *row,
                            struct booking_row *b)
{
    enum status s = staff_has_role(x, h->community_id, STAFF_SAFEGUARDING);

    *row = (struct hold_row){.id = new_id(x),
                             .community_id = h->community_id,
                             .member_id = h->member_id,
                             .booking_id = h->booking_id,
                             .put_by = x->member_id,
                             .put_at = x->now};
    if (s != OK || h->booking_id == 0) {
        return s == OK ? store_membership_live(x->tx, h->member_id, h->community_id) : s;
    }
    s = store_booking_get(x->tx, h->booking_id, b);
    row->member_id = s == OK ? b->supporter_id : 0;
    return s == OK && b->community_id != h->community_id ? E_NOT_FOUND : s;
}

/* In words of the office alone: nobody else learns of a hold. */
static enum status call_guardian(struct ctx *x, const struct booking_row *b)
{
    enum status s =
        task_open(x, b->community_id, "coordinator", "hold.call_guardian", b->id, x->now);

    return s == OK
               ? notice_put_staff(x, b->community_id, "coordinator", NOTICE_CALL_GUARDIAN, b->id)
               : s;
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
        if (s == OK) {
            s = strcmp(b.state, "in_care") == 0 ? call_guardian(x, &b) : gate_recheck(x, &b);
        }
    }
    return s;
}

enum status hold_put(struct ctx *x, void *arg)
{
    const struct hold *h = arg;
    struct booking_row b;
    struct hold_row row;
    bool put = false;
    enum status s = may_hold(x, h, &row, &b);

    s = s == OK ? store_hold_put(x->tx, &row, &put) : s;
    if (s != OK || !put) {
        return s;
    }
    s = audit_note(x, 0, "hold.put", h->booking_id != 0 ? h->booking_id : row.member_id);
    return s == OK ? tell_coordinators(x, row.member_id) : s;
}

enum status hold_lift(struct ctx *x, void *arg)
{
    const struct hold *h = arg;
    struct booking_row b;
    struct hold_row row;
    bool lifted = false;
    enum status s = may_hold(x, h, &row, &b);

    s = s == OK ? store_hold_lift(x->tx, &row, x->member_id, x->now, &lifted) : s;
    return s == OK && lifted
               ? audit_note(x, 0, "hold.lifted", h->booking_id != 0 ? h->booking_id : row.member_id)
               : s;
}

enum status hold_stands(struct ctx *x, int64_t booking_id, bool *stands)
{
    return store_hold_stands(x->tx, booking_id, stands);
}
