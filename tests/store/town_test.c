/* town_test.c - the tests' own town is what it says: everything that a job needs is there. */
#include "app/base/zone.h"
#include "app/domain/community.h"
#include "app/domain/gate.h"
#include "app/domain/policy.h"
#include "app/domain/tariff_rows.h"
#include "tests/test.h"
#include "tests/town.h"

#include <stdlib.h>

struct look {
    struct town *town;
    struct community community;
    struct gate_row gate;
    struct tariff tariff;
    struct policy_row policy;
    const char *birth_day;
};

static enum status look(struct ctx *x, void *arg)
{
    struct look *l = arg;
    struct town *t = l->town;
    int64_t day = 0;
    enum status s = community_get(x, t->community.id, &l->community);

    s = s == OK ? store_gate_pair(x->tx, t->community.id, t->sato.parent->id, t->yuki->id, &l->gate)
                : s;
    s = s == OK ? tariff_for(x, t->community.id, "Asia/Tokyo", x->now, &l->tariff) : s;
    s = s == OK ? community_day(&l->community, x->now, &day) : s;
    if (s == OK) {
        struct policy_job job = {t->community.id, day, day, 3, 5, false};

        s = policy_find(x, &job, &l->policy);
    }
    return s;
}

TEST_BOTH(a_town_is_ready_for_a_job)
{
    struct town *t = town_open(world_open(engine));
    struct ctx x = world_ctx(t->world, t->sato.parent->id);
    struct look l = {.town = t};
    struct rules rules;
    struct gate_job job = {"pickup", NULL, x.now + HOUR_MS, x.now + 2 * HOUR_MS, 0, 12, false};

    CHECK_STATUS(ctx_read(&x, look, &l), OK);
    rules_defaults(&rules);
    CHECK_I64(gate_why_not_ask(&rules, &l.gate, &job), R_NONE);
    CHECK_I64(l.tariff.id, t->tariff.id);
    CHECK_I64(l.policy.id, t->policy.id);
    town_block(t, t->yuki, t->sato.parent);
    CHECK_STATUS(ctx_read(&x, look, &l), OK);
    CHECK_I64(gate_why_not_ask(&rules, &l.gate, &job), R_GATE_NOT_AVAILABLE);
    CHECK_I64(town_count(t, "SELECT COUNT(*) FROM child_home"), 3);
    world_close(t->world);
}
