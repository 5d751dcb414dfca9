/* bench_match.c - matching among 10 thousand, 100 thousand and a million members, each with 30
 * ties, to supporters all: is it bounded by whom one knows, however many there are? */
#include "app/base/limits.h"
#include "app/domain/match.h"
#include "tests/bench/bench.h"
#include "tests/database.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/statvfs.h>
#include <unistd.h>

#define GUARDIANS   500
#define RUNS        7    /* of each guardian; its median counts */
#define TIES        30   /* of each member: 15 made by him, 15 by others */
#define MEMBER_DISK 8000 /* bytes on the disk, with room for the sorting of the indexes */
#define INDEXES_MAX 400
#define COMMUNITY   7
#define NOW         INT64_C(1795564800000) /* 2026-11-25 09:00 in Tokyo */
#define DAY         INT64_C(86400000)

/* %d: how many members. Who knows whom is spread over the whole of them: people's ids are those of
 * when they came, not of where they live. */
static const char *const filling[] = {
    "INSERT INTO community (id, name, name_en, zone, currency, created_at)"
    " VALUES (7, 'まち', 'Town', 'Asia/Tokyo', 'JPY', 1)",
    "CREATE TEMP TABLE n (i INTEGER PRIMARY KEY)",
    "WITH RECURSIVE c(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM c WHERE i + 1 < %d)"
    " INSERT INTO n SELECT i FROM c",
    "INSERT INTO member (id, state, email_blind, email_sealed, display_name, name_sealed,"
    " reading_sealed, birth_day_sealed, password_hash, locale, cell_x, cell_y, created_at,"
    " last_seen_at) SELECT 1000 + i, 'active', printf('%%064x', i), zeroblob(60), 'ゆき',"
    " zeroblob(40), zeroblob(40), zeroblob(34), 'argon2id, as long as such a hash is: ' ||"
    " printf('%%060x', i), 'ja', 100 + i %% 7, 100 + i %% 5, 1, 1 FROM n",
    "INSERT INTO membership (member_id, community_id, joined_at) SELECT 1000 + i, 7, 1 FROM n",
    "INSERT INTO supporter (member_id, is_on, kinds, care_at, age_min, age_max, until_min,"
    " cap_week_min, quiet_from_min, quiet_to_min, updated_at)"
    " SELECT 1000 + i, 1, 31, 7, 0, 12, 1440, 0, 0, 0, 1 FROM n",
    "INSERT INTO availability (member_id, weekday, from_min, to_min)"
    " SELECT 1000 + i, w.column1, 420, 1320 FROM n, (VALUES (1), (2), (3), (4), (5), (6), (7)) w",
    "INSERT INTO qualification (id, member_id, community_id, kind, issued_at, expires_at, given_by,"
    " created_at) SELECT 10 * i + k.column1, 1000 + i, 7, k.column2, 1, 1900000000000, 1000, 1"
    " FROM n, (VALUES (1, 'identity'), (2, 'safety_lesson'), (3, 'certificate')) k",
    "INSERT INTO tie (id, community_id, low_id, high_id, how, met_at, premet_until_at)"
    " SELECT 15 * i + k, 7, 1000 + MIN(i, o), 1000 + MAX(i, o), 'qr', 1, 1900000000000 FROM"
    " (SELECT i, k.column1 AS k, (i + 1 + k.column1 * (%d / 37)) %% %d AS o FROM n,"
    " (VALUES (0), (1), (2), (3), (4), (5), (6), (7), (8), (9), (10), (11), (12), (13), (14)) k)",
    "INSERT INTO household (id, community_id, name_sealed, created_at)"
    " SELECT 1000 + i, 7, zeroblob(40), 1 FROM n",
    "INSERT INTO guardian (household_id, member_id, since_at) SELECT 1000 + i, 1000 + i, 1 FROM n",
    /* Everybody had a job in the last weeks and has one in the next days, with a child of the one
     * beside. */
    "INSERT INTO booking (id, community_id, request_id, offer_id, household_id, guardian_id,"
    " supporter_id, tie_id, kind, state, state_at, version, start_at, end_at, until_at, fee_mode,"
    " waived_pct, price_minor, top_up_minor, currency, pay_by, tariff_id, sick, certificate,"
    " licence, policy_id, agreement, agreement_sha256, created_at)"
    " SELECT 2 * i + column1, 7, 2 * i + column1, 1, 1000 + (i + 1) %% %d, 1000 + (i + 1) %% %d, "
    "1000 + i, 1,"
    " 'pickup', column2, 1, 1, at, at + 3600000, at + 3600000, 'tariff', 0, 500, 0, 'JPY',"
    " 'cash', 1, 0, 1, 0, 1, printf('%%01500x', i), printf('%%064x', i), 1 FROM (SELECT i,"
    " column1, column2, 1795564800000 + column3 * 86400000 + i %% 10 * 3600000 AS at FROM n,"
    " (VALUES (0, 'closed', -9), (1, 'confirmed', 3)) k) k",
    "INSERT INTO booking_child (booking_id, child_id, start_at, end_at, live)"
    " SELECT id, household_id, start_at, end_at, CASE WHEN state = 'confirmed' THEN 1 ELSE 0 END"
    " FROM booking",
};

