/* rotation.c - see rotation.h. */
#include "app/domain/rotation.h"

#include "app/domain/vault.h"
#include "app/domain/wrapping.h"
#include "db/store/node.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define PATH_BYTES_MAX 1024
#define MASTER         "master.key"
#define NEXT           "master.next.key"
#define OLD            "master.old.key"

struct place {
    int64_t owner_id, version;
};

/* One pass over all data keys, a batch in each transaction. */
struct pass {
    struct rotation *r;
    uint8_t old[KEY_BYTES], next[KEY_BYTES];
    bool write;         /* else only looked at */
    struct place after; /* the last row of the batches before */
    struct place last;  /* of this batch */
    int n;
    int64_t moved, foreign;
};

/* What is under the new key already has nothing to wait for. */
static enum status rewrap(struct tx *t, struct pass *p, struct data_key *row)
{
    struct arena *a = p->r->arena;
    uint8_t key[KEY_BYTES];
    enum status s = data_key_unwrap(a, p->next, row, key);

    if (s == E_INVALID) {
        s = data_key_unwrap(a, p->old, row, key);
        p->foreign += s == E_INVALID ? 1 : 0;
        p->moved += s == OK ? 1 : 0;
        s = s == OK && p->write ? data_key_wrap(a, p->next, key, row) : s;
        s = s == OK && p->write ? store_data_key_rewrap(t, row) : s;
    }
    explicit_bzero(key, sizeof key);
    return s == E_INVALID ? OK : s;
}

static enum status batch_tx(struct tx *t, void *arg)
{
    struct pass *p = arg;
    struct data_key *rows;
    enum status s =
        store_data_keys_after(t, p->after.owner_id, p->after.version, p->r->batch, &rows, &p->n);

    p->moved = p->foreign = 0;
    for (int i = 0; s == OK && i < p->n; i++) {
        p->last = (struct place){rows[i].owner_id, rows[i].version};
        s = rewrap(t, p, &rows[i]);
    }
    return s;
}

static enum status walk(struct pass *p)
{
    struct rotation *r = p->r;
    enum status s;

    r->keys = r->moved = r->foreign = 0;
    do {
        s = p->write ? db_tx(r->keystore, r->arena, batch_tx, p)
                     : db_read(r->keystore, r->arena, batch_tx, p);
        arena_reset(r->arena);
        if (s == OK) {
            r->keys += p->n;
            r->moved += p->moved;
            r->foreign += p->foreign;
            p->after = p->last;
        }
    } while (s == OK && p->n == r->batch);
    return s;
}

struct leases {
    int64_t now, live;
};

static enum status live_tx(struct tx *t, void *arg)
{
    struct leases *l = arg;

    return store_node_live(t, l->now, &l->live);
}

static enum status count_running(struct rotation *r)
{
    struct leases l = {r->now, 0};
    enum status s = db_read(r->db, r->arena, live_tx, &l);

    r->running = l.live;
    return s;
}

static bool same_key(const uint8_t a[KEY_BYTES], const uint8_t b[KEY_BYTES])
{
    return bytes_equal(a, b, KEY_BYTES);
}

/* An old key that is not the present one belongs to the rotation before. */
static enum status old_is_free(const char *dir, const uint8_t now[KEY_BYTES], bool *is_free)
{
    uint8_t old[KEY_BYTES];
    enum status s = key_file_read(dir, OLD, old);

    *is_free = s == E_NOT_FOUND || (s == OK && same_key(old, now));
    explicit_bzero(old, sizeof old);
    return s == E_NOT_FOUND ? OK : s;
}

static bool path_of(const char *dir, const char *name, char path[PATH_BYTES_MAX])
{
    int n = snprintf(path, PATH_BYTES_MAX, "%s/%s", dir, name);

    return n > 0 && n < PATH_BYTES_MAX;
}

/* The old key has its second name before the new one takes the first: there is no moment without
 * either. */
static enum status swap_files(const char *dir)
{
    char master[PATH_BYTES_MAX], next[PATH_BYTES_MAX], old[PATH_BYTES_MAX];

    if (!path_of(dir, MASTER, master) || !path_of(dir, NEXT, next) || !path_of(dir, OLD, old)) {
        return E_INVALID;
    }
    if (link(master, old) != 0 && errno != EEXIST) {
        return E_BUSY;
    }
    if (key_folder_sync(dir) != OK || rename(next, master) != 0) {
        return E_BUSY;
    }
    return key_folder_sync(dir);
}

/* Looks at every key before anything is written; then nothing else may start. */
static enum rotation_end begin(struct rotation *r, struct pass *p)
{
    bool is_free = false;
    enum status s = key_file_read(r->dir, MASTER, p->old);

    memcpy(p->next, p->old, KEY_BYTES);
    s = s == OK ? old_is_free(r->dir, p->old, &is_free) : s;
    if (s == OK && !is_free) {
        return ROTATION_OLD_THERE;
    }
    if (s == OK && rotation_open(r->dir) != OK) {
        s = key_file_read(r->dir, NEXT, p->next);
    }
    s = s == OK ? walk(p) : s;
    if (s == OK && r->foreign > 0) {
        return ROTATION_FOREIGN;
    }
    s = s == OK ? key_file_make(r->dir, NEXT) : s;
    s = s == OK ? key_file_read(r->dir, NEXT, p->next) : s;
    return s == OK ? ROTATION_DONE : ROTATION_FAILED;
}

static enum rotation_end run(struct rotation *r, struct pass *p)
{
    enum rotation_end e = begin(r, p);
    enum status s;

    if (e != ROTATION_DONE) {
        return e;
    }
    s = count_running(r); /* whoever starts from now on sees the file and goes away again */
    if (s == OK && r->running > 0) {
        return ROTATION_RUNNING;
    }
    p->write = true;
    p->after = (struct place){0, 0};
    s = s == OK ? walk(p) : s;
    if (s == OK && r->foreign > 0) {
        return ROTATION_FOREIGN;
    }
    return s == OK && swap_files(r->dir) == OK ? ROTATION_DONE : ROTATION_FAILED;
}

/* Others may run again where this run was the first of its rotation and has wrapped nothing. */
static void take_back(const struct rotation *r, bool was_open)
{
    char next[PATH_BYTES_MAX];

    if (!was_open && path_of(r->dir, NEXT, next)) {
        (void)unlink(next);
    }
}

enum rotation_end rotation_run(struct rotation *r)
{
    struct pass p = {.r = r};
    bool was_open = rotation_open(r->dir) != OK;
    enum rotation_end e = run(r, &p);

    if (e == ROTATION_RUNNING) {
        take_back(r, was_open);
    }
    explicit_bzero(&p, sizeof p);
    return e;
}

enum status rotation_open(const char *dir)
{
    char path[PATH_BYTES_MAX];

    return path_of(dir, NEXT, path) && access(path, F_OK) == 0 ? E_CONFLICT : OK;
}

struct fit {
    const uint8_t *master;
    struct arena *arena;
};

static enum status fit_tx(struct tx *t, void *arg)
{
    struct fit *f = arg;
    struct data_key *rows;
    uint8_t key[KEY_BYTES];
    int n;
    enum status s = store_data_keys_after(t, 0, 0, 1, &rows, &n);

    if (s == OK && n == 1) {
        s = data_key_unwrap(f->arena, f->master, &rows[0], key);
        explicit_bzero(key, sizeof key);
    }
    return s == E_INVALID ? E_CONFLICT : s;
}

enum status rotation_fits(struct arena *a, struct db *keystore, const uint8_t master[])
{
    struct fit f = {master, a};

    return db_read(keystore, a, fit_tx, &f);
}
