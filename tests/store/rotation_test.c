/* rotation_test.c - a new master key: every data key opens under it afterwards, also when the
 * rotation was cut off anywhere, and nothing starts in between. */
#include "app/domain/node.h"
#include "app/domain/rotation.h"
#include "app/domain/vault.h"
#include "db/db_fault.h"
#include "tests/folder.h"
#include "tests/test.h"
#include "tests/world.h"

#include <string.h>
#include <unistd.h>

#define OWNERS 11
#define BATCH  4
#define SECRET "卵アレルギー"

/* Keys in a folder, data keys in the world's key store, one note sealed under each. */
struct scene {
    struct world *world;
    const char *dir;
    struct arena *batches;
    struct slice notes[OWNERS];
};

static void close_arena(void *a)
{
    arena_close(a);
}

static struct ctx with_files(struct scene *s)
{
    struct ctx x = world_ctx(s->world, 0);
    struct keys *keys = arena_alloc(s->world->arena, sizeof *keys);
    const char *bad;

    CHECK(keys != NULL);
    CHECK_STATUS(keys_load(s->dir, s->world->keys.keystore, keys, &bad), OK);
    x.keys = keys;
    return x;
}

static struct scene open_scene(const char *engine)
{
    struct scene s = {.world = world_open(engine), .dir = test_folder()};
    struct ctx x;
    int made;

    s.batches = arena_open(1 << 20);
    CHECK(s.batches != NULL);
    test_cleanup(close_arena, s.batches);
    CHECK_STATUS(keys_init(s.dir, &made), OK);
    x = with_files(&s);
    for (int64_t i = 0; i < OWNERS; i++) {
        CHECK_STATUS(vault_create(&x, i + 1), OK);
        CHECK_STATUS(vault_seal(&x, i + 1, "child", "note_sealed", i, SECRET, &s.notes[i]), OK);
    }
    return s;
}

static struct rotation rotation_of(const struct scene *s)
{
    return (struct rotation){
        .dir = s->dir,
        .keystore = s->world->keys.keystore,
        .db = s->world->db,
        .arena = s->batches,
        .now = world_now(s->world),
        .batch = BATCH,
    };
}

static enum rotation_end rotate(const struct scene *s, int64_t *moved)
{
    struct rotation r = rotation_of(s);
    enum rotation_end end = rotation_run(&r);

    *moved = r.moved;
    CHECK(end != ROTATION_DONE || r.keys == OWNERS);
    return end;
}

static const char *key_text(const struct scene *s)
{
    return arena_strdup(s->world->arena, test_file_text(test_path(s->dir, "master.key")));
}

static void check_all_open(struct scene *s)
{
    struct ctx x = with_files(s);
    const char *text;

    for (int64_t i = 0; i < OWNERS; i++) {
        CHECK_STATUS(vault_unseal(&x, i + 1, "child", "note_sealed", i, s->notes[i], &text), OK);
        CHECK_TEXT(text, SECRET);
    }
    CHECK_STATUS(rotation_fits(s->batches, s->world->keys.keystore, x.keys->master), OK);
}

static bool is_there(const struct scene *s, const char *name)
{
    return access(test_path(s->dir, name), F_OK) == 0;
}

TEST_BOTH(a_new_master_key_opens_everything_and_the_old_file_is_kept_beside_it)
{
    struct scene s = open_scene(engine);
    const char *before = key_text(&s);
    int64_t moved;

    CHECK_I64(rotate(&s, &moved), ROTATION_DONE);
    CHECK_I64(moved, OWNERS);
    CHECK(strcmp(before, test_file_text(test_path(s.dir, "master.key"))) != 0);
    CHECK_TEXT(test_file_text(test_path(s.dir, "master.old.key")), before);
    CHECK(!is_there(&s, "master.next.key"));
    CHECK_STATUS(rotation_open(s.dir), OK);
    check_all_open(&s);
    CHECK_I64(rotate(&s, &moved), ROTATION_OLD_THERE); /* the backups still need that one */
    CHECK_I64(moved, 0);
    CHECK(!is_there(&s, "master.next.key"));
    CHECK(unlink(test_path(s.dir, "master.old.key")) == 0);
    CHECK_I64(rotate(&s, &moved), ROTATION_DONE);
    check_all_open(&s);
    world_close(s.world);
}

