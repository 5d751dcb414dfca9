/* answered_kill_test.c - the program is killed at random while people write through it: whatever
 * was answered with 2xx is there afterwards, once, and what was not is there once it is asked again
 * under its key. */
#include "app/base/limits.h"
#include "tests/asks.h"
#include "tests/crowd.h"
#include "tests/database.h"
#include "tests/outside.h"
#include "tests/test.h"

#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define WRITERS         6
#define DECLINES        1000 /* of one writer */
#define CYCLES          500
#define CYCLES_PG       50
#define CYCLES_SOAK     10000
#define CYCLES_PG_SOAK  1000
#define LIFE_US_MIN     5000
#define LIFE_US_MAX     60000
#define LOOK_EVERY      100     /* cycles */
#define ASKED_MAX       100     /* in one statement */
#define INVITATIONS_MAX 1000000 /* of one writer */

/* Somebody who makes invitations, each under a key of its own until it is answered, and declines.
 */
struct writer {
    const char *token, *community, *url;
    int number, declines_from, declines_max;
    atomic_bool *over;
    const struct crowd *crowd;
    int invitations, declines; /* acknowledged so far */
    int64_t *ids;              /* of the invitations */
    int looked;                /* how many of them were found again already */
    pthread_t thread;
};

struct siege {
    struct town *town;
    struct outside *outside;
    struct crowd crowd;
    struct writer writers[WRITERS];
    atomic_bool over;
};

static bool invite(struct client *c, const struct writer *w)
{
    char key[64];

    snprintf(key, sizeof key, "invite-%d-%d", w->number, w->invitations + 1);
    client_key(c, key);
    return client_post(c, "/api/v1/invitations",
                       json_pack("{s:s}", "community_id", w->community)) == 201 &&
           w->invitations < INVITATIONS_MAX &&
           id_parse(ID_INVITATION, client_text(c, "id"), &w->ids[w->invitations]) == OK;
}

static bool decline(struct client *c, const struct writer *w)
{
    char path[128], id[ID_TEXT_BYTES];

    id_format(ID_OFFER, crowd_offer(w->crowd, w->declines_from + w->declines), id);
    snprintf(path, sizeof path, "/api/v1/asks/%s/decline", id);
    return client_post(c, path, NULL) / 100 == 2;
}

static void *write_until_killed(void *arg)
{
    struct writer *w = arg;
    struct client *c = client_open(w->url);

    if (c == NULL) {
        return NULL;
    }
    client_bearer(c, w->token);
    while (!atomic_load(w->over)) {
        if (w->declines < w->invitations / 4 && w->declines < w->declines_max) {
            w->declines += decline(c, w) ? 1 : 0;
        } else {
            w->invitations += invite(c, w) ? 1 : 0;
        }
        if (c->http == 0) { /* nobody answers any more */
            break;
        }
        if (c->http == 429) {
            usleep(1000);
        }
    }
    client_close(c);
    return NULL;
}

static void live_and_die(struct siege *s)
{
    struct program *p = outside_start(s->outside);

    atomic_store(&s->over, false);
    for (int i = 0; i < WRITERS; i++) {
        s->writers[i].url = s->outside->url;
        CHECK(pthread_create(&s->writers[i].thread, NULL, write_until_killed, &s->writers[i]) == 0);
    }
    usleep((useconds_t)(LIFE_US_MIN + test_random() % LIFE_US_MAX));
    program_signal(p, SIGKILL);
    atomic_store(&s->over, true);
    for (int i = 0; i < WRITERS; i++) {
        pthread_join(s->writers[i].thread, NULL);
    }
    CHECK_I64(program_end(p), -SIGKILL);
    program_forget(p);
}

/* ---- what is there ---- */

/* Some at a time. */
static void look_for_invitations(struct siege *s, struct writer *w)
{
    char sql[ASKED_MAX * 22 + 100];

    while (w->looked < w->invitations) {
        int n = w->invitations - w->looked < ASKED_MAX ? w->invitations - w->looked : ASKED_MAX;
        int len = snprintf(sql, sizeof sql, "SELECT COUNT(*) FROM invitation WHERE id IN (0");

        for (int i = 0; i < n; i++) {
            len += snprintf(sql + len, sizeof sql - (size_t)len, ",%lld",
                            (long long)w->ids[w->looked + i]);
        }
        snprintf(sql + len, sizeof sql - (size_t)len, ")");
        CHECK_I64(town_count(s->town, sql), n); /* else one was acknowledged and lost */
        w->looked += n;
    }
}

