/* photo_test.c - pictures over HTTP: clean before they are stored, sealed, seen by few, and hostile
 * ones refused without harm. */
#include "tests/picture.h"

#include "app/base/image.h"
#include "app/base/limits.h"
#include "tests/database.h"
#include "tests/job.h"
#include "tests/office.h"
#include "tests/test.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *path_of(struct town *t, const char *fmt, const char *id)
{
    const char *gap = strstr(fmt, "%s");
    const char *path =
        arena_printf(t->world->arena, "/api/v1/%.*s%s%s", (int)(gap - fmt), fmt, id, gap + 2);

    CHECK(path != NULL);
    return path;
}

static int upload(struct client *c, const char *method, const char *path, struct slice bytes)
{
    return client_send(c, method, path, "image/jpeg", bytes.data, bytes.len);
}

/* Sent to a thread; the picture's id. */
static const char *sent(struct town *t, const struct person *p, const char *thread,
                        struct slice bytes)
{
    if (upload(p->client, "POST", path_of(t, "threads/%s/photos", thread), bytes) != 201) {
        test_fail(__FILE__, __LINE__, "%d %s", p->client->http, p->client->text);
    }
    return arena_strdup(t->world->arena, client_text(p->client, "id"));
}

static int see(struct town *t, const struct person *p, const char *photo)
{
    int large = client_get(p->client, path_of(t, "photos/%s", photo));

    CHECK_I64(client_get(p->client, path_of(t, "photos/%s/small", photo)), large);
    return large;
}

static struct job booked(const char *engine)
{
    struct town *t = town_open(world_open(engine));
    struct job j = job_usual(t);

    job_book(&j);
    return j;
}

static const char *tie_of(struct town *t, const struct person *a, const struct person *b)
{
    char *id = arena_alloc(t->world->arena, ID_TEXT_BYTES);

    id_format(ID_TIE, town_tie_of(t, a, b), id);
    return id;
}

static bool in_files(const char *word, const char *dir)
{
    char command[600];

    snprintf(command, sizeof command, "grep -rqaF -- '%s' '%s'", word, dir);
    return system(command) == 0; /* a fixed word and a folder of ours */
}

TEST_BOTH(a_note_with_a_picture_is_seen_by_the_family_and_by_the_supporter_until_the_window_ends)
{
    struct job j = booked(engine);
    struct town *t = j.t;
    struct slice jpeg =
        picture_with_exif(t->world->arena, picture_jpeg(t->world->arena, 2000, 1000, false), 6);
    const char *photo, *etag;
    struct image_size size;

    town_clock(t, j.start_at);
    job_tap(&j, t->yuki, "in", "supporter_tap");
    photo = sent(t, t->yuki, j.id, jpeg);
    CHECK_I64(client_i64(t->yuki->client, "height"), 1600); /* upright */
    CHECK_I64(see(t, t->yuki, photo), 200);                 /* one's own, not used yet */
    CHECK_I64(see(t, t->sato.parent, photo), 404);
    CHECK_I64(job_post(&j, t->yuki, "/notes", json_pack("{s:[s]}", "photo_ids", photo)), 201);
    CHECK_TEXT(client_text(t->yuki->client, "photos.0.id"), photo);
    CHECK_I64(job_post(&j, t->yuki, "/notes", json_pack("{s:[s]}", "photo_ids", photo)), 400);
    CHECK_TEXT(client_text(t->yuki->client, "field"), "photo_ids");
    CHECK_I64(job_get(&j, t->sato.parent, "/notes"), 200);
    CHECK_TEXT(client_text(t->sato.parent->client, "items.0.photos.0.id"), photo);
    CHECK_TEXT(client_text(t->sato.parent->client, "items.0.text"), "");
    CHECK_I64(client_get(t->sato.parent->client, path_of(t, "photos/%s", photo)), 200);
    CHECK_TEXT(client_answer_header(t->sato.parent->client, "Content-Type"), "image/jpeg");
    CHECK_TEXT(client_answer_header(t->sato.parent->client, "Cache-Control"), "private, no-cache");
    jpeg = (struct slice){(const uint8_t *)t->sato.parent->client->text,
                          t->sato.parent->client->text_len};
    CHECK_STATUS(image_size(jpeg, &size), OK);
    CHECK_I64(size.width, 800);
    CHECK(memmem(jpeg.data, jpeg.len, "GPS", 3) == NULL);
    CHECK(memmem(jpeg.data, jpeg.len, "Itami", 5) == NULL);
    etag = arena_strdup(t->world->arena, client_answer_header(t->sato.parent->client, "ETag"));
    client_header(t->sato.parent->client, "If-None-Match", etag);
    CHECK_I64(client_get(t->sato.parent->client, path_of(t, "photos/%s", photo)), 304);
    CHECK_I64(see(t, t->mio, photo), 404);
    town_clock(t, j.end_at);
    job_tap(&j, t->yuki, "out", "supporter_tap");
    town_clock(t, j.end_at + DAY_MS - MINUTE_MS);
    CHECK_I64(see(t, t->yuki, photo), 200);
    town_clock(t, j.end_at + DAY_MS + MINUTE_MS);
    CHECK_I64(see(t, t->yuki, photo), 404);
    CHECK_I64(see(t, t->sato.parent, photo), 200);
    world_close(t->world);
}

