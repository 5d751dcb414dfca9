/* asks.c - see asks.h. */
#include "tests/asks.h"

#include "tests/test.h"

#include <stdarg.h>
#include <string.h>

#define PATH_BYTES 128

static json_t *stop(const char *place, int64_t at, const char *act)
{
    return json_pack("{s:s, s:I, s:s}", "place_id", place, "at", (json_int_t)at, "act", act);
}

json_t *ask_pickup(const struct town *t, const struct family *f, int64_t start_at, int64_t end_at)
{
    json_t *children = json_array();
    json_t *body;

    for (int i = 0; i < f->children; i++) {
        (void)json_array_append_new(children, json_string(f->child[i].text));
    }
    body = json_pack("{s:s, s:s, s:o, s:[o, o], s:I, s:I, s:s, s:{s:s}}", "household_id",
                     f->id.text, "kind", "pickup", "child_ids", children, "stops",
                     stop(t->nursery.text, start_at, "collect"),
                     stop(f->home.text, end_at, "bring"), "start_at", (json_int_t)start_at,
                     "end_at", (json_int_t)end_at, "pay_by", "cash", "audience", "kind", "all");
    CHECK(body != NULL);
    return body;
}

json_t *ask_named(json_t *body, const struct person *first, ...)
{
    json_t *members = json_array();
    va_list args;

    va_start(args, first);
    for (const struct person *p = first; p != NULL; p = va_arg(args, const struct person *)) {
        (void)json_array_append_new(members, json_string(p->id_text));
    }
    va_end(args);
    (void)json_object_set_new(body, "audience",
                              json_pack("{s:s, s:o}", "kind", "named", "member_ids", members));
    return body;
}

json_t *ask_with(json_t *body, const char *key, const char *json)
{
    json_t *part = json_loads(json, JSON_DECODE_ANY, NULL);

    CHECK(part != NULL);
    CHECK(json_object_set_new(body, key, part) == 0);
    return body;
}

static const char *keep(struct town *t, const char *text)
{
    char *copy = arena_strdup(t->world->arena, text != NULL ? text : "");

    CHECK(copy != NULL);
    return copy;
}

const char *ask_send(struct town *t, const struct family *f, json_t *body)
{
    struct client *c = f->parent->client;

    if (client_post(c, "/api/v1/requests", body) != 201) {
        test_fail(__FILE__, __LINE__, "the ask is answered %d %s", c->http, c->text);
    }
    return keep(t, client_text(c, "id"));
}

static json_t *offer_of(const struct family *f, const char *request, const struct person *p)
{
    char path[PATH_BYTES];
    struct client *c = f->parent->client;
    json_t *offers, *offer;
    size_t i;

    CHECK_I64(client_get(c, client_path(path, sizeof path, "/api/v1/requests/%s", request)), 200);
    offers = client_at(c, "offers");
    json_array_foreach (offers, i, offer) {
        if (strcmp(json_string_value(json_object_get(offer, "member_id")), p->id_text) == 0) {
            return offer;
        }
    }
    return NULL;
}

const char *ask_offer(struct town *t, const struct family *f, const char *request,
                      const struct person *p)
{
    json_t *offer = offer_of(f, request, p);

    CHECK(offer != NULL);
    return keep(t, json_string_value(json_object_get(offer, "id")));
}

const char *ask_state(struct town *t, const struct family *f, const char *request,
                      const struct person *p)
{
    json_t *offer = offer_of(f, request, p);

    return offer == NULL ? "" : keep(t, json_string_value(json_object_get(offer, "state")));
}

int ask_yes(struct town *t, const struct person *p, const char *offer, const char *json)
{
    char path[PATH_BYTES];

    (void)t;
    return client_post(p->client, client_path(path, sizeof path, "/api/v1/asks/%s/offer", offer),
                       json_loads(json != NULL ? json : "{}", 0, NULL));
}

int ask_choose(struct town *t, const struct family *f, const char *offer)
{
    char path[PATH_BYTES];

    (void)t;
    return client_post(f->parent->client,
                       client_path(path, sizeof path, "/api/v1/offers/%s/choose", offer), NULL);
}

const char *ask_booked(struct town *t, const struct family *f, const struct person *p,
                       int64_t start_at, int64_t end_at)
{
    json_t *body = ask_named(ask_pickup(t, f, start_at, end_at), p, NULL);
    const char *offer = ask_offer(t, f, ask_send(t, f, body), p);

    CHECK_I64(ask_yes(t, p, offer, NULL), 201);
    CHECK_I64(ask_choose(t, f, offer), 201);
    return keep(t, client_text(f->parent->client, "id"));
}
