/* pay_desk.c - see pay_desk.h. */
#include "app/domain/pay_desk.h"

#include "app/domain/audit.h"
#include "app/domain/staff.h"
#include "app/domain/task.h"

enum status pay_desk_list(struct ctx *x, void *arg)
{
    struct pay_desk *d = arg;
    enum status s = staff_has_role(x, d->community_id, STAFF_FINANCE | STAFF_ADMIN | STAFF_AUDITOR);

    return s == OK ? store_pay_op_list(x->tx, d->community_id, d->manual, d->after_id, d->max,
                                       &d->rows, &d->n)
                   : s;
}

enum status pay_desk_resume(struct ctx *x, void *arg)
{
    struct pay_resume *r = arg;
    enum status s = staff_has_role(x, r->community_id, STAFF_FINANCE | STAFF_ADMIN);

    if (s == OK) {
        s = store_pay_op_resume(x->tx, r->community_id, r->op_id, x->now);
    }
    if (s == OK) {
        s = task_settle(x, "payment.manual", r->op_id);
    }
    if (s == OK) {
        s = audit_note(x, 0, "payment.resumed", r->op_id);
    }
    return s == OK ? store_pay_op_get(x->tx, r->op_id, &r->op) : s;
}