TEST_BOTH(no_byte_of_a_camera_and_no_picture_in_clear_is_stored_or_logged)
{
    struct town *t = town_open(world_open(engine));
    const char *tie = tie_of(t, t->sato.parent, t->yuki);
    struct slice jpeg =
        picture_with_exif(t->world->arena, picture_jpeg(t->world->arena, 64, 64, true), 1);

    (void)sent(t, t->yuki, tie, jpeg);
    CHECK(!in_files(PICTURE_GPS, t->world->dir) && !in_files("JFIF", t->world->dir));
    if (strcmp(engine, "sqlite") == 0) {
        CHECK(!in_files(PICTURE_GPS, database_dir()) && !in_files("JFIF", database_dir()));
        CHECK(in_files("SQLite format", database_dir())); /* the folder it would be in */
    }
    world_close(t->world);
}

TEST_BOTH(a_message_brings_its_pictures_and_a_report_keeps_copies_of_them)
{
    struct town *t = town_open(world_open(engine));
    struct person *sato = t->sato.parent, *guard = office_staff(t, "safeguarding");
    const char *tie = tie_of(t, sato, t->yuki), *other = tie_of(t, sato, t->mio);
    struct slice jpeg = picture_jpeg(t->world->arena, 30, 20, false);
    const char *photo = sent(t, t->yuki, tie, jpeg), *copy, *message;
    struct ctx x = world_ctx(t->world, 0);

    CHECK_I64(client_post(t->mio->client, path_of(t, "threads/%s/messages", other),
                          json_pack("{s:[s]}", "photo_ids", photo)),
              400); /* not one's own */
    CHECK_I64(client_post(t->yuki->client, path_of(t, "threads/%s/messages", tie),
                          json_pack("{s:s, s:[s]}", "phrase", "all_well", "photo_ids", photo)),
              201);
    message = arena_strdup(t->world->arena, client_text(t->yuki->client, "id"));
    CHECK_I64(client_get(sato->client, path_of(t, "threads/%s/messages", tie)), 200);
    CHECK_TEXT(client_text(sato->client, "items.0.photos.0.id"), photo);
    CHECK_I64(see(t, sato, photo), 200);
    CHECK_I64(see(t, t->mio, photo), 404);
    CHECK_I64(client_post(sato->client, path_of(t, "messages/%s/report", message),
                          json_pack("{s:s}", "why", "child_safety")),
              201);
    CHECK_I64(client_i64(sato->client, "photos_n"), 1);
    CHECK_I64(
        client_post(guard->client,
                    office_path(t, "message-reports/%s/open", client_text(sato->client, "id")),
                    json_pack("{s:s}", "why", "first_look")),
        200);
    copy = arena_strdup(t->world->arena, client_text(guard->client, "photos.0.id"));
    CHECK_I64(see(t, guard, photo), 404); /* the talk itself stays theirs */
    CHECK_STATUS(vault_destroy(&x, town_tie_of(t, sato, t->yuki)), OK);
    CHECK_I64(see(t, sato, photo), 404);
    CHECK_I64(see(t, guard, copy), 200);
    CHECK_I64(see(t, sato, copy), 404);
    CHECK_I64(town_count(t, "SELECT COUNT(*) AS n FROM audit_log WHERE action ="
                            " 'saw.report_photo'"),
              2);
    world_close(t->world);
}

