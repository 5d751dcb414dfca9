/* purse.c - see purse.h. */
#include "tests/purse.h"

#include "payments/webhook.h"
#include "tests/test.h"

#include <stdio.h>
#include <string.h>

#define STEPS_MAX 50

static const char *keep(struct purse *p, const char *text)
{
    const char *copy = arena_strdup(p->world->arena, text);

    CHECK(copy != NULL);
    return copy;
}

static void sync_clocks(struct purse *p)
{
    clock_advance(&p->bank->clock, world_now(p->world) - clock_now(&p->bank->clock));
}

struct purse *purse_open(const char *engine)
{
    struct world *w = world_open(engine);
    struct purse *p = arena_alloc(w->arena, sizeof *p);
    const char *hook = arena_printf(w->arena, "%s" WEBHOOK_PATH, w->url);

    CHECK(p != NULL && hook != NULL);
    p->world = w;
    p->t = town_open(w);
    p->bank = bank_open_hooked(hook);
    world_pay(w, &p->bank->pay);
    sync_clocks(p);
    return p;
}

struct job purse_job(struct purse *p)
{
    struct job j = job_usual(p->t);

    j.pay_by = "card";
    return j;
}

void purse_clock(struct purse *p, int64_t at)
{
    town_clock(p->t, at);
    sync_clocks(p);
}

void purse_step(struct purse *p)
{
    int left = STEPS_MAX;

    sync_clocks(p);
    while (world_step(p->world) > 0) {
        CHECK(left-- > 0);
    }
}

/* Half a minute at a time, an hour at the most: a provider that fails is asked again. */
static void wait_for_visit(struct purse *p, const struct person *who, const char *id,
                           const char *state)
{
    const char *path = arena_printf(p->world->arena, "/api/v1/cards/setups/%s", id);

    CHECK(path != NULL);
    for (int tries = 0; tries < 120; tries++) {
        purse_step(p);
        CHECK_I64(client_get(who->client, path), 200);
        if (strcmp(client_text(who->client, "state"), state) == 0) {
            return;
        }
        purse_clock(p, world_now(p->world) + 30 * SECOND_MS);
    }
    CHECK_TEXT(client_text(who->client, "state"), state);
}

const char *purse_page(struct purse *p, const struct person *who, const char **ref)
{
    const char *id;
    char url[512];

    CHECK_I64(client_post(who->client, "/api/v1/cards/setups", NULL), 202);
    CHECK_TEXT(client_text(who->client, "state"), "pending");
    id = keep(p, client_text(who->client, "id"));
    wait_for_visit(p, who, id, "open");
    snprintf(url, sizeof url, "%s", client_text(who->client, "url"));
    CHECK(strstr(url, "cs_") != NULL);
    *ref = keep(p, strstr(url, "cs_"));
    return id;
}

const char *purse_save(struct purse *p, const struct person *who, const char *test_card)
{
    const char *ref, *id = purse_page(p, who, &ref);
    char path[160], body[80];

    snprintf(path, sizeof path, "/_sandbox/checkout/%s", ref);
    snprintf(body, sizeof body, "{'card':'%s'}", test_card);
    bank_knob(p->bank, "POST", path, body);
    wait_for_visit(p, who, id, "done");
    return keep(p, client_text(who->client, "card_id"));
}

void purse_wait(struct purse *p, const struct job *j, int i, const char *state)
{
    for (int tries = 0; tries < 120; tries++) {
        purse_step(p);
        if (strcmp(purse_state(p, j, i), state) == 0) {
            return;
        }
        purse_clock(p, world_now(p->world) + 30 * SECOND_MS);
    }
    CHECK_TEXT(purse_state(p, j, i), state);
}

void purse_swap(struct purse *p, const char *test_card)
{
    const char *customer;
    char sql[200];

    CHECK_I64(client_get(p->bank->client, "/v1/customers?limit=1"), 200);
    customer = keep(p, client_text(p->bank->client, "data.0.id"));
    snprintf(sql, sizeof sql, "UPDATE card SET ref = '%s'",
             bank_card(p->bank, customer, test_card));
    town_sql(p->t, sql);
}

struct client *purse_payments(struct purse *p, const struct job *j, const struct person *who)
{
    (void)p;
    CHECK_I64(job_get(j, who, "/payments"), 200);
    return who->client;
}

static const char *field(struct purse *p, const struct job *j, int i, const char *name)
{
    char where[40];

    snprintf(where, sizeof where, "items.%d.%s", i, name);
    return keep(p, client_text(purse_payments(p, j, j->parent), where));
}

const char *purse_id(struct purse *p, const struct job *j, int i)
{
    return field(p, j, i, "id");
}

const char *purse_state(struct purse *p, const struct job *j, int i)
{
    return field(p, j, i, "state");
}

int purse_post(struct purse *p, const struct person *who, const char *payment, const char *rest,
               json_t *body)
{
    const char *path = arena_printf(p->world->arena, "/api/v1/payments/%s/%s", payment, rest);

    CHECK(path != NULL);
    return client_post(who->client, path, body);
}

void purse_done(struct purse *p, const struct job *j, int late_min)
{
    int64_t end_at = j->end_at + late_min * MINUTE_MS;

    purse_clock(p, j->start_at);
    job_tap(j, j->supporter, "in", "supporter_tap");
    purse_clock(p, end_at);
    job_tap(j, j->supporter, "out", "supporter_tap");
    CHECK_I64(client_put(j->supporter->client, job_path(j, "/report"),
                         json_pack("{s:s}", "text", "元気でした")),
              200);
    CHECK_I64(job_agree(j, j->parent), 200);
}

static int64_t sum(struct purse *p, const char *what)
{
    json_t *item;
    int64_t total = 0;
    size_t i;

    CHECK_I64(client_get(p->bank->client, "/v1/payment_intents?limit=100"), 200);
    json_array_foreach (client_at(p->bank->client, "data"), i, item) {
        total += json_integer_value(json_object_get(item, what));
    }
    return total;
}

int64_t purse_held_minor(struct purse *p)
{
    return sum(p, "amount_capturable");
}

int64_t purse_taken_minor(struct purse *p)
{
    return sum(p, "amount_received");
}
