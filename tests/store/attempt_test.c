/* attempt_test.c - counting tries: windows, targets, and what a refused operation leaves behind. */
#include "app/domain/attempt.h"

#include "tests/people.h"
#include "tests/test.h"

#include <pthread.h>

#define WINDOW (15 * MINUTE_MS)

/* A context at the very beginning of a window. */
static struct ctx at_window(struct world *w)
{
    world_advance(w, WINDOW - world_now(w) % WINDOW);
    return world_ctx(w, 0);
}

TEST_BOTH(the_try_after_the_last_allowed_one_is_refused_and_the_next_window_is_new)
{
    struct world *w = world_open(engine);
    struct ctx x = at_window(w);

    for (int i = 0; i < 3; i++) {
        CHECK_STATUS(attempt_count(&x, "digits", "a:b", WINDOW, 3), OK);
    }
    CHECK_STATUS(attempt_count(&x, "digits", "a:b", WINDOW, 3), E_TOO_MANY);
    CHECK(x.reason == R_ATTEMPT_TOO_MANY);
    CHECK_STATUS(attempt_count(&x, "digits", "a:c", WINDOW, 3), OK);
    CHECK_STATUS(attempt_count(&x, "login", "a:b", WINDOW, 3), OK);
    x.now += WINDOW - 1 - x.now % WINDOW; /* the last moment of this window */
    CHECK_STATUS(attempt_count(&x, "digits", "a:b", WINDOW, 3), E_TOO_MANY);
    x.now += 1;
    CHECK_STATUS(attempt_count(&x, "digits", "a:b", WINDOW, 3), OK);
    world_close(w);
}

static enum status count_and_refuse(struct ctx *x, void *arg)
{
    enum status s = attempt_count(x, "digits", "a:b", WINDOW, 2);

    (void)arg;
    return s == OK ? E_NOT_FOUND : s;
}

TEST_BOTH(a_count_inside_a_transaction_lives_and_dies_with_it)
{
    struct world *w = world_open(engine);
    struct ctx x = at_window(w);

    for (int i = 0; i < 5; i++) {
        CHECK_STATUS(ctx_tx(&x, count_and_refuse, NULL), E_NOT_FOUND);
    }
    CHECK_STATUS(attempt_count(&x, "digits", "a:b", WINDOW, 1), OK);
    world_close(w);
}

static enum status undo(struct ctx *x, void *arg)
{
    (void)arg;
    return attempt_undo(x, "login", "a", WINDOW);
}

TEST_BOTH(a_try_taken_back_was_never_made)
{
    struct world *w = world_open(engine);
    struct ctx x = at_window(w);

    CHECK_STATUS(ctx_tx(&x, undo, NULL), OK); /* nothing to take back */
    for (int i = 0; i < 5; i++) {
        CHECK_STATUS(attempt_count(&x, "login", "a", WINDOW, 2), OK);
        CHECK_STATUS(attempt_count(&x, "login", "a", WINDOW, 2), OK);
        CHECK_STATUS(attempt_count(&x, "login", "a", WINDOW, 2), E_TOO_MANY);
        CHECK_STATUS(ctx_tx(&x, undo, NULL), OK);
        CHECK_STATUS(ctx_tx(&x, undo, NULL), OK);
    }
    world_close(w);
}

#define RACERS 4
#define EACH   10

struct racer {
    struct world *w;
    struct arena *arena;
    int64_t now;
    int allowed;
};

static void *race(void *arg)
{
    struct racer *r = arg;

    for (int i = 0; i < EACH; i++) {
        struct ctx x = world_ctx(r->w, 0);
        enum status s;

        x.arena = r->arena;
        x.now = r->now;
        do {
            s = attempt_count(&x, "digits", "a:b", WINDOW, RACERS * EACH / 2);
        } while (s == E_BUSY);
        r->allowed += s == OK ? 1 : 0;
    }
    return NULL;
}

TEST_BOTH_IN("concurrent", tries_at_once_are_counted_exactly)
{
    struct world *w = world_open(engine);
    struct ctx x = at_window(w);
    struct racer racers[RACERS];
    pthread_t threads[RACERS];
    int allowed = 0;

    for (int i = 0; i < RACERS; i++) {
        racers[i] = (struct racer){w, arena_open(1 << 20), x.now, 0};
        CHECK(racers[i].arena != NULL);
        CHECK(pthread_create(&threads[i], NULL, race, &racers[i]) == 0);
    }
    for (int i = 0; i < RACERS; i++) {
        pthread_join(threads[i], NULL);
        arena_close(racers[i].arena);
        allowed += racers[i].allowed;
    }
    CHECK_I64(allowed, RACERS * EACH / 2);
    world_close(w);
}

TEST_BOTH(an_ipv6_neighbourhood_counts_as_one)
{
    struct world *w = world_open(engine);
    struct ctx x = world_ctx(w, 0);

    CHECK_TEXT(attempt_network(&x, "203.0.113.7"), "203.0.113.7");
    CHECK_TEXT(attempt_network(&x, "2001:db8:1:2:3:4:5:6"), "2001:db8:1:2::");
    CHECK_TEXT(attempt_network(&x, "2001:db8:1:2::1"), "2001:db8:1:2::");
    CHECK_TEXT(attempt_network(&x, NULL), "");
    world_close(w);
}

TEST_BOTH(old_windows_are_swept_and_young_ones_stay)
{
    struct world *w = world_open(engine);
    struct ctx x = at_window(w);

    CHECK_STATUS(attempt_count(&x, "digits", "a:b", DAY_MS, 1), OK);
    x.now += DAY_MS - x.now % DAY_MS - 1;
    CHECK_STATUS(attempt_sweep_step(&x), OK);
    CHECK_STATUS(attempt_count(&x, "digits", "a:b", DAY_MS, 1), E_TOO_MANY);
    x.now += 3 * DAY_MS;
    CHECK_STATUS(attempt_sweep_step(&x), OK);
    x.now -= 3 * DAY_MS;
    CHECK_STATUS(attempt_count(&x, "digits", "a:b", DAY_MS, 1), OK);
    world_close(w);
}
