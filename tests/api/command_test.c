/* command_test.c - the command line: what each subcommand says, and how it ends. */
#include "app/domain/ids.h"
#include "app/domain/vault.h"
#include "tests/client.h"
#include "tests/database.h"
#include "tests/folder.h"
#include "tests/program.h"
#include "tests/test.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define ENTRY_MAX 512
#define ENTRIES   8

/* An environment of its own: state folder, database, key store. */
struct place {
    const char *dir;
    char text[ENTRIES][ENTRY_MAX];
    const char *environment[ENTRIES + 1];
    int n;
};

static void add(struct place *p, const char *name, const char *value)
{
    CHECK(p->n < ENTRIES);
    snprintf(p->text[p->n], ENTRY_MAX, "%s=%s", name, value);
    p->environment[p->n] = p->text[p->n];
    p->n++;
}

static void new_place(struct place *p)
{
    *p = (struct place){.dir = test_folder()};
    add(p, "OTAGAI_STATE_DIR", p->dir);
}

/* line: the arguments, with one blank between them. */
static int run(const struct place *p, const char *line, const char **said)
{
    const char *arguments[PROGRAM_ARGS_MAX + 1] = {NULL};
    char *words = strdup(line), *rest = words;

    CHECK(words != NULL);
    test_cleanup(free, words);
    for (int i = 0; i < PROGRAM_ARGS_MAX && rest != NULL && *rest != '\0'; i++) {
        arguments[i] = strsep(&rest, " ");
    }
    return program_run(p->environment, arguments, said);
}

static void check_says(const struct place *p, const char *line, int code, const char *want)
{
    const char *said;
    int got = run(p, line, &said);

    if (got != code || strstr(said, want) == NULL) {
        test_fail(__FILE__, __LINE__, "otagai %s ended with %d, want %d; it said: %s", line, got,
                  code, said);
    }
}

TEST(an_unknown_subcommand_gets_the_usage_and_exit_code_2)
{
    struct place p;

    new_place(&p);
    check_says(&p, "sevre", 2, "usage: otagai COMMAND");
    check_says(&p, "", 2, "usage: otagai COMMAND");
    check_says(&p, "migrate now", 2, "takes no arguments");
    check_says(&p, "keys rotate!", 2, "usage: otagai keys init");
}

TEST(a_wrong_setting_stops_every_command_with_one_line)
{
    struct place p;
    const char *said;

    new_place(&p);
    add(&p, "OTAGAI_LISTEN", "127.0.0.1");
    CHECK_I64(run(&p, "migrate", &said), 78);
    CHECK_TEXT(said, "otagai: OTAGAI_LISTEN: '127.0.0.1' is not host:port\n");
}

TEST(a_new_installation_is_migrated_once_and_holds_what_must_hold)
{
    struct place p;

    new_place(&p);
    check_says(&p, "audit", 1, "run otagai migrate");
    check_says(&p, "migrate", 0, " steps run\n");
    check_says(&p, "migrate", 0, "migrate: 0 steps run\n");
    check_says(&p, "audit", 0, "audit: 0 rows that must not be\n");
}

static void new_place_on(struct place *p, const char *engine)
{
    char url[DATABASE_URL_BYTES];

    new_place(p);
    database_new(engine, "", url);
    add(p, "OTAGAI_DATABASE", url);
    database_new(engine, "keystore", url);
    add(p, "OTAGAI_KEYSTORE", url);
    check_says(p, "keys init", 0, "keys: made in ");
}

TEST_BOTH(a_database_of_either_engine_is_migrated_and_audited)
{
    struct place p;

    new_place_on(&p, engine);
    check_says(&p, "migrate", 0, "migrate: 0 steps run\n");
    check_says(&p, "audit", 0, "audit: 0 rows that must not be\n");
}

TEST(a_database_that_is_not_there_is_named)
{
    struct place p;

    new_place(&p);
    add(&p, "OTAGAI_DATABASE", "sqlite:/nowhere/otagai.db");
    check_says(&p, "migrate", 1,
               "OTAGAI_DATABASE: this database can't be opened: sqlite:/nowhere/otagai.db");
}

TEST(a_maildir_or_a_secret_that_can_t_be_used_stops_the_start_with_one_line)
{
    struct place p;
    const char *said, *open_to_all;

    new_place(&p);
    check_says(&p, "keys init", 0, "keys: made in ");
    check_says(&p, "migrate", 0, " steps run\n");
    open_to_all = test_path(p.dir, "sms.secret");
    test_file(open_to_all, "hush\n", 0644);
    add(&p, "OTAGAI_MAILDIR", "/proc/nowhere");
    CHECK_I64(run(&p, "serve", &said), 1);
    CHECK_TEXT(said, "otagai: OTAGAI_MAILDIR: /proc/nowhere: this folder can't be made\n");
    add(&p, "OTAGAI_SMS_SECRET_FILE", open_to_all);
    CHECK_I64(run(&p, "serve", &said), 1);
    CHECK(strstr(said, "otagai: OTAGAI_SMS_SECRET_FILE: ") == said);
    CHECK(strstr(said, "a secret is one line") != NULL && strstr(said, "hush") == NULL);
}

