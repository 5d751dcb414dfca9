/* message_test.c - people talk along their ties and in their jobs, over HTTP; who was shut out
 * notices nothing, and a job is never silenced. */
#include "app/domain/message.h"
#include "tests/job.h"
#include "tests/letter.h"
#include "tests/office.h"
#include "tests/test.h"

#include <pthread.h>
#include <string.h>

/* "/api/v1/threads/ID" and what follows. */
static const char *thread_of(struct town *t, const char *id, const char *below)
{
    const char *path = arena_printf(t->world->arena, "/api/v1/threads/%s%s", id, below);

    CHECK(path != NULL);
    return path;
}

static const char *tie_of(struct town *t, const struct person *a, const struct person *b)
{
    char *id = arena_alloc(t->world->arena, ID_TEXT_BYTES);

    CHECK(id != NULL);
    id_format(ID_TIE, town_tie_of(t, a, b), id);
    return id;
}

static int say(struct town *t, const struct person *p, const char *thread, const char *text)
{
    return client_post(p->client, thread_of(t, thread, "/messages"),
                       json_pack("{s:s}", "text", text));
}

/* How many messages p reads there; the answer stays in p's client. */
static int heard(struct town *t, const struct person *p, const char *thread)
{
    CHECK_I64(client_get(p->client, thread_of(t, thread, "/messages")), 200);
    return (int)json_array_size(client_at(p->client, "items"));
}

static int64_t unread(struct town *t, const struct person *p, const char *thread)
{
    CHECK_I64(client_get(p->client, thread_of(t, thread, "")), 200);
    return client_i64(p->client, "unread");
}

static int mark(struct town *t, const struct person *p, const char *thread, const char *message)
{
    return client_put(p->client, thread_of(t, thread, "/read"),
                      json_pack("{s:s}", "message_id", message));
}

static const char *kept(struct town *t, const char *text)
{
    return arena_strdup(t->world->arena, text);
}

TEST_BOTH(what_one_says_the_other_reads_is_told_of_once_and_marks_as_read)
{
    struct town *t = town_open(world_open(engine));
    struct person *sato = t->sato.parent, *yuki = t->yuki;
    const char *tie = tie_of(t, sato, yuki), *first, *second;

    CHECK_I64(client_get(yuki->client, thread_of(t, tie, "")), 200); /* nobody said anything yet */
    CHECK(json_is_null(client_at(yuki->client, "last_at")) && client_true(yuki->client, "open"));
    CHECK_I64(heard(t, yuki, tie), 0);
    CHECK_I64(say(t, yuki, tie, "こんにちは\n明日どうですか"), 201);
    first = kept(t, client_text(yuki->client, "id"));
    CHECK(client_true(yuki->client, "mine"));
    CHECK_I64(say(t, yuki, tie, "夕方"), 201);
    second = kept(t, client_text(yuki->client, "id"));
    CHECK_I64(world_notices(t->world, "message"), 1);
    CHECK_I64(client_get(sato->client, "/api/v1/threads"), 200);
    CHECK_TEXT(client_text(sato->client, "items.0.id"), tie);
    CHECK_TEXT(client_text(sato->client, "items.0.kind"), "tie");
    CHECK_TEXT(client_text(sato->client, "items.0.other.member_id"), yuki->id_text);
    CHECK_I64(client_i64(sato->client, "items.0.unread"), 2);
    CHECK_I64(unread(t, yuki, tie), 0); /* one's own */
    CHECK_I64(heard(t, sato, tie), 2);
    CHECK_TEXT(client_text(sato->client, "items.1.text"), "こんにちは\n明日どうですか");
    CHECK(!client_true(sato->client, "items.1.mine"));
    CHECK_I64(mark(t, sato, tie, second), 204);
    CHECK_I64(mark(t, sato, tie, first), 204); /* a queued tap: never back */
    CHECK_I64(unread(t, sato, tie), 0);
    CHECK_I64(mark(t, sato, tie, "ms_0000000000001"), 400);
    CHECK_TEXT(client_text(sato->client, "field"), "message_id");
    CHECK_I64(say(t, yuki, tie, "もう一つ"), 201);
    CHECK_I64(world_notices(t->world, "message"), 1); /* the first one still waits to be sent */
    CHECK_I64(unread(t, sato, tie), 1);
    world_close(t->world);
}