TEST_BOTH(who_collects_and_who_is_a_neighbour_can_be_recognised_by_those_who_need_it)
{
    struct job j = booked(engine);
    struct town *t = j.t;
    struct person *sato = t->sato.parent;
    struct slice png = picture_png(t->world->arena, 40, 60);
    const char *home = path_of(t, "households/%s/pickup-persons", t->sato.id.text), *at, *photo;

    person_step_up(t->world, sato);
    CHECK_I64(
        client_post(sato->client, home,
                    json_pack("{s:s, s:s, s:s, s:s}", "name", "祖母", "relation", "grandparent",
                              "valid_from", "2026-11-01", "valid_to", "2027-03-31")),
        201);
    at = arena_printf(t->world->arena, "%s/%s", home, client_text(sato->client, "id"));
    CHECK(json_is_null(client_at(sato->client, "photo_id")));
    CHECK_I64(upload(sato->client, "PUT", arena_printf(t->world->arena, "%s/photo", at), png), 200);
    CHECK_I64(upload(sato->client, "PUT", arena_printf(t->world->arena, "%s/photo", at), png), 200);
    photo = arena_strdup(t->world->arena, client_text(sato->client, "id"));
    CHECK_I64(town_count(t, "SELECT COUNT(*) AS n FROM photo"), 1); /* the first one is gone */
    CHECK_I64(client_get(sato->client, home), 200);
    CHECK_TEXT(client_text(sato->client, "items.0.photo_id"), photo);
    CHECK_I64(job_get(&j, t->yuki, "/brief"), 200);
    CHECK_TEXT(client_text(t->yuki->client, "pickup_persons.0.photo_id"), photo);
    CHECK_I64(see(t, t->yuki, photo), 200);
    CHECK_I64(see(t, t->mio, photo), 404); /* tied, but not in a job */
    CHECK_I64(client_delete(sato->client, at), 204);
    CHECK_I64(see(t, t->yuki, photo), 404);
    CHECK_I64(town_count(t, "SELECT COUNT(*) AS n FROM photo"), 0);
    CHECK_I64(upload(sato->client, "PUT",
                     arena_printf(t->world->arena, "/api/v1/households/%s/places/%s/photo",
                                  t->sato.id.text, t->sato.home.text),
                     png),
              200);
    photo = arena_strdup(t->world->arena, client_text(sato->client, "id"));
    CHECK_I64(see(t, t->yuki, photo), 200); /* the job ends there */
    CHECK_I64(see(t, t->ken, photo), 404);
    CHECK_I64(client_delete(sato->client,
                            arena_printf(t->world->arena, "/api/v1/households/%s/places/%s/photo",
                                         t->sato.id.text, t->sato.home.text)),
              204);
    CHECK_I64(see(t, t->yuki, photo), 404);
    CHECK_I64(client_delete(sato->client, arena_printf(t->world->arena, "%s/photo", at)), 404);
    world_close(t->world);
}

TEST_BOTH(my_own_picture_is_shown_to_whom_i_am_tied_to_until_one_blocks)
{
    struct town *t = town_open(world_open(engine));
    struct person *mio = t->mio, *sato = t->sato.parent, *new = world_member(t->world, "新人");
    struct slice webp = picture_webp(t->world->arena, 50, 50);
    const char *photo;

    CHECK_I64(upload(mio->client, "PUT", "/api/v1/me/photo", webp), 200);
    photo = arena_strdup(t->world->arena, client_text(mio->client, "id"));
    CHECK_I64(client_get(mio->client, "/api/v1/me"), 200);
    CHECK_TEXT(client_text(mio->client, "photo_id"), photo);
    CHECK_I64(client_get(sato->client, path_of(t, "ties/%s", tie_of(t, mio, sato))), 200);
    CHECK_TEXT(client_text(sato->client, "photo_id"), photo);
    CHECK_I64(see(t, sato, photo), 200);
    CHECK_I64(see(t, new, photo), 404);
    town_block(t, mio, sato);
    CHECK_I64(see(t, sato, photo), 404);
    CHECK_I64(client_delete(mio->client, "/api/v1/me/photo"), 204);
    CHECK_I64(see(t, mio, photo), 404);
    world_close(t->world);
}

TEST_BOTH(what_is_no_picture_is_refused_with_words)
{
    struct town *t = town_open(world_open(engine));
    struct client *c = t->yuki->client;
    struct arena *a = t->world->arena;
    struct slice jpeg = picture_jpeg(a, 300, 200, true);
    const char *path = path_of(t, "threads/%s/photos", tie_of(t, t->yuki, t->sato.parent));
    static const char heic[] = "\0\0\0\x18"
                               "ftypheic\0\0\0\0mif1heic";
    uint8_t huge[33] = "\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\xea\x60\0\0\xea\x60\x08\2\0\0\0";

    CHECK_I64(client_send(c, "POST", path, "image/jpeg", "GIF89a......", 12), 415);
    CHECK_TEXT(client_reason(c), "photo.type");
    CHECK_I64(client_send(c, "POST", path, "image/png", heic, sizeof heic - 1), 415);
    CHECK_TEXT(client_reason(c), "photo.heic");
    CHECK_I64(client_send(c, "POST", path, "image/png", huge, sizeof huge), 422); /* 60,000 wide */
    CHECK_TEXT(client_reason(c), "photo.too_large");
    CHECK_I64(upload(c, "POST", path, (struct slice){jpeg.data, jpeg.len / 3}), 422);
    CHECK_TEXT(client_reason(c), "photo.unreadable");
    CHECK_I64(client_send(c, "POST", path, NULL, NULL, 0), 415);
    t->world->photos.program = "/bin/false"; /* a worker that dies */
    CHECK_I64(upload(c, "POST", path, jpeg), 422);
    CHECK_TEXT(client_reason(c), "photo.unreadable");
    t->world->photos.program = "/no/such/program";
    CHECK_I64(upload(c, "POST", path, jpeg), 503);
    CHECK(client_answer_header(c, "Retry-After") != NULL);
    CHECK_I64(town_count(t, "SELECT COUNT(*) AS n FROM photo"), 0);
    world_close(t->world);
}