TEST(keys_are_made_once_and_not_anew_where_data_is_sealed)
{
    struct place p;
    char url[ENTRY_MAX];
    struct arena *a = arena_open(1 << 20);
    struct keys keys;
    struct ctx x = {.arena = a, .keys = &keys, .now = 1};
    const char *bad;

    new_place(&p);
    check_says(&p, "keys init", 0, "keys: made in ");
    check_says(&p, "migrate", 0, " steps run");
    check_says(&p, "keys init", 0, "keys: all there in ");
    snprintf(url, sizeof url, "sqlite:%s/keystore.db", p.dir);
    CHECK_STATUS(keys_load(p.dir, database_open(url, NULL), &keys, &bad), OK);
    CHECK_STATUS(vault_create(&x, 1), OK);
    CHECK(unlink(test_path(p.dir, "master.key")) == 0);
    check_says(&p, "keys init", 1, "master.key: there is data sealed under the old keys");
    CHECK(access(test_path(p.dir, "master.key"), F_OK) != 0);
    arena_close(a);
}

TEST(a_master_key_is_rotated_where_nothing_runs_and_a_half_rotated_one_stops_every_start)
{
    const char *next;
    struct place p;

    new_place(&p);
    check_says(&p, "keys turn", 2, "usage: otagai keys init|rotate");
    check_says(&p, "keys rotate", 1, "run otagai migrate");
    check_says(&p, "keys init", 0, "keys: made in ");
    check_says(&p, "migrate", 0, " steps run");
    check_says(&p, "keys rotate", 0, "0 of 0 wrapped by the new master key");
    check_says(&p, "keys rotate", 1, "master.old.key is still there");
    next = test_path(p.dir, "master.next.key");
    CHECK(rename(test_path(p.dir, "master.old.key"), next) == 0);
    check_says(&p, "serve", 1,
               "the master key is being rotated: run otagai keys rotate to its end");
    check_says(&p, "keys rotate", 0, "master.old.key is needed for backups");
    CHECK(access(next, F_OK) != 0);
}

TEST(a_master_key_of_another_key_store_starts_nothing)
{
    struct arena *a = arena_open(1 << 20);
    struct place p;
    char url[ENTRY_MAX];
    struct keys keys;
    struct ctx x = {.arena = a, .keys = &keys, .now = 1};
    const char *bad;

    new_place(&p);
    check_says(&p, "keys init", 0, "keys: made in ");
    check_says(&p, "migrate", 0, " steps run");
    snprintf(url, sizeof url, "sqlite:%s/keystore.db", p.dir);
    CHECK_STATUS(keys_load(p.dir, database_open(url, NULL), &keys, &bad), OK);
    random_bytes(keys.master, sizeof keys.master);
    CHECK_STATUS(vault_create(&x, 1), OK);
    check_says(&p, "serve", 1, "master.key is not the one of this key store");
    check_says(&p, "keys rotate", 1, "1 of 1 data keys open under no master key");
    arena_close(a);
}

static enum status insert_member(struct tx *t, void *arg)
{
    (void)arg;
    return db_script(
        t, "INSERT INTO member (id, state, email_blind, email_sealed, display_name, name_sealed,"
           " reading_sealed, birth_day_sealed, password_hash, locale, created_at, last_seen_at)"
           " VALUES (1, 'active', 'x', '', 'Hanako', '', '', '', '', 'ja', 1, 1)");
}

TEST_BOTH(a_lost_key_store_is_not_replaced_by_an_empty_one)
{
    struct arena *a = arena_open(1 << 20);
    struct place p;
    struct db *db;
    enum status s;

    new_place_on(&p, engine);
    db = database_open(strchr(p.environment[1], '=') + 1, NULL);
    s = db_tx(db, a, insert_member, NULL);
    arena_close(a);
    CHECK_STATUS(s, OK);
    check_says(&p, "serve", 1, "the key store is empty but the database is not");
    CHECK(unlink(test_path(p.dir, "master.key")) == 0);
    check_says(&p, "keys init", 1, "there is data sealed under the old keys");
}

TEST(the_worker_on_sqlite_says_where_it_runs)
{
    struct place p;

    new_place_on(&p, "sqlite");
    check_says(&p, "worker", 1, "the worker runs inside otagai serve");
}

TEST(a_worker_works_until_it_is_told_to_end)
{
    static const char *const arguments[] = {"worker", NULL};
    struct place p;
    struct program *worker;

    new_place_on(&p, "postgresql");
    worker = program_start(p.environment, arguments);
    program_wait_for(worker, "otagai: working\n");
    program_signal(worker, SIGTERM);
    CHECK_I64(program_end(worker), 0);
}

