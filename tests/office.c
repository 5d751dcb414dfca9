/* office.c - see office.h. */
#include "tests/office.h"

#include "tests/test.h"

#include <stdarg.h>
#include <stdio.h>

const char *office_path(struct town *t, const char *fmt, ...)
{
    va_list args;
    const char *below, *path;

    va_start(args, fmt);
    below = arena_vprintf(t->world->arena, fmt, args);
    va_end(args);
    CHECK(below != NULL);
    path = arena_printf(t->world->arena, "/api/v1/communities/%s/%s", t->community.text, below);
    CHECK(path != NULL);
    return path;
}

struct person *office_staff(struct town *t, const char *role)
{
    return world_staff_of(t->world, t->community.id, role, role);
}

int office_qualify(struct town *t, const struct person *by, const struct person *to,
                   const char *kind, int64_t expires_at)
{
    return client_post(by->client, office_path(t, "qualifications"),
                       json_pack("{s:s, s:s, s:s, s:I, s:I}", "member_id", to->id_text, "kind",
                                 kind, "number", "A-1", "issued_at",
                                 (json_int_t)(world_now(t->world) - DAY_MS), "expires_at",
                                 (json_int_t)expires_at));
}

int64_t office_tasks(struct town *t, const char *kind)
{
    const char *sql =
        arena_printf(t->world->arena,
                     "SELECT COUNT(*) FROM staff_task /* scan: a test's */ WHERE done_at IS NULL"
                     " AND kind = '%s'",
                     kind);

    CHECK(sql != NULL);
    return town_count(t, sql);
}
