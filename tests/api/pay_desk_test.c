/* pay_desk_test.c - what the finance desk sees of the calls to the provider, and taking one up
 * again. */
#include "tests/purse.h"
#include "tests/test.h"

#include <stdio.h>

static int ops(struct purse *p, const struct person *who, const char *query)
{
    char path[200];

    snprintf(path, sizeof path, "/api/v1/communities/%s/pay-ops%s", p->t->community.text, query);
    return client_get(who->client, path);
}

static int resume(struct purse *p, const struct person *who, const char *op)
{
    char path[200];

    snprintf(path, sizeof path, "/api/v1/communities/%s/pay-ops/%s/resume", p->t->community.text,
             op);
    return client_post(who->client, path, NULL);
}

/* A hold whose key the provider once took for something else. */
static struct job stuck(struct purse *p)
{
    struct job j = purse_job(p);

    purse_save(p, j.parent, "pm_card_visa");
    job_book(&j);
    town_sql(p->t, "UPDATE pay_op SET state = 'manual', first_sent_at = 1, error = 'keyclash'"
                   " WHERE kind = 'hold_create'");
    return j;
}

TEST_BOTH(finance_sees_what_is_stuck_and_takes_it_up_again)
{
    struct purse *p = purse_open(engine);
    struct job j = stuck(p);
    struct person *finance = world_staff(p->world, "経理", "finance");
    struct client *c = finance->client;
    char id[40];

    purse_step(p);
    CHECK_TEXT(job_state(&j), "agreed");
    CHECK_I64(ops(p, finance, "?state=waiting"), 200);
    CHECK_I64(json_array_size(client_at(c, "items")), 0);
    CHECK_I64(ops(p, finance, "?state=done"), 400);
    CHECK_I64(ops(p, finance, ""), 200);
    CHECK_I64(json_array_size(client_at(c, "items")), 1);
    CHECK_TEXT(client_text(c, "items.0.kind"), "hold_create");
    CHECK_TEXT(client_text(c, "items.0.error"), "keyclash");
    CHECK_TEXT(client_text(c, "items.0.subject_id"), purse_id(p, &j, 0));
    CHECK_I64(client_i64(c, "items.0.amount_minor"), 750);
    snprintf(id, sizeof id, "%s", client_text(c, "items.0.id"));

    CHECK_I64(resume(p, finance, "op_0000000000001"), 404);
    CHECK_I64(resume(p, finance, id), 200);
    CHECK_TEXT(client_text(c, "state"), "unknown");
    CHECK_I64(resume(p, finance, id), 404);
    for (int i = 0; i < 6; i++) {
        purse_clock(p, world_now(p->world) + MINUTE_MS);
        purse_step(p);
    }
    CHECK_TEXT(job_state(&j), "confirmed");
    CHECK_I64(bank_count(p->bank, "/v1/payment_intents?limit=100"), 1);
    world_close(p->world);
}

TEST_BOTH(nobody_else_sees_the_calls)
{
    struct purse *p = purse_open(engine);
    struct person *trainer = world_staff(p->world, "研修", "trainer");
    struct person *auditor = world_staff(p->world, "監査", "auditor");
    struct person *other = world_staff_of(p->world, world_community_in(p->world, "Asia/Tokyo"),
                                          "となりの経理", "finance");

    (void)stuck(p);
    CHECK_I64(ops(p, p->t->sato.parent, ""), 403);
    CHECK_I64(ops(p, trainer, ""), 403);
    CHECK_I64(ops(p, other, ""), 404);
    CHECK_I64(ops(p, auditor, ""), 200);
    CHECK_I64(resume(p, auditor, "op_0000000000001"), 403);
    CHECK_I64(resume(p, other, "op_0000000000001"), 404);
    world_close(p->world);
}