TEST_BOTH(a_mail_says_that_there_is_something_and_never_what_and_not_when_it_was_read)
{
    struct town *t = town_open(world_open(engine));
    struct person *sato = t->sato.parent, *yuki = t->yuki;
    const char *tie = tie_of(t, sato, yuki), *mail;
    int before;

    CHECK_I64(say(t, yuki, tie, "ひみつの話"), 201);
    CHECK_I64(mark(t, sato, tie, client_text(yuki->client, "id")), 204);
    before = letter_count(t->world->maildir);
    (void)world_step(t->world);
    CHECK_I64(letter_count(t->world->maildir), before); /* read meanwhile */
    CHECK_I64(say(t, yuki, tie, "ひみつの話"), 201);
    (void)world_step(t->world);
    mail = letter_find(t->world->maildir, sato->email, "message");
    CHECK(mail != NULL && strstr(mail_body(mail), "ひみつ") == NULL);
    CHECK(strstr(mail_body(mail), tie) != NULL);
    CHECK_I64(say(t, yuki, tie, "まだですか"), 201);
    CHECK_I64(world_notices(t->world, "message"), 2); /* told of it, and not an hour ago */
    world_advance(t->world, MESSAGE_TELL_AGAIN_MS);
    CHECK_I64(say(t, yuki, tie, "まだですか"), 201);
    CHECK_I64(world_notices(t->world, "message"), 3);
    world_close(t->world);
}

TEST_BOTH(a_set_phrase_goes_by_its_key_and_the_catalogue_has_it_in_seven_languages)
{
    struct town *t = town_open(world_open(engine));
    struct client *c = t->yuki->client;
    const char *tie = tie_of(t, t->sato.parent, t->yuki);
    const char *path = thread_of(t, tie, "/messages"), *etag;

    CHECK_I64(client_post(c, path, json_pack("{s:s}", "phrase", "late_10")), 201);
    CHECK_TEXT(client_text(c, "phrase"), "late_10");
    CHECK(json_is_null(client_at(c, "text")));
    CHECK_I64(client_post(c, path, json_pack("{s:s}", "phrase", "late_11")), 400);
    CHECK_TEXT(client_text(c, "field"), "phrase");
    CHECK_I64(client_post(c, path, json_pack("{s:s, s:s}", "phrase", "yes", "text", "a")), 400);
    CHECK_I64(client_post(c, path, json_object()), 400);
    CHECK_TEXT(client_text(c, "field"), "text");
    CHECK_I64(client_post(c, path, json_pack("{s:s}", "text", " \n ")), 400);
    CHECK_I64(client_get(c, "/api/v1/phrases"), 200);
    CHECK_I64(json_array_size(client_at(c, "languages")), 7);
    CHECK(json_array_size(client_at(c, "phrases")) >= 40);
    CHECK_TEXT(client_text(c, "card.0.ne"), "आपतकालीन कार्ड");
    etag = kept(t, client_answer_header(c, "ETag"));
    client_header(c, "If-None-Match", etag);
    CHECK_I64(client_get(c, "/api/v1/phrases"), 304);
    world_close(t->world);
}

