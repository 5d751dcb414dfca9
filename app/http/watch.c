/* watch.c - see watch.h.
 *
 * DESIGN: a worker notes what it is about to do in its own place and takes the note back when it
 * is done: two uncontended locks, no system call. Only for a note that has expired does the
 * watching thread look through the process's open files for the socket, holding the place's lock,
 * so that the worker can't meanwhile close it and somebody else get its number. */
#include "app/http/watch.h"

#include "app/base/clock.h"
#include "app/base/mem.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>

#define TICK_MS 100

struct place {
    pthread_mutex_t lock;
    _Atomic int64_t until_ms; /* monotonic; 0: nothing to watch */
    enum watch_way way;
    struct socket_peer peer;
};

struct watch {
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t wake;
    bool stop;
    int places_n;
    struct place places[];
};

static void look(struct watch *w, int64_t now_ms)
{
    for (int i = 0; i < w->places_n; i++) {
        struct place *p = &w->places[i];
        int64_t until_ms = atomic_load_explicit(&p->until_ms, memory_order_relaxed);

        if (until_ms == 0 || until_ms > now_ms) {
            continue;
        }
        (void)pthread_mutex_lock(&p->lock);
        until_ms = atomic_load_explicit(&p->until_ms, memory_order_relaxed);
        if (until_ms != 0 && until_ms <= now_ms) {
            sockets_shut_peer(&p->peer, p->way == WATCH_READ ? SHUT_RD : SHUT_RDWR);
            atomic_store_explicit(&p->until_ms, 0, memory_order_relaxed);
        }
        (void)pthread_mutex_unlock(&p->lock);
    }
}

static void *run(void *arg)
{
    struct watch *w = arg;

    (void)pthread_mutex_lock(&w->lock);
    while (!w->stop) {
        struct timespec until;

        (void)clock_gettime(CLOCK_MONOTONIC, &until);
        until.tv_nsec += TICK_MS * 1000000L;
        until.tv_sec += until.tv_nsec / 1000000000L;
        until.tv_nsec %= 1000000000L;
        (void)pthread_cond_timedwait(&w->wake, &w->lock, &until);
        (void)pthread_mutex_unlock(&w->lock);
        look(w, clock_monotonic_ms());
        (void)pthread_mutex_lock(&w->lock);
    }
    (void)pthread_mutex_unlock(&w->lock);
    return NULL;
}

struct watch *watch_open(int places)
{
    size_t bytes = sizeof(struct watch) + (size_t)places * sizeof(struct place);
    struct watch *w = mem_alloc(bytes);
    pthread_condattr_t attr;

    if (w == NULL) {
        return NULL;
    }
    memset(w, 0, bytes);
    w->places_n = places;
    (void)pthread_mutex_init(&w->lock, NULL);
    (void)pthread_condattr_init(&attr);
    (void)pthread_condattr_setclock(&attr, CLOCK_MONOTONIC);
    (void)pthread_cond_init(&w->wake, &attr);
    (void)pthread_condattr_destroy(&attr);
    for (int i = 0; i < places; i++) {
        (void)pthread_mutex_init(&w->places[i].lock, NULL);
    }
    if (pthread_create(&w->thread, NULL, run, w) != 0) {
        mem_free(w);
        return NULL;
    }
    return w;
}

void watch_close(struct watch *w)
{
    if (w == NULL) {
        return;
    }
    (void)pthread_mutex_lock(&w->lock);
    w->stop = true;
    (void)pthread_cond_signal(&w->wake);
    (void)pthread_mutex_unlock(&w->lock);
    (void)pthread_join(w->thread, NULL);
    mem_free(w);
}

void watch_begin(struct watch *w, int place, enum watch_way way, const struct socket_peer *peer,
                 int64_t ms)
{
    struct place *p = &w->places[place];

    (void)pthread_mutex_lock(&p->lock);
    p->way = way;
    p->peer = *peer;
    atomic_store_explicit(&p->until_ms, clock_monotonic_ms() + ms, memory_order_relaxed);
    (void)pthread_mutex_unlock(&p->lock);
}

void watch_end(struct watch *w, int place)
{
    struct place *p = &w->places[place];

    (void)pthread_mutex_lock(&p->lock);
    atomic_store_explicit(&p->until_ms, 0, memory_order_relaxed);
    (void)pthread_mutex_unlock(&p->lock);
}
