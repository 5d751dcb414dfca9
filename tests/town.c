/* town.c - see town.h. */
#include "tests/town.h"

#include "app/base/zone.h"
#include "app/domain/rules.h"
#include "app/domain/shipped.h"
#include "tests/tariffs.h"
#include "tests/test.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#define TOKYO     "Asia/Tokyo"
#define TODAY     "2026-11-25T09:00"
#define HOME_X    100
#define HOME_Y    100
#define PROVED_MS (300 * DAY_MS)
#define PREMET_MS (200 * DAY_MS)

#define ll(n)      ((long long)(n)) /* for printf */
#define low(a, b)  ((a)->id < (b)->id ? (a)->id : (b)->id)
#define high(a, b) ((a)->id < (b)->id ? (b)->id : (a)->id)

/* ---- running statements ---- */

static enum status script_tx(struct ctx *x, void *arg)
{
    return db_script(x->tx, arg);
}

void town_sql(struct town *t, const char *sql)
{
    struct ctx x = world_ctx(t->world, 0);
    char *copy = arena_strdup(t->world->arena, sql);

    CHECK(copy != NULL);
    CHECK_STATUS(ctx_tx(&x, script_tx, copy), OK);
}

__attribute__((format(printf, 2, 3))) static void run(struct town *t, const char *fmt, ...)
{
    va_list args;
    char *sql;

    va_start(args, fmt);
    sql = arena_vprintf(t->world->arena, fmt, args);
    va_end(args);
    CHECK(sql != NULL);
    town_sql(t, sql);
}

struct number {
    const char *sql;
    int64_t n;
};

static enum status count_tx(struct ctx *x, void *arg)
{
    static const struct db_col cols[] = {COL_I64_NULL(struct number, n), COL_END};
    struct db_in none[] = {IN_END};
    struct number *number = arg;
    struct number row = {0};
    enum status s = db_one(x->tx, number->sql, none, cols, &row);

    number->n = row.n;
    return s == E_NOT_FOUND ? OK : s;
}

int64_t town_count(struct town *t, const char *sql)
{
    struct ctx x = world_ctx(t->world, 0);
    struct number number = {arena_printf(t->world->arena, "%s /* scan: a test looks */", sql), 0};

    CHECK(number.sql != NULL);
    CHECK_STATUS(ctx_read(&x, count_tx, &number), OK);
    return number.n;
}

static struct town_id fresh(struct town *t, const char *prefix)
{
    struct town_id id = {.id = id_next(&t->world->ids, world_now(t->world))};

    id_format(prefix, id.id, id.text);
    return id;
}

/* ---- time ---- */

int64_t town_at(const char *local)
{
    return test_at(TOKYO, local);
}

void town_clock(struct town *t, int64_t at)
{
    world_advance(t->world, at - world_now(t->world));
}

static int64_t today(struct town *t)
{
    struct local_time now;

    CHECK_STATUS(zone_local(TOKYO, world_now(t->world), &now), OK);
    return now.day_number;
}

/* ---- sealed rows ---- */

/* A row with sealed columns of one owner: their names and texts, in the order of the statement's
 * parameters, behind the row's own id, which is $1. */
#define SEALED_MAX 4
struct sealed_row {
    const char *sql, *table;
    int64_t owner_id, row_id;
    const char *columns[SEALED_MAX], *texts[SEALED_MAX];
};

static enum status insert_sealed(struct ctx *x, void *arg)
{
    const struct sealed_row *r = arg;
    struct db_in in[SEALED_MAX + 2] = {IN_I64(r->row_id)};
    enum status s = OK;
    int n = 0;

    for (; s == OK && n < SEALED_MAX && r->columns[n] != NULL; n++) {
        struct slice sealed;

        s = vault_seal(x, r->owner_id, r->table, r->columns[n], r->row_id, r->texts[n], &sealed);
        in[n + 1] = (struct db_in)IN_BYTES(sealed);
    }
    in[n + 1] = (struct db_in)IN_END;
    return s == OK ? db_exec(x->tx, r->sql, in) : s;
}

static void put_sealed(struct town *t, struct sealed_row *r)
{
    struct ctx x = world_ctx(t->world, 0);

    CHECK_STATUS(vault_create(&x, r->owner_id), OK);
    CHECK(r->sql != NULL);
    CHECK_STATUS(ctx_tx(&x, insert_sealed, r), OK);
}

/* ---- families ---- */