TEST_BOTH(a_long_talk_is_read_page_by_page_from_its_end)
{
    struct town *t = town_open(world_open(engine));
    struct client *c = t->sato.parent->client;
    const char *tie = tie_of(t, t->sato.parent, t->yuki), *cursor;
    static const char *const texts[] = {"1", "2", "3", "4", "5"};

    for (int i = 0; i < 5; i++) {
        CHECK_I64(say(t, i % 2 == 0 ? t->yuki : t->sato.parent, tie, texts[i]), 201);
    }
    CHECK_I64(client_get(c, thread_of(t, tie, "/messages?limit=2")), 200);
    CHECK_TEXT(client_text(c, "items.0.text"), "5");
    CHECK_TEXT(client_text(c, "items.1.text"), "4");
    cursor = kept(t, client_text(c, "next_cursor"));
    CHECK_I64(say(t, t->yuki, tie, "6"), 201); /* does not shift the next page */
    CHECK_I64(client_get(c, thread_of(t, tie,
                                      arena_printf(t->world->arena, "/messages?limit=3&cursor=%s",
                                                   cursor))),
              200);
    CHECK_TEXT(client_text(c, "items.0.text"), "3");
    CHECK_TEXT(client_text(c, "items.2.text"), "1");
    CHECK(json_is_null(client_at(c, "next_cursor")));
    CHECK_I64(client_get(c, thread_of(t, tie, "/messages?cursor=nonsense")), 400);
    CHECK_I64(say(t, t->mio, tie_of(t, t->mio, t->sato.parent), "a"), 201);
    CHECK_I64(client_get(c, "/api/v1/threads?limit=1"), 200);
    CHECK_TEXT(client_text(c, "items.0.other.member_id"), t->mio->id_text);
    cursor = kept(t, client_text(c, "next_cursor"));
    CHECK_I64(
        client_get(c, arena_printf(t->world->arena, "/api/v1/threads?limit=1&cursor=%s", cursor)),
        200);
    CHECK_TEXT(client_text(c, "items.0.other.member_id"), t->yuki->id_text);
    world_close(t->world);
}

/* The answer's keys and what stands in those that are the same for everybody. */
static const char *shape(struct town *t, struct client *c)
{
    char *dump;
    const char *text;

    json_object_del(c->json, "id");
    json_object_del(c->json, "created_at");
    json_object_del(c->json, "by_id");
    dump = json_dumps(c->json, JSON_SORT_KEYS);
    text = arena_printf(t->world->arena, "%d %s", c->http, dump);
    free(dump);
    return text;
}

TEST_BOTH(who_was_blocked_writes_as_always_and_it_arrives_nowhere_also_later)
{
    struct town *t = town_open(world_open(engine));
    struct person *sato = t->sato.parent, *ken = t->ken;
    const char *tie = tie_of(t, sato, ken), *open;

    CHECK_I64(say(t, ken, tie, "まえ"), 201);
    open = shape(t, ken->client);
    CHECK_I64(heard(t, sato, tie), 1);
    town_block(t, sato, ken);
    CHECK_I64(say(t, ken, tie, "まえ"), 201);
    CHECK_TEXT(shape(t, ken->client), open);
    CHECK_I64(client_get(ken->client, thread_of(t, tie, "")), 200);
    CHECK(client_true(ken->client, "open"));
    CHECK_I64(heard(t, ken, tie), 2);
    CHECK_I64(heard(t, sato, tie), 1); /* what was there before stays */
    CHECK_I64(unread(t, sato, tie), 1);
    CHECK(!client_true(sato->client, "open"));
    CHECK_TEXT(client_text(sato->client, "closed_reason"), "message.blocked");
    CHECK_I64(say(t, sato, tie, "a"), 422);
    CHECK_TEXT(client_reason(sato->client), "message.blocked");
    CHECK_I64(world_notices(t->world, "message"), 1);
    (void)world_step(t->world);
    CHECK(letter_find(t->world->maildir, sato->email, "message") == NULL); /* not from a blocked */
    town_sql(t, "DELETE FROM block");
    CHECK_I64(heard(t, sato, tie), 1);
    CHECK_I64(say(t, ken, tie, "あと"), 201);
    CHECK_I64(heard(t, sato, tie), 2);
    CHECK_TEXT(client_text(sato->client, "items.0.text"), "あと");
    world_close(t->world);
}

TEST_BOTH(who_ended_a_tie_is_told_so_and_the_other_never)
{
    struct town *t = town_open(world_open(engine));
    struct person *sato = t->sato.parent, *mio = t->mio;
    const char *tie = tie_of(t, sato, mio);
    const char *end = arena_printf(t->world->arena, "/api/v1/ties/%s", tie);

    CHECK_I64(say(t, sato, tie, "1"), 201);
    CHECK_I64(client_delete(sato->client, end), 204);
    CHECK_I64(say(t, sato, tie, "2"), 422);
    CHECK_TEXT(client_reason(sato->client), "message.tie_ended");
    CHECK_I64(say(t, mio, tie, "3"), 201);
    CHECK_I64(heard(t, mio, tie), 2);
    CHECK_I64(heard(t, sato, tie), 1);
    CHECK_I64(unread(t, sato, tie), 0);
    world_close(t->world);
}