TEST(without_its_keys_nothing_starts)
{
    struct place p;

    new_place_on(&p, "postgresql");
    CHECK(unlink(test_path(p.dir, "cursor.key")) == 0);
    check_says(&p, "worker", 1, "cursor.key is missing: run otagai keys init\n");
    test_file(test_path(p.dir, "cursor.key"), "short\n", 0600);
    check_says(&p, "worker", 1, "cursor.key: not 64 hex digits");
}

static void serve_at(struct place *p)
{
    add(p, "OTAGAI_LISTEN", "127.0.0.1:0");
    add(p, "OTAGAI_PRIVATE_LISTEN", "127.0.0.1:0");
}

/* Waits until it listens; the figures' address goes into private_url. */
static struct program *start_server(const struct place *p, char private_url[64])
{
    static const char *const arguments[] = {"serve", NULL};
    struct program *server = program_start(p->environment, arguments);

    program_wait_for(server, "figures on ");
    program_wait_for(server, "\n");
    CHECK(sscanf(strstr(server->said, "figures on ") + strlen("figures on "), "%63s",
                 private_url) == 1);
    return server;
}

static int ready(const char *private_url)
{
    struct client *c = client_open(private_url);
    int http;

    CHECK(c != NULL);
    http = client_get(c, "/readyz");
    client_close(c);
    return http;
}

TEST_BOTH(a_server_answers_until_it_is_told_to_end)
{
    struct place p;
    struct program *server;
    char private_url[64];

    new_place_on(&p, engine);
    serve_at(&p);
    server = start_server(&p, private_url);
    CHECK_I64(ready(private_url), 200);
    program_signal(server, SIGTERM);
    CHECK_I64(program_end(server), 0);
    CHECK_I64(ready(private_url), 0);
}

TEST(what_is_served_wants_to_know_who_asks)
{
    struct place p;
    struct program *server;
    struct client *c;
    char private_url[64], url[64];

    new_place_on(&p, "sqlite");
    serve_at(&p);
    server = start_server(&p, private_url);
    CHECK(sscanf(strstr(server->said, "listening on "), "listening on %63[^,]", url) == 1);
    c = client_open(url);
    CHECK(c != NULL);
    CHECK_I64(client_get(c, "/api/v1/me"), 401);
    CHECK_TEXT(client_reason(c), "session.needed");
    client_close(c);
    program_signal(server, SIGTERM);
    CHECK_I64(program_end(server), 0);
}

TEST(a_hang_up_reopens_the_log_that_was_moved_away)
{
    struct place p;
    struct program *server;
    char private_url[64];
    const char *log, *moved;

    new_place_on(&p, "sqlite");
    serve_at(&p);
    log = test_path(p.dir, "log");
    moved = test_path(p.dir, "log.1");
    add(&p, "OTAGAI_LOG", log);
    server = start_server(&p, private_url);
    CHECK(rename(log, moved) == 0);
    program_signal(server, SIGHUP);
    for (int i = 0; i < 500 && access(log, F_OK) != 0; i++) {
        usleep(10000);
    }
    CHECK_I64(ready(private_url), 200);
    program_signal(server, SIGINT);
    CHECK_I64(program_end(server), 0);
    CHECK(strstr(test_file_text(log), "/readyz") != NULL);
    CHECK(strstr(test_file_text(moved), "/readyz") == NULL);
}

TEST(two_servers_on_one_port_are_told_apart_by_the_setting)
{
    static const char *const arguments[] = {"serve", NULL};
    struct place p;
    struct program *server;
    char private_url[64];
    const char *said;

    new_place_on(&p, "postgresql");
    serve_at(&p);
    server = start_server(&p, private_url);
    p.n--;
    add(&p, "OTAGAI_PRIVATE_LISTEN", private_url + strlen("http://"));
    CHECK_I64(program_run(p.environment, arguments, &said), 1);
    CHECK(strstr(said, "OTAGAI_PRIVATE_LISTEN: ") != NULL);
    program_signal(server, SIGTERM);
    CHECK_I64(program_end(server), 0);
}

TEST(the_route_tables_are_printed)
{
    struct place p;

    new_place(&p);
    check_says(&p, "routes", 0, "private  GET    /readyz ");
}

TEST(the_process_table_is_drawn_both_ways)
{
    struct place p;

    new_place(&p);
    check_says(&p, "process --dot", 0, "digraph process {");
    check_says(&p, "process --markdown", 0, "| booking | ");
    check_says(&p, "process", 2, "usage: otagai process --dot|--markdown");
    check_says(&p, "process --svg", 2, "usage: otagai process --dot|--markdown");
}

