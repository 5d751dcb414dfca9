/* hook.c - see hook.h. */
#include "payments/sandbox/hook.h"

#include "db/store/sandbox.h"
#include "db/store/sandbox_wire.h"

#define HOOK_DUPLICATES_MAX 100

static int64_t setting(struct call *c, const char *name)
{
    int64_t value = 0;

    well(c, store_sandbox_setting(c->t, name, &value));
    return value;
}

void hook_event(struct call *c, const char *event_ref)
{
    int64_t drop, copies, due_at;

    if (c->sb->hook_base[0] == '\0') {
        return;
    }
    drop = setting(c, "hook_drop");
    copies = 1 + setting(c, "hook_duplicate");
    due_at = c->now + setting(c, "hook_delay_ms");
    if (drop > 0) {
        well(c, store_sandbox_set(c->t, "hook_drop", drop - 1));
        return;
    }
    for (int64_t i = 0; i < copies && i <= HOOK_DUPLICATES_MAX && c->status == OK; i++) {
        well(c, store_sandbox_delivery(c->t, id_next(&c->sb->ids, clock_now(c->sb->clock)),
                                       event_ref, due_at));
    }
}
