/* outside.c - see outside.h. */
#include "tests/outside.h"

#include "tests/raw.h"
#include "tests/test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define READY_TRIES 10000

void town_to_today(struct town *t)
{
    static const struct clock unshifted;
    int64_t now = clock_now(&unshifted), day = now / DAY_MS;

    town_clock(t, now);
    town_sql(t, arena_printf(
                    t->world->arena,
                    "UPDATE session SET created_at = %lld, last_seen_at = %lld, expires_at = %lld;"
                    "UPDATE tie SET premet_until_at = %lld;"
                    "UPDATE qualification SET issued_at = 1, expires_at = %lld;"
                    "UPDATE policy SET valid_from_day = %lld, valid_to_day = %lld",
                    (long long)now, (long long)now, (long long)(now + 60 * DAY_MS),
                    (long long)(now + 200 * DAY_MS), (long long)(now + 300 * DAY_MS),
                    (long long)(day - 200), (long long)(day + 400)));
}

static void set(struct outside *o, int i, const char *name, const char *value)
{
    int n = snprintf(o->text[i], sizeof o->text[i], "%s=%s", name, value);

    CHECK(n > 0 && n < (int)sizeof o->text[i]);
    o->environment[i] = o->text[i];
}

struct outside *outside_leave(struct world *w)
{
    struct outside *o = calloc(1, sizeof *o);
    char log[320];

    CHECK(o != NULL);
    test_cleanup(free, o);
    o->world = w;
    world_leave(w);
    snprintf(log, sizeof log, "%s/program.log", w->dir);
    set(o, 0, "OTAGAI_STATE_DIR", w->dir);
    set(o, 1, "OTAGAI_DATABASE", w->database_url);
    set(o, 2, "OTAGAI_KEYSTORE", w->keystore_url);
    set(o, 3, "OTAGAI_MAILDIR", w->maildir);
    set(o, 4, "OTAGAI_LISTEN", "127.0.0.1:0");
    set(o, 5, "OTAGAI_PRIVATE_LISTEN", "127.0.0.1:0");
    set(o, 6, "OTAGAI_LOG", log);
    return o;
}

void outside_return(struct outside *o)
{
    world_return(o->world);
}

static int port_after(const struct program *p, const char *words)
{
    const char *at = strstr(p->said, words);

    at = at != NULL ? strstr(at, "127.0.0.1:") : NULL;
    CHECK(at != NULL);
    return (int)strtol(at + strlen("127.0.0.1:"), NULL, 10);
}

struct program *outside_start(struct outside *o)
{
    static const char *const arguments[] = {"serve", NULL};
    struct program *p = program_start(o->environment, arguments);

    program_wait_for(p, "figures on");
    if (strchr(strstr(p->said, "figures on"), '\n') == NULL) {
        program_wait_for(p, "\n");
    }
    o->port = port_after(p, "listening on");
    o->private_port = port_after(p, "figures on");
    snprintf(o->url, sizeof o->url, "http://127.0.0.1:%d", o->port);
    return p;
}

void outside_ready(const struct outside *o)
{
    for (int i = 0; i < READY_TRIES; i++) {
        if (raw_ask(o->private_port, "GET /readyz HTTP/1.1\r\n" RAW_HOST "\r\n") == 200) {
            return;
        }
    }
    test_fail(__FILE__, __LINE__, "the program is never ready");
}

struct client *outside_client(const struct outside *o, const struct person *p)
{
    struct client *c = client_open(o->url);

    CHECK(c != NULL);
    client_bearer(c, p->token);
    return c;
}
