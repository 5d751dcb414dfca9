/* db_scene.h - a small table on either engine, and threads that all write at once. */
#ifndef TESTS_STORE_DB_SCENE_H
#define TESTS_STORE_DB_SCENE_H

#include "db/db.h"
#include "tests/database.h"

#include <pthread.h>
#include <semaphore.h>

/* A fresh database with the table thing and its row 1 (n = 0), and an arena; both end with the
 * test. */
struct scene {
    char url[DATABASE_URL_BYTES];
    struct db *db;
    struct arena *arena;
};
struct scene scene_open(const char *engine);
struct scene scene_open_with(const char *engine, const struct db_options *options);

struct thing {
    int64_t id;
    int64_t n;
    const char *name;
    struct slice data;
};

/* Functions for db_tx and db_read; arg is a struct thing. */
enum status thing_put(struct tx *t, void *thing);       /* E_CONFLICT when id or name is taken */
enum status thing_get(struct tx *t, void *thing);       /* by its id */
enum status thing_increment(struct tx *t, void *thing); /* reads n, then writes n + 1 */
enum status thing_put_then_refuse(struct tx *t, void *thing); /* E_RULE */
enum status thing_count(struct tx *t, void *int64);           /* how many rows there are */

int64_t scene_count(struct scene *s);
int64_t scene_n(struct scene *s, int64_t id); /* -1 when there is no such row */

/* Holds the writer inside a transaction until told: whoever writes meanwhile waits in the queue. */
struct held {
    struct scene *scene;
    pthread_t thread;
    sem_t inside, go_on;
    bool was_inside;
    enum status status;
};
void writer_hold(struct held *h, struct scene *s);
void writer_release(struct held *h); /* and waits for its end */

/* Writers that run fn once each, all at once, each with its own thing. */
#define WRITERS_MAX 64
struct writer {
    struct scene *scene;
    db_fn fn;
    struct thing thing;
    enum status status;
    pthread_t thread;
    int times; /* how often it wants OK; a status other than E_BUSY ends it */
    int busy;  /* how often it heard E_BUSY */
};
void writers_start(struct writer *w, int n);
void writers_join(struct writer *w, int n);
/* Waits until n more transactions than before are waiting or done. */
void wait_for_transactions(struct scene *s, int64_t n);

#endif
