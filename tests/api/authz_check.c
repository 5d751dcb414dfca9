/* authz_check.c - see authz_check.h. */
#include "tests/api/authz_check.h"

#include "tests/test.h"

#include <string.h>

const char *authz_fill(struct scene *s, const char *fmt, const char *a)
{
    const char *text = arena_printf(s->t->world->arena, "%s", fmt);
    const char *gap = strstr(text, "%s");

    CHECK(text != NULL);
    return gap == NULL
               ? text
               : arena_printf(s->t->world->arena, "%.*s%s%s", (int)(gap - text), text, a, gap + 2);
}

/* The entry's path with these things in it. */
static const char *path_of(struct scene *s, const struct entry *e, const struct town_id *things)
{
    struct arena *a = s->t->world->arena;
    const char *path = "", *at = e->pattern;

    for (int n = 0; *at != '\0';) {
        const char *colon = strchr(at, ':');
        int len = (int)(colon != NULL ? colon - at : (ptrdiff_t)strlen(at));

        path = arena_printf(a, "%s%.*s", path, len, at);
        at += len;
        if (colon != NULL) {
            path = arena_printf(a, "%s%s", path, things[e->things[n++]].text);
            at += strcspn(at, "/");
        }
    }
    return arena_printf(a, "%s%s", path, e->query != NULL ? e->query : "");
}

static struct client *client_of(struct scene *s, enum person_kind who)
{
    return who == NOBODY ? s->nobody : s->people[who]->client;
}

static int ask(struct scene *s, const struct entry *e, struct client *c, const char *path,
               const struct town_id *things)
{
    const char *body = e->body != NULL ? authz_fill(s, e->body, things[HOUSEHOLD].text) : NULL;

    return client_send(c, e->method, path,
                       body == NULL     ? NULL
                       : body[0] == '{' ? "application/json"
                                        : "text/csv",
                       body, body != NULL ? strlen(body) : 0);
}

/* The last answer without the id of the request it was given to. */
static const char *answer(struct scene *s, struct client *c)
{
    const char *text;
    char *dump;

    CHECK(c->json != NULL);
    json_object_del(c->json, "instance");
    dump = json_dumps(c->json, JSON_SORT_KEYS);
    text = arena_printf(s->t->world->arena, "%d %s", c->http, dump);
    free(dump);
    return text;
}

static void check_same_as_unknown(struct scene *s, const struct entry *e, struct client *c, int who,
                                  const struct town_id *real, const struct town_id *unknown)
{
    const char *there = path_of(s, e, real), *nowhere = path_of(s, e, unknown), *first;

    if (ask(s, e, c, there, real) != 404) {
        test_fail(__FILE__, __LINE__, "%s %s by %d is %d: %s", e->method, e->pattern, who, c->http,
                  c->text);
    }
    first = answer(s, c);
    (void)ask(s, e, c, nowhere, unknown);
    if (strcmp(first, answer(s, c)) != 0) {
        test_fail(__FILE__, __LINE__, "%s %s by %d: %s, for an unknown id: %s", e->method,
                  e->pattern, who, first, answer(s, c));
    }
}

static void check_status(struct scene *s, const struct entry *e, enum person_kind who, int http,
                         const char *reason)
{
    struct client *c = client_of(s, who);

    if (ask(s, e, c, path_of(s, e, s->things), s->things) != http ||
        (reason != NULL && strcmp(client_reason(c), reason) != 0)) {
        test_fail(__FILE__, __LINE__, "%s %s by %d is %d, not %d %s: %s", e->method, e->pattern,
                  who, c->http, http, reason != NULL ? reason : "", c->text);
    }
}

static void check_theirs(struct scene *s, const struct entry *e)
{
    for (int i = 0; i < PENDING; i++) {
        if (i != (int)e->insider && i != NO_FACTOR && (e->also & ONE(i)) == 0) {
            check_same_as_unknown(s, e, s->people[i]->client, i, s->things, s->unknown);
        }
    }
}

/* Another office finds neither this one nor, by way of its own, what lies in it. */
static void check_office(struct scene *s, const struct entry *e)
{
    struct client *other = s->people[OTHER_ADMIN]->client;
    struct town_id mixed[THINGS], unknown[THINGS];

    check_status(s, e, PARENT, 403, "staff.role_needed");
    check_status(s, e, STRANGER, 403, "staff.role_needed");
    check_status(s, e, NO_FACTOR, 403, "staff.second_factor");
    if (strcmp(e->method, "GET") == 0) {
        check_status(s, e, AUDITOR, 200, NULL);
    } else {
        check_status(s, e, AUDITOR, 403, "staff.role_needed");
    }
    check_same_as_unknown(s, e, other, OTHER_ADMIN, s->things, s->unknown);
    if (e->things[1] != NOTHING) {
        memcpy(mixed, s->things, sizeof mixed);
        memcpy(unknown, s->unknown, sizeof unknown);
        id_format(
            ID_COMMUNITY,
            town_count(
                s->t,
                arena_printf(s->t->world->arena,
                             "SELECT MAX(community_id) AS n FROM staff_role WHERE member_id = %lld",
                             (long long)s->people[OTHER_ADMIN]->id)),
            mixed[COMMUNITY].text);
        unknown[COMMUNITY] = mixed[COMMUNITY];
        check_same_as_unknown(s, e, other, OTHER_ADMIN, mixed, unknown);
    }
}

static void check_outsiders(struct scene *s, const struct entry *e)
{
    if (e->kind == OPEN) {
        return;
    }
    check_status(s, e, NOBODY, 401, "session.needed");
    check_status(s, e, PENDING, 401, "session.needed");
    if (e->kind == THEIRS) {
        check_theirs(s, e);
    } else if (e->kind == OFFICE) {
        check_office(s, e);
    }
}

/* The entry names what is there: its owner is not told that it is not. */
static void check_insider(struct scene *s, const struct entry *e)
{
    struct client *c = s->people[e->insider]->client;
    int http = ask(s, e, c, path_of(s, e, s->things), s->things);
    bool made_up = e->body != NULL && strstr(e->body, "mb_0000000000001") != NULL;

    if (http == 0 || http == 401 || http == 403 || (http == 404 && !made_up) || http == 405 ||
        http >= 500) {
        test_fail(__FILE__, __LINE__, "%s %s by its owner is %d: %s", e->method, e->pattern, http,
                  c->text);
    }
}

void authz_check_insiders(struct scene *s, bool reading)
{
    for (const struct entry *e = authz_entries; e->method != NULL; e++) {
        if ((e->kind == THEIRS || e->kind == OFFICE) &&
            (strcmp(e->method, "GET") == 0) == reading) {
            check_insider(s, e);
        }
    }
}

void authz_check_outsiders(struct scene *s)
{
    for (const struct entry *e = authz_entries; e->method != NULL; e++) {
        check_outsiders(s, e);
    }
}
