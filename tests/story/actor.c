/* actor.c - see actor.h. */
#include "tests/story/actor.h"

#include "app/base/crypto.h"
#include "tests/letter.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define PATH_BYTES 256
#define TRIES_MAX  6
#define ID_CHARS   16 /* two letters, "_", thirteen characters */

void actor_open(struct actor *a, struct stage *s)
{
    a->stage = s;
    a->client = client_open(s->url);
    if (a->client == NULL) {
        fail("no memory");
    }
    snprintf(a->email, sizeof a->email, "story-%08x@example.jp", random_below(UINT32_MAX));
    snprintf(a->phone, sizeof a->phone, "+8190%08u", random_below(100000000));
    snprintf(a->password, sizeof a->password, "hashi-%08x", random_below(UINT32_MAX));
}

void actor_close(struct actor *a)
{
    client_close(a->client);
}

void because(struct actor *a, const char *rule)
{
    a->rule = rule;
}

/* "/households/:id/children": which one does not matter for the list. */
static void as_route(const char *path, char out[PATH_BYTES])
{
    size_t at = 0;

    for (path += strlen("/api/v1"); *path != '\0' && at < PATH_BYTES - 4; path++) {
        size_t len = strcspn(path, "/");

        if (len == ID_CHARS && path[2] == '_') {
            memcpy(out + at, ":id", 3);
            at += 3;
            path += len - 1;
        } else {
            out[at++] = *path;
        }
    }
    out[at] = '\0';
}

static void count(struct actor *a, const char *method, const char *path)
{
    char route[PATH_BYTES];

    if (a->counted != NULL) {
        *a->counted += 1;
        a->calls++;
        as_route(path, route);
        tell("%2d. %-4s %-33s %s: %s", *a->counted, method, route, a->called,
             a->rule != NULL ? a->rule : "");
    }
    a->rule = NULL;
}

/* What the server asks for when it has too much to do, a second at the least. */
static void wait_as_told(const struct client *c)
{
    const char *after = client_answer_header(c, "Retry-After");
    struct timespec rest = {1, 0};

    if (after != NULL && strtol(after, NULL, 10) > 1) {
        rest.tv_sec = strtol(after, NULL, 10);
    }
    nanosleep(&rest, NULL);
}

/* The same key at each try: it happens once. */
static int send(struct actor *a, const char *method, const char *path, const char *body)
{
    char key[2 * 16 + 1];
    uint8_t noise[16];
    int http = 0;

    random_bytes(noise, sizeof noise);
    hex_encode(noise, sizeof noise, key);
    for (int i = 0; i < TRIES_MAX; i++) {
        client_key(a->client, key);
        if (a->acting != NULL) {
            client_header(a->client, "Otagai-Acting", a->acting);
        }
        http = client_send(a->client, method, path, body != NULL ? "application/json" : NULL, body,
                           body != NULL ? strlen(body) : 0);
        if (http != 429 && http != 503) {
            break;
        }
        wait_as_told(a->client);
    }
    return http;
}

static void do_it(struct actor *a, int want, const char *method, json_t *body, const char *path)
{
    char *text = body != NULL ? json_dumps(body, JSON_COMPACT) : NULL;
    int http;

    count(a, method, path);
    http = send(a, method, path, text);
    if (http != want) {
        fail("%s: %s %s is answered %d, not %d\n  asked:    %s\n  answered: %s %s", a->called,
             method, path, http, want, text != NULL ? text : "", a->client->text, a->client->error);
    }
    free(text);
    json_decref(body);
}

void act(struct actor *a, int want, const char *method, json_t *body, const char *fmt, ...)
{
    char path[PATH_BYTES];
    va_list args;

    va_start(args, fmt);
    vsnprintf(path, sizeof path, fmt, args);
    va_end(args);
    do_it(a, want, method, body, path);
}

void act_refused(struct actor *a, int want, const char *reason, const char *method, json_t *body,
                 const char *fmt, ...)
{
    char path[PATH_BYTES];
    va_list args;

    va_start(args, fmt);
    vsnprintf(path, sizeof path, fmt, args);
    va_end(args);
    do_it(a, want, method, body, path);
    if (strcmp(client_reason(a->client), reason) != 0) {
        fail("%s: %s %s is refused for %s, not %s", a->called, method, path,
             client_reason(a->client), reason);
    }
}