/* The n-th one fails, n = 1, 2, 3 ...; each time it is begun again. How often it was cut off. */
static int cut_off(struct scene *s, enum db_fault_point point, enum db_fault_kind kind)
{
    struct db *keystore = s->world->keys.keystore;
    bool fired = true;
    int cuts = 0;

    for (int n = 1; fired && n < 100; n++) {
        enum rotation_end end;
        int64_t moved;

        db_fault_order(keystore, point, kind, n);
        end = rotate(s, &moved);
        fired = db_fault_fired(keystore);
        db_fault_order(keystore, point, kind, 0);
        if (end != ROTATION_DONE) {
            cuts++;
            CHECK_I64(end, ROTATION_FAILED);
            CHECK(is_there(s, "master.key") && !is_there(s, "master.old.key"));
            CHECK_I64(rotate(s, &moved), ROTATION_DONE);
        }
        check_all_open(s);
        CHECK(unlink(test_path(s->dir, "master.old.key")) == 0);
    }
    CHECK(!fired);
    return cuts;
}

TEST_BOTH(a_rotation_that_was_cut_off_anywhere_goes_on_where_it_was)
{
    struct scene s = open_scene(engine);

    CHECK(cut_off(&s, DB_FAULT_STATEMENT, DB_FAULT_IO) >= 3);  /* the looks before */
    CHECK_I64(cut_off(&s, DB_FAULT_COMMIT, DB_FAULT_FULL), 3); /* each batch */
    CHECK_I64(cut_off(&s, DB_FAULT_COMMIT, DB_FAULT_LOST_AFTER), 0);
    check_all_open(&s);
    world_close(s.world);
}

TEST_BOTH(half_of_the_keys_wrapped_by_either_and_nothing_starts_until_it_is_whole)
{
    struct scene s = open_scene(engine);
    struct db *keystore = s.world->keys.keystore;
    int64_t moved;

    db_fault_order(keystore, DB_FAULT_COMMIT, DB_FAULT_FULL, 2);
    CHECK_I64(rotate(&s, &moved), ROTATION_FAILED);
    db_fault_order(keystore, DB_FAULT_COMMIT, DB_FAULT_FULL, 0);
    CHECK_I64(moved, BATCH); /* one batch is kept, the next one gone with its transaction */
    CHECK(is_there(&s, "master.next.key"));
    CHECK_STATUS(rotation_open(s.dir), E_CONFLICT);
    CHECK_I64(rotate(&s, &moved), ROTATION_DONE);
    CHECK_I64(moved, OWNERS - BATCH);
    check_all_open(&s);
    world_close(s.world);
}

TEST_BOTH(cut_off_between_the_two_names_it_ends_with_the_new_key)
{
    struct scene s = open_scene(engine);
    int64_t moved;

    CHECK_I64(rotate(&s, &moved), ROTATION_DONE);
    /* As after the link and before the rename. */
    CHECK(rename(test_path(s.dir, "master.key"), test_path(s.dir, "master.next.key")) == 0);
    CHECK(link(test_path(s.dir, "master.old.key"), test_path(s.dir, "master.key")) == 0);
    CHECK_STATUS(rotation_open(s.dir), E_CONFLICT);
    CHECK_I64(rotate(&s, &moved), ROTATION_DONE);
    CHECK_I64(moved, 0);
    check_all_open(&s);
    world_close(s.world);
}

TEST_BOTH(a_foreign_master_key_changes_nothing_and_is_named)
{
    struct scene s = open_scene(engine);
    const char *right = key_text(&s);
    struct ctx x;
    int64_t moved;
    int made;

    CHECK(unlink(test_path(s.dir, "master.key")) == 0);
    CHECK_STATUS(keys_init(s.dir, &made), OK);
    x = with_files(&s);
    CHECK_STATUS(rotation_fits(s.batches, s.world->keys.keystore, x.keys->master), E_CONFLICT);
    CHECK_I64(rotate(&s, &moved), ROTATION_FOREIGN);
    CHECK(!is_there(&s, "master.next.key") && !is_there(&s, "master.old.key"));
    test_file(test_path(s.dir, "master.key"), right, 0600);
    check_all_open(&s);
    world_close(s.world);
}

TEST_BOTH(while_a_process_runs_on_the_database_nothing_is_rotated)
{
    struct scene s = open_scene(engine);
    const char *before = key_text(&s);
    struct node node;
    int64_t moved;

    CHECK_STATUS(node_take(s.world->db, s.world->arena, world_now(s.world), &node), OK);
    CHECK_I64(rotate(&s, &moved), ROTATION_RUNNING);
    CHECK_STATUS(rotation_open(s.dir), OK);
    CHECK_TEXT(test_file_text(test_path(s.dir, "master.key")), before);
    CHECK_STATUS(node_give_back(s.world->db, s.world->arena, world_now(s.world), &node), OK);
    CHECK_I64(rotate(&s, &moved), ROTATION_DONE);
    check_all_open(&s);
    world_close(s.world);
}
