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

static void run(struct town *t, const char *sql, int64_t id)
{
    town_sql(t, arena_printf(t->world->arena, sql, (long long)id));
}

void office_calls(struct town *t, const struct person *coordinator, const struct person *parent)
{
    run(t,
        "INSERT INTO acting (id, community_id, staff_id, session_id, member_id, consent,"
        " created_at, expires_at) SELECT 75, m.community_id, m.member_id, s.id, g.member_id,"
        " 'phone', 1, 4000000000000 FROM membership m JOIN session s ON s.member_id = m.member_id"
        " JOIN membership g ON g.community_id = m.community_id AND g.member_id ="
        " (SELECT MIN(member_id) FROM supporter) WHERE m.member_id = %lld",
        coordinator->id);
    run(t,
        "INSERT INTO acting_approval (id, community_id, staff_id, member_id, act, subject_id,"
        " amount_minor, asked_at) SELECT 76, community_id, staff_id, member_id, 'choose', 1, 1,"
        " %lld FROM acting",
        world_now(t->world));
    run(t,
        "INSERT INTO desk_link (id, community_id, place_id, day, household_id, made_by,"
        " created_at, expires_at) SELECT 77, h.community_id, p.id, 20783, h.id, g.member_id, 1, 2"
        " FROM guardian g JOIN household h ON h.id = g.household_id JOIN place p"
        " ON p.community_id = h.community_id AND p.household_id IS NULL WHERE g.member_id = %lld",
        parent->id);
}
