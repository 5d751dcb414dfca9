/* series.c - see series.h. */
#include "tests/series.h"

#include "tests/test.h"

#include <string.h>

#define PATH_BYTES 128

static json_t *stop(const char *place, const char *time, const char *act)
{
    return json_pack("{s:s, s:s, s:s}", "place_id", place, "time", time, "act", act);
}

struct town *series_town(const char *engine)
{
    struct town *t = town_open(world_open(engine));

    town_sql(t, "INSERT INTO holiday (community_id, day, name, name_en, source)"
                " SELECT community_id, 20872, '天皇誕生日', 'Birthday', source FROM holiday");
    return t;
}

json_t *series_tuesdays(const struct town *t)
{
    const struct family *f = &t->sato;
    json_t *children = json_array(), *body;

    for (int i = 0; i < f->children; i++) {
        (void)json_array_append_new(children, json_string(f->child[i].text));
    }
    body = json_pack("{s:s, s:s, s:o, s:[o, o], s:s, s:s, s:[i], s:s, s:s, s:s, s:{s:s}}",
                     "household_id", f->id.text, "kind", "pickup", "child_ids", children, "stops",
                     stop(t->nursery.text, "16:30", "collect"),
                     stop(f->home.text, "18:00", "bring"), "start_time", "16:30", "end_time",
                     "18:00", "weekdays", 2, "from_date", "2026-12-01", "until_date", "2027-03-02",
                     "pay_by", "cash", "audience", "kind", "all");
    CHECK(body != NULL);
    return body;
}

json_t *series_with(json_t *body, const char *key, const char *json)
{
    return ask_with(body, key, json);
}

static const char *keep(struct town *t, const char *text)
{
    char *copy = arena_strdup(t->world->arena, text != NULL ? text : "");

    CHECK(copy != NULL);
    return copy;
}

const char *send_series(struct town *t, json_t *body)
{
    struct client *c = t->sato.parent->client;

    if (json_object_get(body, "holidays") == NULL) {
        (void)json_object_set_new(body, "holidays", json_string("keep"));
    }
    if (client_post(c, "/api/v1/series", body) != 201) {
        test_fail(__FILE__, __LINE__, "the series is answered %d %s", c->http, c->text);
    }
    return keep(t, client_text(c, "id"));
}

void series_see(struct town *t, const char *series)
{
    char path[PATH_BYTES];

    CHECK_I64(client_get(t->sato.parent->client,
                         client_path(path, sizeof path, "/api/v1/series/%s", series)),
              200);
}

int64_t series_version(struct town *t, const char *series)
{
    series_see(t, series);
    return client_i64(t->sato.parent->client, "version");
}

const char *series_ask_of(struct town *t, const struct person *p)
{
    CHECK_I64(client_get(p->client, "/api/v1/series-asks"), 200);
    CHECK(client_text(p->client, "items.0.id") != NULL);
    return keep(t, client_text(p->client, "items.0.id"));
}

static json_t *loads(const char *json)
{
    json_t *body = json_loads(json, 0, NULL);

    CHECK(body != NULL);
    return body;
}

int series_says(const struct person *p, const char *ask, const char *json)
{
    char path[PATH_BYTES];

    return client_post(p->client,
                       client_path(path, sizeof path, "/api/v1/series-asks/%s/answer", ask),
                       loads(json));
}

int series_chooses(struct town *t, const char *series, const struct person *p)
{
    char path[PATH_BYTES];
    int64_t version = series_version(t, series);

    return client_post(
        t->sato.parent->client, client_path(path, sizeof path, "/api/v1/series/%s/choose", series),
        json_pack("{s:I, s:s}", "version", (json_int_t)version, "member_id", p->id_text));
}

int series_changes(struct town *t, const char *series, const char *json)
{
    char path[PATH_BYTES];
    json_t *body = loads(json);

    if (json_object_get(body, "version") == NULL) {
        (void)json_object_set_new(body, "version", json_integer(series_version(t, series)));
    }
    return client_post(t->sato.parent->client,
                       client_path(path, sizeof path, "/api/v1/series/%s/changes", series), body);
}

static json_t *find(const struct client *c, const char *day)
{
    json_t *dates = client_at(c, "dates"), *date;
    size_t i;

    json_array_foreach (dates, i, date) {
        if (strcmp(json_string_value(json_object_get(date, "date")), day) == 0) {
            return date;
        }
    }
    return NULL;
}

const char *series_day(const struct client *c, const char *day, const char *key)
{
    const char *text = json_string_value(json_object_get(find(c, day), key));

    return text != NULL ? text : "";
}

int64_t series_number(const struct client *c, const char *day, const char *key)
{
    json_t *v = json_object_get(find(c, day), key);

    return json_is_integer(v) ? json_integer_value(v) : -1;
}