static enum status insert_community(struct tx *t, void *arg)
{
    (void)arg;
    return db_script(t, "INSERT INTO community (id, name, name_en, zone, currency, created_at)"
                        " VALUES (1, 'みどり市', 'Midori', 'Asia/Tokyo', 'JPY', 1)");
}

TEST_BOTH(holidays_are_imported_once_as_shipped_or_from_a_file_or_not_at_all)
{
    struct arena *a = arena_open(1 << 20);
    struct place p;
    struct db *db;
    char line[ENTRY_MAX], id[ID_TEXT_BYTES];
    const char *file;
    enum status s;

    new_place_on(&p, engine);
    file = test_path(p.dir, "days.csv");
    id_format(ID_COMMUNITY, 1, id);
    snprintf(line, sizeof line, "import holidays %s", id);
    check_says(&p, line, 1, "there is no such community");
    db = database_open(strchr(p.environment[1], '=') + 1, NULL);
    s = db_tx(db, a, insert_community, NULL);
    arena_close(a);
    CHECK_STATUS(s, OK);
    check_says(&p, line, 0, " holidays added, 0 changed, 0 removed\n");
    check_says(&p, line, 0, "import: 0 holidays added, 0 changed, 0 removed\n");

    snprintf(line, sizeof line, "import holidays %s %s", id, file);
    check_says(&p, line, 1, "days.csv can't be read");
    test_file(file, "date,name_ja,name_en,source\n2026-02-30,偽,Fake,town\n", 0600);
    check_says(&p, line, 1, "line 2: ");
    test_file(file, "date,name_ja,name_en,source\n2026-07-04,市の日,City day,town\n", 0600);
    check_says(&p, line, 0, "import: 1 holidays added, 0 changed, 0 removed\n");
    check_says(&p, "import holidays bk_0000000000001", 2, "is not the id of a community");
    check_says(&p, "import tariffs cm_0000000000001", 2, "usage: otagai import holidays");
}

#define PLACES_HEADER "全国地方公共団体コード,ID,名称,種別,住所,緯度,経度\n"

TEST_BOTH(places_and_postal_codes_are_imported_from_files_or_not_at_all)
{
    struct arena *a = arena_open(1 << 20);
    struct place p;
    struct db *db;
    char line[ENTRY_MAX];
    const char *file;
    enum status s;

    new_place_on(&p, engine);
    file = test_path(p.dir, "places.csv");
    test_file(file,
              PLACES_HEADER "131016,1,みどり園,保育所,町1,35.6,139.7\n131016,2,森,公園,町2,,\n",
              0600);
    snprintf(line, sizeof line, "import places %s", file);
    check_says(&p, line, 1, "there is no such community");
    db = database_open(strchr(p.environment[1], '=') + 1, NULL);
    s = db_tx(db, a, insert_community, NULL);
    arena_close(a);
    CHECK_STATUS(s, OK);
    snprintf(line, sizeof line, "import places %s --dry-run", file);
    check_says(&p, line, 0,
               "add 131016:1 みどり園\nadd 131016:2 森\nline 3: no position: 森\n"
               "dry run: UTF-8, 2 places, 1 without a position; 2 added,");
    snprintf(line, sizeof line, "import places %s --community Midori", file);
    check_says(&p, line, 0, "import: UTF-8, 2 places, 1 without a position; 2 added, 0 changed,");
    check_says(&p, line, 0, "; 0 added, 0 changed, 0 removed\n");
    snprintf(line, sizeof line, "import places %s --community Aoba", file);
    check_says(&p, line, 1, "there is no such community");
    test_file(file,
              PLACES_HEADER "131016,1,,保育所,町1,35.6,139.7\n,2,森,公園,町2,,\n131016,2,森,"
                            "公園,,,\n",
              0600);
    snprintf(line, sizeof line, "import places %s --community みどり市", file);
    check_says(&p, line, 1, "line 2: no name");
    check_says(&p, line, 1, "line 3: no municipality code");
    check_says(&p, line, 1, "line 4: no address");
    check_says(&p, line, 1, "nothing was imported");

    test_file(file, "13101,100,1000001,a,b,c,東京都,千代田区,千代田,0,0,0,0,0,0\n", 0600);
    snprintf(line, sizeof line, "import postal %s", file);
    check_says(&p, line, 0, "import: UTF-8, 1 towns; 1 added, 0 removed\n");
    check_says(&p, line, 0, "import: UTF-8, 1 towns; 0 added, 0 removed\n");
    test_file(file, "13101,100,1000001\n", 0600);
    check_says(&p, line, 1, "line 1: not 15 cells");
    check_says(&p, "import postal", 2, "usage: otagai import postal");
    check_says(&p, "import places --dry-run", 2, "usage: otagai import places");
    check_says(&p, "import postal /nonexistent", 1, "can't be read");
}
