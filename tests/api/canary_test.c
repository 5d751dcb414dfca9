/* canary_test.c - one word stands in everything private that a whole job carries; it must be found
 * nowhere but behind the doors that are meant for it. */
#include "tests/asks.h"
#include "tests/database.h"
#include "tests/letter.h"
#include "tests/office.h"
#include "tests/test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define WORD  "ZZQXkanaria"
#define PHONE "9098765432"
#define START "2026-11-26T16:30"
#define HOURS (90 * MINUTE_MS)

static const char *under(struct town *t, const char *what, const char *id, const char *below)
{
    const char *path = arena_printf(t->world->arena, "/api/v1/%s/%s%s", what, id, below);

    CHECK(path != NULL);
    return path;
}

static const char *send(struct town *t, struct client *c, const char *path, const char *json)
{
    if (client_post(c, path, json_loads(json, 0, NULL)) != 201) {
        test_fail(__FILE__, __LINE__, "%s is answered %d %s", path, c->http, c->text);
    }
    return arena_strdup(t->world->arena, client_text(c, "id") != NULL ? client_text(c, "id") : "");
}

/* The family's private things; the child's id. */
static const char *write_family(struct town *t)
{
    struct client *c = t->sato.parent->client;
    const char *child;

    person_step_up(t->world, t->sato.parent);
    child = send(t, c, under(t, "households", t->sato.id.text, "/children"),
                 "{\"name\": \"" WORD "\", \"call_name\": \"" WORD "\", \"birth_date\":"
                 " \"2021-04-01\", \"allergies\": \"" WORD "\", \"medicines\": \"" WORD
                 "\", \"conditions\": \"" WORD "\", \"flags\": {\"allergy\": true}}");
    send(t, c, under(t, "households", t->sato.id.text, "/pickup-persons"),
         "{\"name\": \"" WORD "\", \"relation\": \"friend\", \"phone\": \"0" PHONE "\","
         " \"valid_from\": \"2026-11-25\", \"valid_to\": \"2027-03-31\"}");
    send(t, c, under(t, "children", child, "/barred-persons"),
         "{\"name\": \"" WORD " B\", \"note\": \"" WORD "\"}");
    CHECK_I64(client_patch(c, under(t, "households", t->sato.id.text, ""),
                           json_pack("{s:s}", "name", WORD)),
              200);
    return child;
}

/* A home with a name and address; its id. */
static const char *write_home(struct town *t)
{
    return send(t, t->sato.parent->client, under(t, "households", t->sato.id.text, "/places"),
                "{\"kind\": \"home\", \"name\": \"" WORD "\", \"address\": \"" WORD " 1-2-3\","
                " \"lat_e5\": 3478112, \"lng_e5\": 13539987}");
}

static json_t *ask_of(struct town *t, const char *child, const char *home)
{
    json_t *body = ask_pickup(t, &t->sato, town_at(START), town_at(START) + HOURS);
    const char *stops = arena_printf(
        t->world->arena,
        "[{\"place_id\": \"%s\", \"at\": %lld, \"act\": \"collect\", \"child_ids\": [\"%s\"]},"
        " {\"place_id\": \"%s\", \"at\": %lld, \"act\": \"bring\", \"child_ids\": [\"%s\"]}]",
        t->nursery.text, (long long)town_at(START), child, home,
        (long long)(town_at(START) + HOURS), child);

    ask_with(body, "child_ids", arena_printf(t->world->arena, "[\"%s\"]", child));
    ask_with(body, "needs", "\"" WORD "\"");
    return ask_with(body, "stops", stops);
}

/* Along the tie and in the job, and reported. */
static void talk(struct town *t, const char *booking)
{
    struct client *yuki = t->yuki->client;
    char tie[ID_TEXT_BYTES];
    const char *message;

    id_format(ID_TIE, town_tie_of(t, t->yuki, t->sato.parent), tie);
    send(t, yuki, under(t, "threads", tie, "/messages"), "{\"text\": \"" WORD " 0" PHONE "\"}");
    message = send(t, yuki, under(t, "threads", booking, "/messages"), "{\"text\": \"" WORD "\"}");
    send(t, t->sato.parent->client, under(t, "messages", message, "/report"),
         "{\"why\": \"other\", \"note\": \"" WORD "\"}");
    CHECK_I64(client_get(yuki, under(t, "threads", booking, "/messages")), 200);
    CHECK(strstr(yuki->text, WORD) != NULL); /* its own door */
}