struct town_id town_child_born(struct town *t, const struct family *f, const char *name,
                               int64_t birth_day)
{
    struct town_id id = fresh(t, ID_CHILD);
    char birth[24];
    struct sealed_row row = {
        .sql = arena_printf(t->world->arena,
                            "INSERT INTO child (id, name_sealed, call_name_sealed,"
                            " birth_day_sealed, flags_sealed, health_changed_at, created_at)"
                            " VALUES ($1, $2, $3, $4, $5, 0, %lld)",
                            ll(world_now(t->world))),
        .table = "child",
        .owner_id = id.id,
        .row_id = id.id,
        .columns = {"name_sealed", "call_name_sealed", "birth_day_sealed", "flags_sealed"},
        .texts = {name, name, birth, "0"},
    };

    snprintf(birth, sizeof birth, "%lld", ll(birth_day));
    put_sealed(t, &row);
    town_second_home(t, id, f);
    return id;
}

struct town_id town_child(struct town *t, const struct family *f, const char *name, int age)
{
    int year, month, day;

    day_number_to_date(today(t), &year, &month, &day);
    return town_child_born(t, f, name, date_to_day_number(year - age, month, day));
}

void town_second_home(struct town *t, struct town_id child, const struct family *f)
{
    run(t, "INSERT INTO child_home (child_id, household_id, since_at) VALUES (%lld, %lld, %lld)",
        ll(child.id), ll(f->id.id), ll(world_now(t->world)));
}

void town_guardian(struct town *t, const struct family *f, const struct person *p)
{
    run(t, "INSERT INTO guardian (household_id, member_id, since_at) VALUES (%lld, %lld, %lld)",
        ll(f->id.id), ll(p->id), ll(world_now(t->world)));
}

static void put_household(struct town *t, const struct family *f, const char *name)
{
    struct sealed_row row = {
        .sql = arena_printf(t->world->arena,
                            "INSERT INTO household (id, name_sealed, community_id, created_at)"
                            " VALUES ($1, $2, %lld, %lld)",
                            ll(t->community.id), ll(world_now(t->world))),
        .table = "household",
        .owner_id = f->id.id,
        .row_id = f->id.id,
        .columns = {"name_sealed"},
        .texts = {name},
    };

    put_sealed(t, &row);
}

static void put_cell(struct town *t, const struct person *p, int64_t cell_x, int64_t cell_y)
{
    run(t, "UPDATE member SET municipality = '28207', cell_x = %lld, cell_y = %lld WHERE id = %lld",
        ll(cell_x), ll(cell_y), ll(p->id));
}

struct family town_family(struct town *t, const char *name, const int *ages)
{
    struct family f = {.id = fresh(t, ID_HOUSEHOLD), .parent = world_member(t->world, name)};

    put_household(t, &f, name);
    town_guardian(t, &f, f.parent);
    put_cell(t, f.parent, HOME_X, HOME_Y);
    f.home = town_place(t, &f, "home", "自宅", HOME_X, HOME_Y);
    for (; *ages >= 0 && f.children < CHILDREN_PER_JOB_MAX; ages++) {
        f.child[f.children++] = town_child(t, &f, "こども", *ages);
    }
    return f;
}

struct town_id town_place(struct town *t, const struct family *f, const char *kind,
                          const char *name, int64_t cell_x, int64_t cell_y)
{
    struct town_id id = fresh(t, ID_PLACE);
    struct sealed_row row = {
        .table = "place",
        .row_id = id.id,
        .columns = {"name_sealed", "address_sealed"},
        .texts = {name, "みどり町1-2-3"},
    };

    if (f == NULL) {
        run(t,
            "INSERT INTO place (id, community_id, kind, name, address, cell_x, cell_y, created_at)"
            " VALUES (%lld, %lld, '%s', '%s', 'みどり町4-5-6', %lld, %lld, %lld)",
            ll(id.id), ll(t->community.id), kind, name, ll(cell_x), ll(cell_y),
            ll(world_now(t->world)));
        return id;
    }
    row.owner_id = f->id.id;
    row.sql = arena_printf(t->world->arena,
                           "INSERT INTO place (id, name_sealed, address_sealed, community_id,"
                           " household_id, kind, cell_x, cell_y, created_at)"
                           " VALUES ($1, $2, $3, %lld, %lld, '%s', %lld, %lld, %lld)",
                           ll(t->community.id), ll(f->id.id), kind, ll(cell_x), ll(cell_y),
                           ll(world_now(t->world)));
    put_sealed(t, &row);
    return id;
}

/* ---- supporters ---- */

void town_helps(struct town *t, const struct person *p)
{
    static const char *const proofs[] = {"identity", "safety_lesson", "certificate"};

    run(t,
        "INSERT INTO supporter (member_id, is_on, kinds, care_at, age_min, age_max, until_min,"
        " cap_week_min, quiet_from_min, quiet_to_min, updated_at)"
        " VALUES (%lld, 1, 31, 7, 0, 12, 1440, 0, 0, 0, %lld)",
        ll(p->id), ll(world_now(t->world)));
    for (int i = 0; i < 3; i++) {
        town_qualify(t, p, proofs[i], world_now(t->world) + PROVED_MS);
    }
    town_hours(t, p, 7 * 60, 22 * 60);
    put_cell(t, p, HOME_X, HOME_Y);
}

