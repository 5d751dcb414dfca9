/* notice_kill_test.c - the program is killed again and again while it writes what people are told:
 * at the end each message lies in the maildir exactly once. */
#include "tests/errand.h"
#include "tests/letter.h"
#include "tests/program.h"
#include "tests/test.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define LETTERS     400
#define CYCLES      20
#define CYCLES_SOAK 500
#define LIFE_US_MAX 120000 /* its start included */
#define ENTRY_BYTES 600
#define WAIT_MS_MAX 60000

struct place {
    char text[7][ENTRY_BYTES];
    const char *environment[8];
};

static void set(struct place *p, int i, const char *name, const char *value)
{
    snprintf(p->text[i], ENTRY_BYTES, "%s=%s", name, value);
    p->environment[i] = p->text[i];
}

static void place_of(struct place *p, const struct errand *e)
{
    memset(p, 0, sizeof *p);
    set(p, 0, "OTAGAI_STATE_DIR", e->dir);
    set(p, 1, "OTAGAI_DATABASE", e->url);
    set(p, 2, "OTAGAI_KEYSTORE", e->keystore_url);
    set(p, 3, "OTAGAI_MAILDIR", e->maildir);
    set(p, 4, "OTAGAI_LISTEN", "127.0.0.1:0");
    set(p, 5, "OTAGAI_PRIVATE_LISTEN", "127.0.0.1:0");
}

static struct program *begin(const struct place *p, const char *engine)
{
    const char *arguments[] = {strcmp(engine, "sqlite") == 0 ? "serve" : "worker", NULL};

    return program_start(p->environment, arguments);
}

static struct program *start(const struct place *p, const char *engine)
{
    struct program *program = begin(p, engine);

    program_wait_for(program, strcmp(engine, "sqlite") == 0 ? "listening" : "working");
    return program;
}

/* Opens the database for one script only: while the program runs on SQLite it is the one writer. */
static void between_lives(struct errand *e, const char *sql)
{
    e->db = database_open(e->url, NULL);
    errand_sql(e, "%s", sql);
    database_close(e->db);
}

static void wait_for_the_rest(struct errand *e)
{
    int64_t until_ms = clock_monotonic_ms() + WAIT_MS_MAX;

    e->db = database_open(e->url, NULL);
    while (errand_count(e, "pending") > 0 && clock_monotonic_ms() < until_ms) {
        usleep(50000);
    }
    CHECK_I64(errand_count(e, "pending"), 0);
    database_close(e->db);
}

TEST_BOTH_IN("kill", every_message_is_in_the_maildir_once_however_often_the_program_is_killed)
{
    struct errand *e = errand_open(engine);
    int cycles = test_soak() ? CYCLES_SOAK : CYCLES, unfinished = 0;
    struct program *program;
    struct place p;

    clock_advance(&e->clock, -clock_now(&e->clock) + clock_now(&(struct clock){0}));
    for (int i = 0; i < LETTERS; i++) {
        errand_tell(e, e->guardian, NOTICE_ACCOUNT_EXISTS, e->guardian + i);
    }
    database_close(e->db);
    place_of(&p, e);
    for (int i = 0; i < cycles; i++) {
        program = begin(&p, engine);
        usleep((useconds_t)(test_random() % LIFE_US_MAX));
        program_signal(program, SIGKILL);
        CHECK_I64(program_end(program), -SIGKILL);
        /* The dead one's leases are over, and its number is free. */
        between_lives(e, "UPDATE notice SET lease_until_at = 0 WHERE state = 'pending'");
        between_lives(e, "DELETE FROM node_lease");
        unfinished += letter_count(e->maildir) < LETTERS ? 1 : 0;
    }
    program = start(&p, engine);
    wait_for_the_rest(e);
    program_signal(program, SIGTERM);
    CHECK_I64(program_end(program), 0);

    e->db = database_open(e->url, NULL);
    CHECK_I64(errand_count(e, "sent"), LETTERS);
    CHECK_I64(letter_count(e->maildir), LETTERS);
    CHECK(unfinished > 0); /* else nothing was killed at work */
    printf("killed %d times, %d of them with messages left\n", cycles, unfinished);
}
