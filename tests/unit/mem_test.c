/* mem_test.c - the n-th allocation fails when a test says so, and only then. */
#include "app/base/arena.h"
#include "app/base/mem.h"
#include "tests/test.h"

#include <pthread.h>

TEST(only_the_ordered_allocation_fails)
{
    void *first, *second, *third;

    mem_fail_after(2);
    first = mem_alloc(1);
    CHECK(first != NULL && !mem_failed());
    second = mem_alloc(1);
    CHECK(second == NULL && mem_failed());
    third = mem_alloc(1);
    CHECK(third != NULL);
    mem_fail_after(0);
    CHECK(!mem_failed());
    mem_free(first);
    mem_free(third);
}

TEST(an_order_taken_back_fails_nothing)
{
    void *memory;

    mem_fail_after(1);
    mem_fail_after(0);
    memory = mem_alloc(1);
    CHECK(memory != NULL);
    mem_free(memory);
}

static void *allocate_elsewhere(void *arg)
{
    void *memory = mem_alloc(1);

    *(bool *)arg = memory != NULL;
    mem_free(memory);
    return NULL;
}

TEST_IN("concurrent", an_ordered_failure_stays_in_its_thread)
{
    pthread_t thread;
    bool worked = false;

    mem_fail_after(1);
    CHECK(pthread_create(&thread, NULL, allocate_elsewhere, &worked) == 0);
    CHECK(pthread_join(thread, NULL) == 0);
    CHECK(worked && !mem_failed());
    mem_fail_after(0);
}

TEST(an_arena_survives_each_allocation_that_fails)
{
    bool failed = true;

    for (int n = 1; failed; n++) {
        struct arena *a;

        CHECK(n < 100);
        mem_fail_after(n);
        a = arena_open(1024 * 1024);
        for (int i = 0; a != NULL && i < 20; i++) {
            char *piece = arena_alloc(a, 10000);

            CHECK(piece != NULL || mem_failed());
        }
        failed = mem_failed();
        mem_fail_after(0);
        CHECK(a == NULL || arena_alloc(a, 10000) != NULL);
        arena_close(a);
    }
}
