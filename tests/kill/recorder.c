/* recorder.c - see recorder.h. A VFS of SQLite that hands everything on to the one below. */
#include "tests/kill/recorder.h"

#include "tests/test.h"

#include <pthread.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define EVENTS_MAX 400000
#define FILES_MAX  8
#define SECTOR     512

enum kind { EVENT_WRITE, EVENT_TRUNCATE, EVENT_SYNC, EVENT_ACK };

struct event {
    enum kind kind;
    int file;
    int64_t at; /* offset, size or id */
    int len;
    uint8_t *bytes;
};

struct recorded {
    char name[64]; /* without the folder */
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct event *events;
static size_t events_n;
static struct recorded files[FILES_MAX];
static int files_n;
static sqlite3_vfs vfs;
static sqlite3_vfs *below;
static int fail_in, fail_code; /* under the lock, as events */
static bool has_failed, recording;

/* ---- recording ---- */

static void note(enum kind kind, int file, int64_t at, const void *bytes, int len)
{
    uint8_t *copy = NULL;

    if (len > 0) {
        copy = malloc((size_t)len);
        memcpy(copy, bytes, (size_t)len);
    }
    pthread_mutex_lock(&lock);
    if (recording && events_n < EVENTS_MAX) {
        events[events_n++] = (struct event){kind, file, at, len, copy};
        copy = NULL;
    }
    pthread_mutex_unlock(&lock);
    free(copy);
}

void recorder_ack(int64_t id)
{
    note(EVENT_ACK, -1, id, NULL, 0);
}

size_t recorder_events(void)
{
    return events_n;
}

void recorder_fail(int n, int code)
{
    pthread_mutex_lock(&lock);
    fail_in = n;
    fail_code = code;
    has_failed = false;
    pthread_mutex_unlock(&lock);
}

bool recorder_failed(void)
{
    return has_failed;
}

/* SQLITE_OK, or the code that this call is to fail with. */
static int ordered(int file)
{
    const char *name = files[file].name;
    size_t n = strlen(name);
    int code = SQLITE_OK;

    if (n < 4 || strcmp(name + n - 4, "-wal") != 0) {
        return SQLITE_OK;
    }
    pthread_mutex_lock(&lock);
    if (fail_in > 0 && --fail_in == 0) {
        has_failed = true;
        code = fail_code;
    }
    pthread_mutex_unlock(&lock);
    return code;
}

/* The real file lies behind this one. */
struct file {
    sqlite3_file base;
    int number;
    sqlite3_file *real;
};

static sqlite3_file *real_of(sqlite3_file *f)
{
    return ((struct file *)f)->real;
}

static int file_close(sqlite3_file *f)
{
    return real_of(f)->pMethods->xClose(real_of(f));
}

static int file_read(sqlite3_file *f, void *to, int n, sqlite3_int64 at)
{
    return real_of(f)->pMethods->xRead(real_of(f), to, n, at);
}

static int file_write(sqlite3_file *f, const void *from, int n, sqlite3_int64 at)
{
    int code = ordered(((struct file *)f)->number);

    if (code != SQLITE_OK) {
        return code;
    }
    note(EVENT_WRITE, ((struct file *)f)->number, at, from, n);
    return real_of(f)->pMethods->xWrite(real_of(f), from, n, at);
}

static int file_truncate(sqlite3_file *f, sqlite3_int64 size)
{
    note(EVENT_TRUNCATE, ((struct file *)f)->number, size, NULL, 0);
    return real_of(f)->pMethods->xTruncate(real_of(f), size);
}

/* Noted when it is done: what a failed power supply interrupts did not happen. */
static int file_sync(sqlite3_file *f, int flags)
{
    int rc = ordered(((struct file *)f)->number);

    if (rc != SQLITE_OK) {
        return rc;
    }
    rc = real_of(f)->pMethods->xSync(real_of(f), flags);
    note(EVENT_SYNC, ((struct file *)f)->number, 0, NULL, 0);
    return rc;
}

static int file_size(sqlite3_file *f, sqlite3_int64 *size)
{
    return real_of(f)->pMethods->xFileSize(real_of(f), size);
}

static int file_lock(sqlite3_file *f, int level)
{
    return real_of(f)->pMethods->xLock(real_of(f), level);
}

static int file_unlock(sqlite3_file *f, int level)
{
    return real_of(f)->pMethods->xUnlock(real_of(f), level);
}

static int file_reserved(sqlite3_file *f, int *out)
{
    return real_of(f)->pMethods->xCheckReservedLock(real_of(f), out);
}

static int file_control(sqlite3_file *f, int op, void *arg)
{
    return real_of(f)->pMethods->xFileControl(real_of(f), op, arg);
}

static int file_sector(sqlite3_file *f)
{
    return real_of(f)->pMethods->xSectorSize(real_of(f));
}

static int file_device(sqlite3_file *f)
{
    return real_of(f)->pMethods->xDeviceCharacteristics(real_of(f));
}

static int shm_map(sqlite3_file *f, int page, int size, int extend, void volatile **out)
{
    return real_of(f)->pMethods->xShmMap(real_of(f), page, size, extend, out);
}

static int shm_lock(sqlite3_file *f, int at, int n, int flags)
{
    return real_of(f)->pMethods->xShmLock(real_of(f), at, n, flags);
}

static void shm_barrier(sqlite3_file *f)
{
    real_of(f)->pMethods->xShmBarrier(real_of(f));
}

static int shm_unmap(sqlite3_file *f, int remove)
{
    return real_of(f)->pMethods->xShmUnmap(real_of(f), remove);
}

static const sqlite3_io_methods methods = {
    .iVersion = 2,
    .xClose = file_close,
    .xRead = file_read,
    .xWrite = file_write,
    .xTruncate = file_truncate,
    .xSync = file_sync,
    .xFileSize = file_size,
    .xLock = file_lock,
    .xUnlock = file_unlock,
    .xCheckReservedLock = file_reserved,
    .xFileControl = file_control,
    .xSectorSize = file_sector,
    .xDeviceCharacteristics = file_device,
    .xShmMap = shm_map,
    .xShmLock = shm_lock,
    .xShmBarrier = shm_barrier,
    .xShmUnmap = shm_unmap,
};

/* The number of a file by its name; -1 when there are too many, and then it is not recorded. */
static int number_of(const char *path)
{
    const char *slash = path != NULL ? strrchr(path, '/') : NULL;
    const char *name = slash != NULL ? slash + 1 : "temporary";
    int i = 0;

    pthread_mutex_lock(&lock);
    while (i < files_n && strcmp(files[i].name, name) != 0) {
        i++;
    }
    if (i == files_n && files_n < FILES_MAX) {
        snprintf(files[files_n++].name, sizeof files[0].name, "%s", name);
    }
    pthread_mutex_unlock(&lock);
    return i;
}

static int vfs_open(sqlite3_vfs *v, const char *name, sqlite3_file *out, int flags, int *got)
{
    struct file *f = (struct file *)out;
    int rc;

    (void)v;
    f->base.pMethods = NULL;
    f->real = (sqlite3_file *)(f + 1);
    f->number = number_of(name);
    rc = below->xOpen(below, name, f->real, flags, got);
    if (f->real->pMethods != NULL) {
        f->base.pMethods = &methods;
    }
    return rc;
}

static int vfs_delete(sqlite3_vfs *v, const char *name, int sync)
{
    int number = number_of(name);

    (void)v;
    /* A journal that is gone is one of no bytes. */
    note(EVENT_TRUNCATE, number, 0, NULL, 0);
    if (sync) {
        note(EVENT_SYNC, number, 0, NULL, 0);
    }
    return below->xDelete(below, name, sync);
}

static void stop(void *arg)
{
    (void)arg;
    if (recording) {
        sqlite3_vfs_unregister(&vfs); /* what is open goes on through it */
        recording = false;
    }
}

void recorder_start(void)
{
    stop(NULL);
    if (events == NULL) {
        events = calloc(EVENTS_MAX, sizeof *events);
    }
    for (size_t i = 0; i < events_n; i++) {
        free(events[i].bytes);
    }
    events_n = 0;
    files_n = 0;
    recorder_fail(0, SQLITE_OK);
    CHECK(events != NULL && sqlite3_initialize() == SQLITE_OK);
    below = sqlite3_vfs_find(NULL);
    vfs = *below;
    vfs.zName = "recorder";
    vfs.szOsFile = (int)sizeof(struct file) + below->szOsFile;
    vfs.xOpen = vfs_open;
    vfs.xDelete = vfs_delete;
    CHECK(sqlite3_vfs_register(&vfs, 1) == SQLITE_OK);
    recording = true;
    test_cleanup(stop, NULL);
}

void recorder_stop(void)
{
    stop(NULL);
    test_cleanup_done(stop, NULL);
    CHECK(events_n < EVENTS_MAX);
}

/* ---- the disk after a power cut ---- */

struct image {
    uint8_t *bytes;
    int64_t size, cap;
};

static void image_resize(struct image *m, int64_t size)
{
    if (size > m->cap) {
        m->cap = 2 * size;
        m->bytes = realloc(m->bytes, (size_t)m->cap);
        CHECK(m->bytes != NULL);
    }
    if (size > m->size) {
        memset(m->bytes + m->size, 0, (size_t)(size - m->size));
    }
    m->size = size;
}

static void image_put(struct image *m, int64_t at, const uint8_t *bytes, int64_t len)
{
    if (at + len > m->size) {
        image_resize(m, at + len);
    }
    memcpy(m->bytes + at, bytes, (size_t)len);
}

/* A write that nobody synced: of its sectors any may have reached the disk. */
static void image_put_some(struct image *m, const struct event *e)
{
    int64_t done = 0;

    while (done < e->len) {
        int64_t room = SECTOR - (e->at + done) % SECTOR;
        int64_t n = room < e->len - done ? room : e->len - done;

        if (test_random() % 2 == 0) {
            image_put(m, e->at + done, e->bytes + done, n);
        }
        done += n;
    }
}

static void apply(struct image *m, const struct event *e, bool synced)
{
    if (e->kind == EVENT_WRITE && synced) {
        image_put(m, e->at, e->bytes, e->len);
    } else if (e->kind == EVENT_WRITE) {
        image_put_some(m, e);
    } else if (e->kind == EVENT_TRUNCATE && (synced || test_random() % 2 == 0)) {
        image_resize(m, e->at);
    }
}

static void write_image(const struct image *m, const char *to, const char *name)
{
    char path[300];
    FILE *f;

    snprintf(path, sizeof path, "%.200s/%.60s", to, name);
    if (m->size == 0) {
        remove(path);
        return;
    }
    f = fopen(path, "wb");
    CHECK(f != NULL && fwrite(m->bytes, 1, (size_t)m->size, f) == (size_t)m->size);
    CHECK(fclose(f) == 0);
}

void recorder_replay(size_t cut, bool lucky, const char *to, void (*acked)(void *arg, int64_t id),
                     void *arg)
{
    struct image images[FILES_MAX] = {{0}};
    size_t last_sync[FILES_MAX] = {0};

    for (size_t i = 0; i < cut; i++) {
        if (events[i].kind == EVENT_SYNC) {
            last_sync[events[i].file] = i;
        }
    }
    for (size_t i = 0; i < cut; i++) {
        const struct event *e = &events[i];

        if (e->kind == EVENT_ACK) {
            acked(arg, e->at);
        } else {
            apply(&images[e->file], e, lucky || i < last_sync[e->file]);
        }
    }
    for (int i = 0; i < files_n; i++) {
        write_image(&images[i], to, files[i].name);
        free(images[i].bytes);
    }
}