static int64_t declined(struct siege *s, const struct writer *w)
{
    char sql[256];

    if (w->declines == 0) {
        return 0;
    }
    snprintf(sql, sizeof sql,
             "SELECT COUNT(*) FROM offer WHERE state = 'declined' AND id BETWEEN %lld AND %lld",
             (long long)crowd_offer(w->crowd, w->declines_from),
             (long long)crowd_offer(w->crowd, w->declines_from + w->declines - 1));
    return town_count(s->town, sql);
}

/* Between two lives, every so often: all that was acknowledged since the last look. */
static void look(struct siege *s)
{
    outside_return(s->outside);
    for (int i = 0; i < WRITERS; i++) {
        look_for_invitations(s, &s->writers[i]);
        CHECK_I64(declined(s, &s->writers[i]), s->writers[i].declines);
    }
    /* The dead ones' numbers: there are only so many. */
    town_sql(s->town, "DELETE FROM node_lease");
    world_leave(s->town->world);
}

/* ---- the whole ---- */

static void set_writer(struct siege *s, int i, const struct person *supporter)
{
    struct writer *w = &s->writers[i];

    *w = (struct writer){
        .token = supporter->token,
        .community = s->town->community.text,
        .number = i,
        .declines_from = i * DECLINES,
        .declines_max = supporter == s->town->yuki ? DECLINES : 0,
        .over = &s->over,
        .crowd = &s->crowd,
        .ids = calloc(INVITATIONS_MAX, sizeof(int64_t)),
    };
    CHECK(w->ids != NULL);
    test_cleanup(free, w->ids);
}

static void lay_siege(struct siege *s, const char *engine)
{
    struct town *t = town_open(world_open(engine));
    struct person *const supporters[] = {t->yuki, t->mio, t->ken};
    int64_t start;
    json_t *body;

    s->town = t;
    town_to_today(t);
    for (int i = 0; i < WRITERS; i++) {
        set_writer(s, i, supporters[i % 3]);
    }
    start = world_now(t->world) + 30 * DAY_MS;
    body = ask_named(ask_pickup(t, &t->sato, start, start + HOUR_MS), t->yuki, NULL);
    s->crowd = crowd_of(t, ask_send(t, &t->sato, body), t->yuki, DECLINES * WRITERS, 1, MINUTE_MS);
    s->outside = outside_leave(t->world);
}

/* What nobody answered is asked for once more, under the same key. */
static void ask_for_the_rest(struct siege *s)
{
    struct program *p = outside_start(s->outside);

    for (int i = 0; i < WRITERS; i++) {
        struct writer *w = &s->writers[i];
        struct client *c = client_open(s->outside->url);

        CHECK(c != NULL);
        client_bearer(c, w->token);
        if (!invite(c, w)) {
            test_fail(__FILE__, __LINE__, "an invitation is answered %d %s %s", c->http, c->text,
                      c->error);
        }
        w->invitations++;
        client_close(c);
    }
    program_signal(p, SIGTERM);
    CHECK_I64(program_end(p), 0);
}

static int64_t invitations_there(struct siege *s)
{
    return town_count(s->town, "SELECT COUNT(*) FROM invitation");
}

static int cycles_of(const char *engine)
{
    bool sqlite = strcmp(engine, "sqlite") == 0;

    if (test_soak()) {
        return sqlite ? CYCLES_SOAK : CYCLES_PG_SOAK;
    }
    return sqlite ? CYCLES : CYCLES_PG;
}

TEST_BOTH_IN("kill", every_invitation_and_decline_that_was_answered_is_there_once_after_each_kill)
{
    struct siege *s = calloc(1, sizeof *s);
    int cycles = cycles_of(engine), invitations = 0, declines = 0;

    CHECK(s != NULL);
    test_cleanup(free, s);
    lay_siege(s, engine);
    for (int i = 1; i <= cycles; i++) {
        live_and_die(s);
        if (i % LOOK_EVERY == 0) {
            look(s);
        }
    }
    look(s);
    ask_for_the_rest(s);
    outside_return(s->outside);
    for (int i = 0; i < WRITERS; i++) {
        look_for_invitations(s, &s->writers[i]);
        invitations += s->writers[i].invitations;
        declines += s->writers[i].declines;
    }
    CHECK(invitations > cycles / 2 && declines > 0); /* else nothing was killed at work */
    CHECK_I64(invitations_there(s), invitations);
    printf("%d kills, %d invitations and %d declines acknowledged, none lost, none twice\n", cycles,
           invitations, declines);
    world_close(s->town->world);
}