static void run_sql(sqlite3 *db, const char *sql)
{
    char *error = NULL;

    if (sqlite3_exec(db, sql, NULL, NULL, &error) != SQLITE_OK) {
        test_fail(__FILE__, __LINE__, "%.60s: %s", sql, error);
    }
}

/* Indexes are made again at the end, sorted: far sooner than row by row; and the triggers that need
 * them. */
static int take_indexes(sqlite3 *db, char *made[INDEXES_MAX])
{
    char *drops[INDEXES_MAX];
    sqlite3_stmt *s;
    int n = 0;

    CHECK(sqlite3_prepare_v2(db,
                             "SELECT sql, 'DROP ' || type || ' ' || name FROM sqlite_master"
                             " WHERE type IN ('index', 'trigger') AND sql IS NOT NULL"
                             " ORDER BY type",
                             -1, &s, NULL) == SQLITE_OK);
    while (sqlite3_step(s) == SQLITE_ROW) {
        CHECK(n < INDEXES_MAX);
        made[n] = strdup((const char *)sqlite3_column_text(s, 0));
        drops[n] = strdup((const char *)sqlite3_column_text(s, 1));
        n++;
    }
    sqlite3_finalize(s);
    for (int i = 0; i < n; i++) {
        run_sql(db, drops[i]);
        free(drops[i]);
    }
    return n;
}

static void fill(const char *path, int members)
{
    char *indexes[INDEXES_MAX], sql[4096];
    sqlite3 *db;
    int n;

    CHECK(sqlite3_open(path, &db) == SQLITE_OK);
    run_sql(db, "PRAGMA foreign_keys = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -1000000;"
                "PRAGMA journal_mode = OFF; PRAGMA temp_store = FILE; PRAGMA threads = 2");
    n = take_indexes(db, indexes);
    for (size_t i = 0; i < sizeof filling / sizeof *filling; i++) {
        snprintf(sql, sizeof sql, filling[i], members, members);
        run_sql(db, sql);
    }
    for (int i = 0; i < n; i++) {
        run_sql(db, indexes[i]);
        free(indexes[i]);
    }
    run_sql(db, "PRAGMA journal_mode = WAL");
    sqlite3_close(db);
}

/* ---- asking ---- */

struct asking {
    struct community community;
    int64_t guardian_id;
    int found;
};

static enum status load_community(struct ctx *x, void *arg)
{
    struct asking *a = arg;

    return community_get(x, COMMUNITY, &a->community);
}

static enum status ask(struct ctx *x, void *arg)
{
    struct asking *a = arg;
    int64_t start = NOW + 2 * DAY + 7 * 3600000;
    struct match_job job = {
        .community = &a->community,
        .guardian_id = a->guardian_id,
        .household_id = a->guardian_id,
        .gate = {"pickup", NULL, start, start + 5400000, 3, 5, false},
        .child_ids = {a->guardian_id},
        .children_n = 1,
        .cell = {true, 100, 100},
    };
    struct candidate *list;

