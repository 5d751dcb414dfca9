/* gate_watch.c - see gate_watch.h. */
#include "app/domain/gate_watch.h"

#include "app/domain/choose.h"
#include "app/domain/community.h"
#include "app/domain/task.h"
#include "db/store/booking_desk.h"

static enum status judge(struct ctx *x, const struct booking_row *b, enum reason *why)
{
    struct gate_row gate;
    struct request_child_row *children;
    struct community c;
    int n;
    enum status s = community_get(x, b->community_id, &c);

    *why = R_GATE_NOT_AVAILABLE;
    s = s == OK ? store_request_children(x->tx, b->request_id, &children, &n) : s;
    if (s != OK) {
        return s;
    }
    s = store_gate_pair(x->tx, b->community_id, b->guardian_id, b->supporter_id, &gate);
    if (s == OK) {
        struct age_span ages = age_span(children, n);
        struct gate_job job = {b->kind,       NULL,        b->start_at,  b->end_at,
                               ages.youngest, ages.oldest, b->trial != 0};

        *why = gate_why_not(&c.rules, &gate, &job);
    }
    return s == E_NOT_FOUND ? OK : s; /* the tie itself has ended */
}

enum status gate_recheck(struct ctx *x, const struct booking_row *b)
{
    enum reason why;
    enum status s = judge(x, b, &why);

    return s == OK && why != R_NONE
               ? task_open(x, b->community_id, "coordinator", "gate.lost", b->id, x->now)
               : s;
}

enum status gate_recheck_supporter(struct ctx *x, int64_t community_id, int64_t supporter_id)
{
    struct desk_live *live;
    struct booking_row b;
    int n = 0;
    enum status s = store_desk_live(x->tx, supporter_id, &live, &n);

    for (int i = 0; s == OK && i < n; i++) {
        if (live[i].community_id != community_id) {
            continue;
        }
        s = store_booking_get(x->tx, live[i].id, &b);
        s = s == OK ? gate_recheck(x, &b) : s;
    }
    return s;
}
