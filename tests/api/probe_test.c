/* probe_test.c - what an operator's machines ask, on the private listener alone. */
#include "app/domain/notice.h"
#include "tests/database.h"
#include "tests/people.h"
#include "tests/test.h"
#include "tests/world.h"

#include <string.h>
#include <time.h>

static struct client *operator_of(struct world *w)
{
    struct client *c = client_open(w->private_url);

    CHECK(c != NULL);
    return c;
}

TEST_BOTH(a_server_is_alive_and_ready_as_soon_as_it_listens)
{
    struct world *w = world_open(engine);
    struct client *c = operator_of(w);

    CHECK_I64(client_get(c, "/healthz"), 200);
    CHECK_TEXT(client_text(c, "status"), "ok");
    CHECK_I64(client_get(c, "/readyz"), 200);
    CHECK_TEXT(client_text(c, "status"), "ready");
    client_close(c);
    world_close(w);
}

/* The figures, as soon as they say so: a request is counted just after its answer went out. */
static bool figures_say(struct client *c, const char *words)
{
    const struct timespec moment = {0, 10 * 1000 * 1000};

    for (int i = 0; i < 200; i++) {
        CHECK_I64(client_get(c, "/metrics"), 200);
        if (strstr(c->text, words) != NULL) {
            return true;
        }
        nanosleep(&moment, NULL);
    }
    return false;
}

TEST_BOTH(figures_count_requests_and_transactions)
{
    struct world *w = world_open(engine);
    struct client *c = operator_of(w);

    CHECK_I64(client_get(world_client(w), "/api/v1/nowhere"), 404);
    CHECK(figures_say(c, "status=\"4xx\"} 1\n"));
    CHECK(strstr(c->text, "otagai_db_statements_total ") != NULL);
    CHECK(strstr(c->text, "otagai_db_transactions_total ") != NULL);
    client_close(c);
    world_close(w);
}

static enum status tell_tx(struct ctx *x, void *arg)
{
    const struct person *p = arg;

    return notice_put(x, p->id, NOTICE_ACCOUNT_EXISTS, p->id);
}

TEST_BOTH(figures_tell_what_waits_to_be_told_and_for_how_long)
{
    struct world *w = world_open(engine);
    struct client *c = operator_of(w);
    struct ctx x = world_ctx(w, 0);

    CHECK_STATUS(ctx_tx(&x, tell_tx, world_member(w, "花子")), OK);
    world_advance(w, MINUTE_MS);
    CHECK_I64(client_get(c, "/metrics"), 200);
    CHECK(strstr(c->text, "otagai_notices_pending 1\n") != NULL);
    CHECK(strstr(c->text, "otagai_notices_late_seconds 6") != NULL);
    CHECK(world_step(w) > 0);
    CHECK_I64(client_get(c, "/metrics"), 200);
    CHECK(strstr(c->text, "otagai_notices_pending 0\n") != NULL);
    CHECK(strstr(c->text, "otagai_notices_failed 0\n") != NULL);
    CHECK(strstr(c->text, "otagai_notices_late_seconds 0\n") != NULL);
    client_close(c);
    world_close(w);
}

TEST_BOTH(nobody_outside_sees_the_figures)
{
    struct world *w = world_open(engine);
    struct client *c = world_client(w);

    CHECK_I64(client_get(c, "/metrics"), 404);
    CHECK_I64(client_get(c, "/readyz"), 404);
    CHECK_I64(client_get(c, "/healthz"), 404);
    world_close(w);
}

static enum status unknown_step(struct tx *t, void *arg)
{
    (void)arg;
    return db_script(t, "UPDATE schema_migration SET sha256 = '0'");
}

TEST_BOTH(a_server_on_another_schema_is_alive_but_not_ready)
{
    struct world *w = world_open(engine);
    struct client *c = operator_of(w);

    CHECK_STATUS(db_tx(w->db, w->arena, unknown_step, NULL), OK);
    CHECK_I64(client_get(c, "/healthz"), 200);
    CHECK_I64(client_get(c, "/readyz"), 503);
    client_close(c);
    world_close(w);
}