TEST_BOTH(a_job_is_talked_about_until_a_day_after_its_end_whatever_became_of_the_tie)
{
    struct town *t = town_open(world_open(engine));
    struct person *sato = t->sato.parent, *yuki = t->yuki;
    struct job j = job_usual(t);
    int64_t over_at;

    job_book(&j);
    town_block(t, sato, yuki);
    town_tie_end(t, town_tie_of(t, sato, yuki));
    CHECK_I64(say(t, yuki, j.id, "1"), 201);
    CHECK_I64(say(t, sato, j.id, "2"), 201);
    CHECK_I64(heard(t, sato, j.id), 2);
    CHECK_I64(heard(t, yuki, j.id), 2);
    CHECK_I64(client_get(yuki->client, "/api/v1/threads"), 200);
    CHECK_TEXT(client_text(yuki->client, "items.0.kind"), "booking");
    CHECK_TEXT(client_text(yuki->client, "items.0.booking_id"), j.id);
    job_done(&j);
    over_at = job_count(&j, "FROM booking WHERE id =") == 1
                  ? town_count(t, "SELECT MAX(ended_at) AS n FROM booking") + DAY_MS
                  : 0;
    town_clock(t, over_at - 5 * SECOND_MS);
    CHECK_I64(say(t, yuki, j.id, "3"), 201);
    town_clock(t, over_at);
    CHECK_I64(say(t, yuki, j.id, "4"), 422);
    CHECK_TEXT(client_reason(yuki->client), "message.job_over");
    CHECK_I64(say(t, sato, j.id, "4"), 422);
    CHECK_I64(heard(t, yuki, j.id), 3); /* stays readable */
    CHECK_I64(client_get(sato->client, thread_of(t, j.id, "")), 200);
    CHECK_TEXT(client_text(sato->client, "closed_reason"), "message.job_over");
    world_close(t->world);
}

TEST_BOTH(both_guardians_read_a_jobs_thread_and_the_other_side_alone_is_mailed)
{
    struct town *t = town_open(world_open(engine));
    struct person *father = world_member(t->world, "父");
    struct job j = job_usual(t);

    town_guardian(t, &t->sato, father);
    job_book(&j);
    CHECK_I64(say(t, father, j.id, "青いかばんです"), 201);
    CHECK_I64(unread(t, t->sato.parent, j.id), 1);
    CHECK_I64(unread(t, t->yuki, j.id), 1);
    CHECK_I64(world_notices(t->world, "message"), 1);
    CHECK_I64(say(t, t->yuki, j.id, "はい"), 201);
    CHECK_I64(world_notices(t->world, "message"), 3);
    town_sql(t, "UPDATE guardian SET ended_at = 1 WHERE member_id IN (SELECT by_id FROM message"
                " WHERE seq = 1)");
    CHECK_I64(client_get(father->client, thread_of(t, j.id, "/messages")), 404);
    CHECK_I64(client_get(father->client, "/api/v1/threads"), 200);
    CHECK_I64(json_array_size(client_at(father->client, "items")), 0);
    world_close(t->world);
}

TEST_BOTH(numbers_wait_for_the_first_job_and_are_shown_in_one_that_is_confirmed)
{
    struct town *t = town_open(world_open(engine));
    struct person *sato = t->sato.parent, *yuki = t->yuki;
    const char *tie = tie_of(t, sato, yuki);
    struct job j = job_usual(t);

    CHECK_I64(say(t, yuki, tie, "090-1234-5678 か y@example.jp まで"), 201);
    CHECK_TEXT(client_text(yuki->client, "text"), "**** か **** まで"); /* the author sees it too */
    CHECK_I64(heard(t, sato, tie), 1);
    CHECK_TEXT(client_text(sato->client, "items.0.text"), "**** か **** まで");
    CHECK(client_true(sato->client, "items.0.masked"));
    CHECK_TEXT(client_text(sato->client, "items.0.hint"), "message.hint.masked");
    job_book(&j);
    CHECK_I64(say(t, yuki, j.id, "090-1234-5678"), 201);
    CHECK_TEXT(client_text(yuki->client, "text"), "090-1234-5678");
    CHECK_I64(heard(t, sato, tie), 1);
    CHECK(client_true(sato->client, "items.0.masked"));
    town_tie_jobs(t, town_tie_of(t, sato, yuki), 0, 1);
    CHECK_I64(heard(t, sato, tie), 1);
    CHECK_TEXT(client_text(sato->client, "items.0.text"), "090-1234-5678 か y@example.jp まで");
    CHECK(json_is_null(client_at(sato->client, "items.0.hint")));
    world_close(t->world);
}

