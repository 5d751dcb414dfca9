/* full_disk_test.c - while the disk has no room, who writes is told to come back, who reads is
 * answered, and nothing is half there; with room again all goes on by itself. */
#include "tests/job.h"
#include "tests/test.h"

#include <string.h>

#define WRITES_MAX 60 /* far more than fit into the pages that are there */

static enum status limit_tx(struct tx *t, void *arg)
{
    return db_script(t, arg);
}

/* The writer's own connection refuses to grow, with the error of a full disk. */
static void allow_pages(struct world *w, const char *pragma)
{
    CHECK_STATUS(db_tx(w->db, w->arena, limit_tx, (void *)(uintptr_t)pragma), OK);
}

static int write_note(const struct job *j, const char *text)
{
    return job_post(j, j->supporter, "/notes", json_pack("{s:s}", "text", text));
}

static size_t count_notes(const struct job *j)
{
    CHECK_I64(job_get(j, j->t->sato.parent, "/notes"), 200);
    return json_array_size(client_at(j->t->sato.parent->client, "items"));
}

TEST(a_full_disk_tells_who_writes_to_come_back_and_heals)
{
    struct town *t = town_open(world_open("sqlite"));
    struct job j = job_usual(t);
    char text[1501];
    size_t noted = 0;
    int http = 201;

    memset(text, 'x', sizeof text - 1);
    text[sizeof text - 1] = '\0';
    job_book(&j);
    allow_pages(t->world, "PRAGMA max_page_count = 1"); /* as many as there are */
    for (int i = 0; i < WRITES_MAX && (http = write_note(&j, text)) == 201; i++) {
        noted++;
    }
    CHECK_I64(http, 503);
    CHECK(client_answer_header(j.supporter->client, "Retry-After") != NULL);
    CHECK_I64(write_note(&j, text), 503);
    CHECK_I64((int64_t)count_notes(&j), (int64_t)noted);
    allow_pages(t->world, "PRAGMA max_page_count = 1000000");
    CHECK_I64(write_note(&j, text), 201);
    CHECK_I64((int64_t)count_notes(&j), (int64_t)noted + 1);
    world_close(t->world);
}