struct person *town_supporter(struct town *t, const char *name)
{
    struct person *p = world_member(t->world, name);

    town_helps(t, p);
    return p;
}

void town_profile(struct town *t, const struct person *p, const char *column, int64_t value)
{
    run(t, "UPDATE supporter SET %s = %lld WHERE member_id = %lld", column, ll(value), ll(p->id));
}

void town_hours(struct town *t, const struct person *p, int64_t from_min, int64_t until_min)
{
    run(t,
        "DELETE FROM availability WHERE member_id = %lld;"
        "INSERT INTO availability (member_id, weekday, from_min, to_min)"
        " SELECT %lld, w.n, %lld, %lld FROM (SELECT 1 AS n UNION ALL SELECT 2 UNION ALL SELECT 3"
        " UNION ALL SELECT 4 UNION ALL SELECT 5 UNION ALL SELECT 6 UNION ALL SELECT 7) w"
        " WHERE %lld < %lld",
        ll(p->id), ll(p->id), ll(from_min), ll(until_min), ll(from_min), ll(until_min));
}

void town_exception(struct town *t, const struct person *p, int64_t day, int64_t from_min,
                    int64_t until_min, bool is_free)
{
    run(t,
        "INSERT INTO availability_exception (id, member_id, day, from_min, to_min, is_free)"
        " VALUES (%lld, %lld, %lld, %lld, %lld, %d)",
        ll(fresh(t, ID_AVAILABILITY_EXCEPTION).id), ll(p->id), ll(day), ll(from_min), ll(until_min),
        is_free ? 1 : 0);
}

void town_qualify(struct town *t, const struct person *p, const char *kind, int64_t expires_at)
{
    run(t,
        "INSERT INTO qualification (id, member_id, community_id, kind, number, issued_at,"
        " expires_at, given_by, created_at)"
        " VALUES (%lld, %lld, %lld, '%s', 'A-1', 1, %lld, %lld, %lld)",
        ll(fresh(t, ID_QUALIFICATION).id), ll(p->id), ll(t->community.id), kind, ll(expires_at),
        ll(p->id), ll(world_now(t->world)));
}

void town_expire(struct town *t, const struct person *p, const char *kind, int64_t expires_at)
{
    run(t, "UPDATE qualification SET expires_at = %lld WHERE member_id = %lld AND kind = '%s'",
        ll(expires_at), ll(p->id), kind);
}

/* ---- ties ---- */

int64_t town_tie(struct town *t, const struct person *a, const struct person *b,
                 int64_t premet_until_at)
{
    int64_t id = fresh(t, ID_TIE).id;

    run(t,
        "INSERT INTO tie (id, community_id, low_id, high_id, how, met_at, premet_until_at)"
        " VALUES (%lld, %lld, %lld, %lld, 'qr', %lld, %lld)",
        ll(id), ll(t->community.id), ll(low(a, b)), ll(high(a, b)), ll(world_now(t->world)),
        ll(premet_until_at));
    return id;
}

void town_tie_jobs(struct town *t, int64_t tie_id, int64_t trials_done, int64_t jobs_done)
{
    run(t, "UPDATE tie SET trials_done = %lld, jobs_done = %lld WHERE id = %lld", ll(trials_done),
        ll(jobs_done), ll(tie_id));
}

void town_tie_end(struct town *t, int64_t tie_id)
{
    run(t, "UPDATE tie SET ended_at = %lld WHERE id = %lld", ll(world_now(t->world)), ll(tie_id));
}

int64_t town_tie_of(struct town *t, const struct person *a, const struct person *b)
{
    return town_count(t, arena_printf(t->world->arena,
                                      "SELECT id FROM tie WHERE low_id = %lld AND high_id = %lld"
                                      " AND ended_at IS NULL",
                                      ll(low(a, b)), ll(high(a, b))));
}

void town_block(struct town *t, const struct person *blocker, const struct person *blocked)
{
    run(t, "INSERT INTO block (blocker_id, blocked_id, created_at) VALUES (%lld, %lld, %lld)",
        ll(blocker->id), ll(blocked->id), ll(world_now(t->world)));
}

void town_hold(struct town *t, const struct person *p)
{
    run(t, "UPDATE member SET held_at = %lld WHERE id = %lld", ll(world_now(t->world)), ll(p->id));
}