TEST_BOTH(phones_are_whole_from_confirmation_until_the_window_ends_and_each_look_is_noted)
{
    struct town *t = town_open(world_open(engine));
    struct person *sato = t->sato.parent, *yuki = t->yuki;
    struct job j = job_usual(t);
    const char *tail = yuki->phone + strlen(yuki->phone) - 4;

    j.pay_by = "card";
    job_book(&j);
    CHECK_I64(job_get(&j, sato, "/phones"), 200); /* agreed: the card is not there yet */
    CHECK(client_true(sato->client, "items.0.masked"));
    CHECK_TEXT(client_text(sato->client, "items.0.phone"),
               arena_printf(t->world->arena, "0%.2s-****-%s", yuki->phone + 3, tail));
    CHECK_I64(town_count(t, "SELECT COUNT(*) AS n FROM audit_log WHERE action = 'saw.phone'"), 0);
    town_sql(t, "UPDATE booking SET state = 'confirmed'");
    CHECK_I64(job_get(&j, sato, "/phones"), 200);
    CHECK(!client_true(sato->client, "items.0.masked"));
    CHECK(strstr(client_text(sato->client, "items.0.phone"), "****") == NULL);
    CHECK_I64(job_get(&j, yuki, "/phones"), 200);
    CHECK_TEXT(client_text(yuki->client, "items.0.member_id"), sato->id_text);
    CHECK_I64(town_count(t, "SELECT COUNT(*) AS n FROM audit_log WHERE action = 'saw.phone'"), 2);
    CHECK_I64(town_count(t, "SELECT COUNT(*) AS n FROM audit_log WHERE action = 'saw.phone'"
                            " AND household_id IS NOT NULL"),
              1);
    town_clock(t, town_count(t, "SELECT MAX(until_at) AS n FROM booking") + DAY_MS);
    CHECK_I64(job_get(&j, yuki, "/phones"), 200);
    CHECK(client_true(yuki->client, "items.0.masked"));
    CHECK(json_is_null(client_at(yuki->client, "until_at")));
    town_sql(t, "UPDATE booking SET state = 'agreed'");
    world_close(t->world);
}

/* As often as that, by the domain itself. */
static void say_often(struct town *t, const struct person *p, int64_t tie_id, int times)
{
    struct ctx x = world_ctx(t->world, p->id);

    for (int i = 0; i < times; i++) {
        struct message_post post = {.thread = {.tie_id = tie_id}, .phrase = "yes"};

        CHECK_STATUS(ctx_tx(&x, message_post, &post), OK);
    }
}

TEST_BOTH(a_flood_stops_after_an_hours_worth_and_never_in_a_job)
{
    struct town *t = town_open(world_open(engine));
    struct job j = job_usual(t);
    const char *tie = tie_of(t, t->sato.parent, t->yuki);

    job_book(&j);
    say_often(t, t->yuki, town_tie_of(t, t->sato.parent, t->yuki), MESSAGES_HOUR_MAX - 1);
    CHECK_I64(say(t, t->yuki, tie, "最後"), 201);
    CHECK_I64(say(t, t->yuki, tie, "もう一つ"), 422);
    CHECK_TEXT(client_reason(t->yuki->client), "message.too_many");
    CHECK_I64(say(t, t->yuki, j.id, "門の前です"), 201);
    CHECK_I64(say(t, t->sato.parent, tie, "はい"), 201);
    CHECK_I64(unread(t, t->sato.parent, tie), 0);
    world_advance(t->world, HOUR_MS);
    CHECK_I64(say(t, t->yuki, tie, "また"), 201);
    world_close(t->world);
}

struct speaker {
    struct client *client;
    const char *path, *text;
    int http;
};