TEST(eight_mebibytes_are_taken_and_one_byte_more_is_not)
{
    struct town *t = town_open(world_open("sqlite"));
    struct client *c = t->yuki->client;
    struct slice jpeg = picture_jpeg(t->world->arena, 8, 8, false);
    uint8_t *big = calloc(1, BODY_PHOTO + 1); /* a picture with a long tail */
    const char *path = path_of(t, "threads/%s/photos", tie_of(t, t->yuki, t->sato.parent));

    CHECK(big != NULL);
    memcpy(big, jpeg.data, jpeg.len);
    CHECK_I64(client_send(c, "POST", path, "image/jpeg", big, BODY_PHOTO + 1), 413);
    CHECK_I64(client_send(c, "POST", path, "image/jpeg", big, BODY_PHOTO), 201);
    free(big);
    world_close(t->world);
}

TEST_BOTH(a_picture_that_nobody_used_goes_after_a_day_and_a_day_takes_so_many)
{
    struct town *t = town_open(world_open(engine));
    const char *tie = tie_of(t, t->yuki, t->sato.parent), *photo;
    struct slice jpeg = picture_jpeg(t->world->arena, 8, 8, false);
    const char *path = path_of(t, "threads/%s/photos", tie);

    client_key(t->yuki->client, "once");
    photo = sent(t, t->yuki, tie, jpeg);
    client_key(t->yuki->client, "once");
    CHECK_TEXT(sent(t, t->yuki, tie, jpeg), photo); /* a repeated request */
    CHECK_I64(town_count(t, "SELECT COUNT(*) AS n FROM photo"), 1);
    world_advance(t->world, PHOTO_UNUSED_MS - MINUTE_MS);
    (void)world_step(t->world);
    CHECK_I64(see(t, t->yuki, photo), 200);
    world_advance(t->world, 2 * MINUTE_MS);
    (void)world_step(t->world);
    CHECK_I64(see(t, t->yuki, photo), 404);
    for (int i = 0; i < 8; i++) { /* doubled: 1 to 128, then 256 */
        (void)(i == 0 ? sent(t, t->yuki, tie, jpeg) : NULL);
        town_sql(t, "INSERT INTO photo (id, by_id, key_owner_id, width, height, created_at,"
                    " small_sealed, large_sealed) SELECT id - (SELECT MAX(id) - MIN(id) + 1 FROM"
                    " photo), by_id, key_owner_id, width, height, created_at, small_sealed,"
                    " large_sealed FROM photo");
    }
    CHECK_I64(upload(t->yuki->client, "POST", path, jpeg), 422);
    CHECK_TEXT(client_reason(t->yuki->client), "photo.too_many");
    world_close(t->world);
}

struct sender {
    struct client *client;
    const char *path;
    struct slice jpeg;
    int http;
};

static void *send_one(void *arg)
{
    struct sender *s = arg;

    s->http = upload(s->client, "PUT", s->path, s->jpeg);
    return NULL;
}

TEST_BOTH(two_at_once_each_get_their_worker_and_the_last_one_stays)
{
    struct town *t = town_open(world_open(engine));
    struct sender s[4];
    pthread_t threads[4];

    for (int i = 0; i < 4; i++) {
        s[i] = (struct sender){.client = world_client(t->world),
                               .path = "/api/v1/me/photo",
                               .jpeg = picture_jpeg(t->world->arena, 900, 700, true)};
        client_bearer(s[i].client, t->yuki->token);
        CHECK_I64(pthread_create(&threads[i], NULL, send_one, &s[i]), 0);
    }
    for (int i = 0; i < 4; i++) {
        CHECK_I64(pthread_join(threads[i], NULL), 0);
        CHECK_I64(s[i].http, 200);
    }
    CHECK_I64(town_count(t, "SELECT COUNT(*) AS n FROM photo"), 1);
    world_close(t->world);
}