    return match_find(x, &job, &list, &a->found);
}

static double ask_once(struct ctx *x, struct asking *a)
{
    int64_t from = bench_now_us();

    CHECK_STATUS(ctx_read(x, ask, a), OK);
    CHECK_I64(a->found, TIES);
    arena_reset(x->arena);
    return (double)(bench_now_us() - from);
}

/* One size: its database, and whom to ask for. */
struct size {
    int members;
    char path[DATABASE_URL_BYTES];
    struct db *db;
    struct ctx x;
    struct asking asking;
    int64_t guardians[GUARDIANS];
    double runs[GUARDIANS][RUNS]; /* us */
};

static void open_size(struct size *s, int members)
{
    char url[DATABASE_URL_BYTES];
    int64_t from = bench_now_us();

    s->members = members;
    database_new("sqlite", "", url);
    snprintf(s->path, sizeof s->path, "%s", url + strlen("sqlite:"));
    fill(s->path, members);
    s->db = database_open(url, NULL);
    s->x = (struct ctx){.arena = arena_open(ARENA_REQUEST_BYTES_MAX), .db = s->db, .now = NOW};
    CHECK(s->x.arena != NULL);
    CHECK_STATUS(ctx_read(&s->x, load_community, &s->asking), OK);
    s->asking.community.row.zone = "Asia/Tokyo"; /* outlives the arena's next reset */
    for (int i = 0; i < GUARDIANS; i++) {
        s->guardians[i] = 1000 + (int64_t)(test_random() % (uint64_t)members);
    }
    printf("%d members: made in %lld s\n", members, (long long)((bench_now_us() - from) / 1000000));
}

static void close_size(struct size *s)
{
    database_close(s->db);
    arena_close(s->x.arena);
    unlink(s->path);
}

/* Everybody once. */
static void ask_all(struct size *s, int run)
{
    for (int i = 0; i < GUARDIANS; i++) {
        s->asking.guardian_id = s->guardians[i];
        s->runs[i][run] = ask_once(&s->x, &s->asking);
    }
}

/* The 99th of a hundred guardians, each the median of his runs. */
static double report(struct size *s)
{
    double each[GUARDIANS], p99;

    for (int i = 0; i < GUARDIANS; i++) {
        each[i] = bench_percentile(s->runs[i], RUNS, 50);
    }
    p99 = bench_percentile(each, GUARDIANS, 99);
    printf("%d members: p99 %.2f ms, median %.2f ms\n", s->members, p99 / 1000,
           bench_percentile(each, GUARDIANS, 50) / 1000);
    return p99;
}

static bool has_room(int members)
{
    struct statvfs v;

    CHECK(statvfs(BENCH_TMP, &v) == 0);
    return (uint64_t)v.f_bavail * v.f_frsize > (uint64_t)members * MEMBER_DISK + (1U << 30);
}

void bench_match(struct bench *b)
{
    static const int members[] = {10000, 100000, 1000000};
    static struct size sizes[3];
    double p99[3];

    if (!has_room(members[2])) {
        printf("no room on the disk for a million members: left out\n");
        return;
    }
    for (int i = 0; i < 3; i++) {
        open_size(&sizes[i], members[i]);
        ask_all(&sizes[i], 0); /* warm */
    }
    sync(); /* what the making left to be written is not to be measured */
    for (int run = 0; run < RUNS; run++) { /* in turn, so that the machine's mood is the same */
        for (int i = 0; i < 3; i++) {
            ask_all(&sizes[i], run);
        }
    }
    for (int i = 0; i < 3; i++) {
        p99[i] = report(&sizes[i]);
        close_size(&sizes[i]);
    }
    b->match_p99_growth = p99[2] / p99[0];
    printf("match_p99_growth %.2f (goal 1.5)\n", b->match_p99_growth);
}