static void *speak(void *arg)
{
    struct speaker *s = arg;

    s->http = client_post(s->client, s->path, json_pack("{s:s}", "text", s->text));
    return NULL;
}

TEST_BOTH(first_words_of_both_at_once_are_both_kept_in_some_order)
{
    struct town *t = town_open(world_open(engine));
    const char *tie = tie_of(t, t->sato.parent, t->yuki);
    struct person *who[] = {t->sato.parent, t->yuki, t->sato.parent, t->yuki};
    static const char *const texts[] = {"1", "2", "3", "4"};
    struct speaker s[4];
    pthread_t threads[4];

    for (int i = 0; i < 4; i++) {
        s[i] =
            (struct speaker){world_client(t->world), thread_of(t, tie, "/messages"), texts[i], 0};
        client_bearer(s[i].client, who[i]->token);
        CHECK_I64(pthread_create(&threads[i], NULL, speak, &s[i]), 0);
    }
    for (int i = 0; i < 4; i++) {
        CHECK_I64(pthread_join(threads[i], NULL), 0);
        CHECK_I64(s[i].http, 201);
    }
    CHECK_I64(heard(t, t->yuki, tie), 4); /* the numbers without a gap are an invariant */
    world_close(t->world);
}

static const char *report_path(struct town *t, const char *message)
{
    return arena_printf(t->world->arena, "/api/v1/messages/%s/report", message);
}

TEST_BOTH(a_reported_message_is_frozen_whole_and_opened_by_safeguarding_with_a_reason_alone)
{
    struct town *t = town_open(world_open(engine));
    struct person *sato = t->sato.parent, *yuki = t->yuki;
    struct person *guard = office_staff(t, "safeguarding"), *desk = office_staff(t, "coordinator");
    const char *tie = tie_of(t, sato, yuki), *message, *report, *open;
    struct ctx x = world_ctx(t->world, 0);

    CHECK_I64(say(t, yuki, tie, "080-1111-2222 に電話して"), 201);
    message = kept(t, client_text(yuki->client, "id"));
    CHECK_I64(
        client_post(yuki->client, report_path(t, message), json_pack("{s:s}", "why", "money")),
        422);
    CHECK_TEXT(client_reason(yuki->client), "message.own");
    CHECK_I64(client_post(sato->client, report_path(t, message),
                          json_pack("{s:s, s:s}", "why", "contact", "note", "こわいです")),
              201);
    report = kept(t, client_text(sato->client, "id"));
    CHECK_I64(
        client_post(sato->client, report_path(t, message), json_pack("{s:s}", "why", "money")),
        201); /* twice is once: the first stands */
    CHECK_TEXT(client_text(sato->client, "id"), report);
    CHECK_TEXT(client_text(sato->client, "why"), "contact");
    CHECK_I64(client_post(sato->client, report_path(t, message), json_pack("{s:s}", "why", "x")),
              400);
    CHECK_I64(office_tasks(t, "message.reported"), 1);
    CHECK_I64(world_notices(t->world, "report_received"), 1);
    CHECK_STATUS(vault_destroy(&x, town_tie_of(t, sato, yuki)), OK); /* the talk is erased */
    CHECK_I64(client_get(guard->client, office_path(t, "message-reports")), 200);
    CHECK_TEXT(client_text(guard->client, "items.0.id"), report);
    CHECK(client_at(guard->client, "items.0.text") == NULL);
    open = office_path(t, "message-reports/%s/open", report);
    CHECK_I64(client_post(desk->client, open, json_pack("{s:s}", "why", "first_look")), 403);
    CHECK_I64(client_post(guard->client, open, json_object()), 400);
    CHECK_I64(client_post(guard->client, open, json_pack("{s:s}", "why", "curious")), 400);
    CHECK_I64(client_post(guard->client, open, json_pack("{s:s}", "why", "first_look")), 200);
    CHECK_TEXT(client_text(guard->client, "text"), "080-1111-2222 に電話して");
    CHECK_TEXT(client_text(guard->client, "note"), "こわいです");
    CHECK_I64(town_count(t, "SELECT COUNT(*) AS n FROM audit_log WHERE action ="
                            " 'saw.message_report' AND detail = '{\"why\":\"first_look\"}'"),
              1);
    world_close(t->world);
}