struct town_id town_group(struct town *t, const char *name, const struct person *a,
                          const struct person *b)
{
    struct town_id id = fresh(t, "gr");
    int64_t now = world_now(t->world);

    run(t,
        "INSERT INTO member_group (id, community_id, name, moderator_id, created_at)"
        " VALUES (%lld, %lld, '%s', %lld, %lld);"
        "INSERT INTO group_member (group_id, member_id, asked_at, accepted_at, name_shown,"
        " moderator_at) VALUES (%lld, %lld, %lld, %lld, 1, %lld), (%lld, %lld, %lld, %lld, 1, "
        "NULL)",
        ll(id.id), ll(t->community.id), name, ll(a->id), ll(now), ll(id.id), ll(a->id), ll(now),
        ll(now), ll(now), ll(id.id), ll(b->id), ll(now), ll(now));
    return id;
}

/* ---- the community's own ---- */

struct town_id town_policy(struct town *t, const char *number, int age_min, int age_below)
{
    struct town_id id = fresh(t, ID_POLICY);

    run(t,
        "INSERT INTO policy (id, community_id, insurer, number, valid_from_day, valid_to_day,"
        " age_min, age_below, liability_minor, bailee_minor, accident_supporter_minor,"
        " accident_own_child_minor, accident_child_minor, covers_vehicle, covers_sick, exclusions,"
        " report_within_days, currency, created_at, created_by)"
        " VALUES (%lld, %lld, 'みどり保険', '%s', %lld, %lld, %d, %d, 50000000, 50000000, 5000000,"
        " 3000000, 3000000, 0, 0, '地震', 30, 'JPY', %lld, 0)",
        ll(id.id), ll(t->community.id), number, ll(today(t) - 200), ll(today(t) + 400), age_min,
        age_below, ll(world_now(t->world)));
    return id;
}

struct add_tariff {
    int64_t community_id, day, id;
    struct tariff_rows rows;
};

static enum status add_tariff(struct ctx *x, void *arg)
{
    struct add_tariff *a = arg;

    return tariff_add(x, a->community_id, a->day, &a->rows, &a->id);
}

struct town_id town_tariff(struct town *t, const char *name, int64_t valid_from_day)
{
    struct ctx x = world_ctx(t->world, 0);
    struct add_tariff add = {.community_id = t->community.id, .day = valid_from_day};
    struct tariff_files files = shipped_tariffs();
    struct town_id id;
    const char *wrong;

    CHECK_STATUS(tariff_read(x.arena, &files, name, &add.rows, &wrong), OK);
    add.rows.tariff.zone = TOKYO;
    CHECK_STATUS(ctx_tx(&x, add_tariff, &add), OK);
    id.id = add.id;
    id_format(ID_TARIFF, id.id, id.text);
    return id;
}

struct rule_change {
    int64_t community_id;
    struct rule_value_row value;
};

static enum status change_rule(struct ctx *x, void *arg)
{
    struct rule_change *change = arg;

    return rules_change(x, change->community_id, &change->value, 1);
}

void town_rule(struct town *t, const char *name, int64_t value)
{
    struct ctx x = world_ctx(t->world, 0);
    struct rule_change change = {t->community.id, {name, value}};

    CHECK_STATUS(ctx_tx(&x, change_rule, &change), OK);
}

/* ---- the town ---- */

static void open_community(struct town *t)
{
    int64_t monday;

    t->community.id = world_community(t->world);
    id_format(ID_COMMUNITY, t->community.id, t->community.text);
    monday = today(t) - 2;
    run(t,
        "INSERT INTO holiday (community_id, day, name, name_en, source)"
        " VALUES (%lld, %lld, '勤労感謝の日', 'Labour Thanksgiving Day', 'test')",
        ll(t->community.id), ll(monday));
    t->tariff = town_tariff(t, "asmama", today(t) - 200);
    t->policy = town_policy(t, "P-1", 1, 13);
    t->nursery = town_place(t, NULL, "nursery", "みどり保育園", HOME_X + 1, HOME_Y);
}

static struct person *known_supporter(struct town *t, const char *name)
{
    struct person *p = town_supporter(t, name);

    (void)town_tie(t, p, t->sato.parent, world_now(t->world) + PREMET_MS);
    (void)town_tie(t, p, t->tanaka.parent, world_now(t->world) + PREMET_MS);
    return p;
}

struct town *town_open(struct world *w)
{
    struct town *t = arena_alloc(w->arena, sizeof *t);

    CHECK(t != NULL);
    t->world = w;
    town_clock(t, town_at(TODAY));
    open_community(t);
    t->sato = town_family(t, "佐藤", (const int[]){5, 3, -1});
    t->tanaka = town_family(t, "田中", (const int[]){4, -1});
    t->yuki = known_supporter(t, "ゆき");
    t->mio = known_supporter(t, "みお");
    t->ken = known_supporter(t, "けん");
    return t;
}