/* From the ask to the report, with the word in every free text; the booking's id. */
static const char *play(struct town *t, const char *child, const char *home)
{
    struct client *yuki = t->yuki->client;
    const char *request = ask_send(t, &t->sato, ask_of(t, child, home));
    const char *offer = ask_offer(t, &t->sato, request, t->yuki), *id;

    (void)world_step(t->world);
    CHECK_I64(ask_yes(t, t->yuki, offer, "{\"note\": \"" WORD "\"}"), 201);
    (void)world_step(t->world);
    CHECK_I64(ask_choose(t, &t->sato, offer), 201);
    id = arena_strdup(t->world->arena, client_text(t->sato.parent->client, "id"));
    (void)world_step(t->world);
    town_clock(t, town_at(START));
    send(t, yuki, under(t, "bookings", id, "/handovers"),
         "{\"way\": \"in\", \"proof\": \"supporter_tap\"}");
    send(t, yuki, under(t, "bookings", id, "/notes"), "{\"text\": \"" WORD "\"}");
    talk(t, id);
    (void)world_step(t->world);
    town_clock(t, town_at(START) + HOURS);
    send(t, yuki, under(t, "bookings", id, "/handovers"),
         "{\"way\": \"out\", \"proof\": \"supporter_tap\"}");
    CHECK_I64(
        client_put(yuki, under(t, "bookings", id, "/report"), json_pack("{s:s}", "text", WORD)),
        200);
    (void)world_step(t->world);
    return id;
}

static void check_clean(const char *where, const char *text)
{
    if (strstr(text, WORD) != NULL || strstr(text, PHONE) != NULL) {
        test_fail(__FILE__, __LINE__, "%s holds it: %s", where, text);
    }
}

static bool in_files(const char *word, const char *dir)
{
    char command[600];

    snprintf(command, sizeof command, "grep -rqaF -- '%s' '%s'", word, dir);
    return system(command) == 0; /* a fixed word and a folder of ours */
}

static void check_answers(const struct person *p, const char *const *paths)
{
    for (int i = 0; paths[i] != NULL; i++) {
        CHECK_I64(client_get(p->client, paths[i]), 200);
        check_clean(paths[i], p->client->text);
    }
}

static void check_mails(struct town *t)
{
    static const char *const kinds[] = {"asked",   "confirmed", "handed_in",      "returned",
                                        "offered", "message",   "report_received"};
    const struct person *to[] = {t->yuki,        t->yuki,        t->sato.parent, t->sato.parent,
                                 t->sato.parent, t->sato.parent, t->sato.parent};

    for (int i = 0; i < 7; i++) {
        const char *mail = letter_find(t->world->maildir, to[i]->email, kinds[i]);

        if (mail == NULL) {
            test_fail(__FILE__, __LINE__, "nobody was mailed \"%s\"", kinds[i]);
        }
        check_clean(kinds[i], mail);
        check_clean(kinds[i], mail_subject(mail));
        check_clean(kinds[i], mail_body(mail));
    }
}

/* What the wrong reader could get hold of: stolen files, a log, a metric, a mail, a list. */
TEST_BOTH(what_is_private_is_found_nowhere_but_behind_its_own_door)
{
    struct town *t = town_open(world_open(engine));
    struct person *admin = office_staff(t, "admin");
    const char *home = write_home(t), *child = write_family(t), *id = play(t, child, home);
    const char *const shared[] = {"/api/v1/bookings",
                                  under(t, "bookings", id, ""),
                                  under(t, "bookings", id, "/agreement"),
                                  under(t, "bookings", id, "/coverage"),
                                  under(t, "bookings", id, "/events"),
                                  "/api/v1/threads",
                                  NULL};
    const char *const office[] = {office_path(t, "bordereau?month=2026-11"),
                                  office_path(t, "coverage?day=2026-11-26"),
                                  office_path(t, "bookings?state=returned"),
                                  office_path(t, "bookings/%s/events", id),
                                  office_path(t, "tasks"),
                                  office_path(t, "message-reports"),
                                  NULL};
    struct client *watch = client_open(t->world->private_url);

    CHECK_I64(client_get(t->yuki->client, under(t, "bookings", id, "/brief")), 200);
    CHECK(strstr(t->yuki->client->text, WORD) != NULL); /* the door that is meant for it */
    check_answers(t->yuki, shared);
    check_answers(t->sato.parent, shared + 1);
    person_step_up(t->world, admin);
    check_answers(admin, office);
    CHECK_I64(client_get(watch, "/metrics"), 200);
    check_clean("metrics", watch->text);
    client_close(watch);
    CHECK_I64(client_post(t->yuki->client, under(t, "bookings", id, "/notes"),
                          json_pack("{s:s, s:s}", "text", WORD, "allergies", WORD)),
              400);
    check_clean("problem", t->yuki->client->text);
    check_mails(t);
    CHECK(!in_files(WORD, t->world->dir) && !in_files(PHONE, t->world->dir));
    if (strcmp(engine, "sqlite") == 0) {
        CHECK(!in_files(WORD, database_dir()) && !in_files(PHONE, database_dir()));
        CHECK(!in_files(t->sato.parent->email, database_dir()));
        CHECK(in_files("SQLite format", database_dir())); /* the folder it would be in */
    }
    world_close(t->world);
}