const char *got(const struct actor *a, const char *where)
{
    const char *text = client_text(a->client, where);

    if (text == NULL) {
        fail("%s: no \"%s\" in %s", a->called, where, a->client->text);
    }
    return text;
}

int64_t got_number(const struct actor *a, const char *where)
{
    if (!json_is_integer(client_at(a->client, where))) {
        fail("%s: no number \"%s\" in %s", a->called, where, a->client->text);
    }
    return client_i64(a->client, where);
}

void got_id(const struct actor *a, const char *where, char out[ID_TEXT_BYTES])
{
    snprintf(out, ID_TEXT_BYTES, "%s", got(a, where));
}

void expect(const struct actor *a, const char *where, const char *want)
{
    if (strcmp(got(a, where), want) != 0) {
        fail("%s: \"%s\" is not \"%s\" in %s", a->called, where, want, a->client->text);
    }
}

void expect_number(const struct actor *a, const char *where, int64_t want)
{
    if (got_number(a, where) != want) {
        fail("%s: \"%s\" is not %lld in %s", a->called, where, (long long)want, a->client->text);
    }
}

int find_item(const struct actor *a, const char *list, const char *key, const char *want)
{
    json_t *items = client_at(a->client, list);

    for (size_t i = 0; i < json_array_size(items); i++) {
        const char *text = json_string_value(json_object_get(json_array_get(items, i), key));

        if (text != NULL && strcmp(text, want) == 0) {
            return (int)i;
        }
    }
    return -1;
}

void await(struct actor *a, const char *where, const char *want, const char *fmt, ...)
{
    struct patience p = {0};
    char path[PATH_BYTES], what[2 * PATH_BYTES];
    va_list args;

    va_start(args, fmt);
    vsnprintf(path, sizeof path, fmt, args);
    va_end(args);
    do_it(a, 200, "GET", NULL, path);
    while (want != NULL
               ? client_text(a->client, where) == NULL ||
                     strcmp(client_text(a->client, where), want) != 0
               : client_at(a->client, where) == NULL || json_is_null(client_at(a->client, where))) {
        snprintf(what, sizeof what, "%s: GET %s, \"%s\" to be %s", a->called, path, where,
                 want != NULL ? want : "there");
        be_patient(&p, what);
        if (send(a, "GET", path, NULL) != 200) {
            fail("%s: GET %s is answered %d %s", a->called, path, a->client->http, a->client->text);
        }
    }
}

const char *await_letter(struct actor *a, const char *to, const char *kind)
{
    struct patience p = {0};
    char what[2 * STAGE_PATH_BYTES];
    const char *letter;

    snprintf(what, sizeof what, "a letter \"%s\" to %s in %s", kind, to, a->stage->maildir);
    while ((letter = letter_find(a->stage->maildir, to, kind)) == NULL) {
        be_patient(&p, what);
    }
    return letter;
}

void await_mail(struct actor *a, const char *kind, const char *id)
{
    struct patience p = {0};
    const char *mail = await_letter(a, a->email, kind);
    char what[STAGE_PATH_BYTES];

    snprintf(what, sizeof what, "a mail \"%s\" about %s to %s", kind, id, a->called);
    while (strstr(mail_body(mail), id) == NULL) {
        be_patient(&p, what);
        mail = await_letter(a, a->email, kind);
    }
    tell("  mail to %s: %s", a->called, mail_subject(mail));
}

void await_text(struct actor *a, const char *kind, const char *id)
{
    struct patience p = {0};
    char what[STAGE_PATH_BYTES];
    const char *body = mail_body(await_letter(a, a->phone, kind));

    snprintf(what, sizeof what, "a text \"%s\" about %s to %s", kind, id, a->called);
    while (strstr(body, id) == NULL) {
        be_patient(&p, what);
        body = mail_body(await_letter(a, a->phone, kind));
    }
    tell("  text to %s: %.*s", a->called, (int)strcspn(body, "\r\n"), body);
}
