/* test.h - a test is a sentence: TEST(two_parents_choosing_at_once_book_once) { ... }. */
#ifndef TESTS_TEST_H
#define TESTS_TEST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* One registered test. engine is NULL for a pure test, else "sqlite" or "postgresql". */
struct test {
    const char *name;
    const char *file;
    void (*pure)(void);
    void (*both)(const char *engine);
    const char *group; /* "" or a name that --group selects alone: "kill", "race", "torture" */
    struct test *next;
};

void test_register(struct test *t);

/* A failed check ends the test (longjmp out of it) and counts it as failed. */
void test_fail(const char *file, int line, const char *fmt, ...)
    __attribute__((noreturn, format(printf, 3, 4)));

/* Runs fn(arg) when the test ends, also when a check failed, the last one first: what a test opens
 * registers its own closing. fn must not fail a check. */
#define TEST_CLEANUPS_MAX 8192
void test_cleanup(void (*fn)(void *arg), void *arg);
/* Forgets a registered pair: its closing was done already. */
void test_cleanup_done(void (*fn)(void *arg), void *arg);

#define TEST_IN(group_, name_)                                                       \
    static void test_##name_(void);                                                  \
    __attribute__((constructor)) static void register_##name_(void)                  \
    {                                                                                \
        static struct test t = {#name_, __FILE__, test_##name_, NULL, group_, NULL}; \
        test_register(&t);                                                           \
    }                                                                                \
    static void test_##name_(void)
#define TEST(name_) TEST_IN("", name_)

/* Runs once on SQLite and once on PostgreSQL; `engine` is in scope. */
#define TEST_BOTH_IN(group_, name_)                                                  \
    static void test_##name_(const char *engine);                                    \
    __attribute__((constructor)) static void register_##name_(void)                  \
    {                                                                                \
        static struct test t = {#name_, __FILE__, NULL, test_##name_, group_, NULL}; \
        test_register(&t);                                                           \
    }                                                                                \
    static void test_##name_(const char *engine)
#define TEST_BOTH(name_) TEST_BOTH_IN("", name_)

#define CHECK(cond)                                     \
    do {                                                \
        if (!(cond)) {                                  \
            test_fail(__FILE__, __LINE__, "%s", #cond); \
        }                                               \
    } while (0)
#define CHECK_I64(got, want)                                                              \
    do {                                                                                  \
        int64_t got_ = (int64_t)(got), want_ = (int64_t)(want);                           \
        if (got_ != want_) {                                                              \
            test_fail(__FILE__, __LINE__, "%s is %lld, want %lld", #got, (long long)got_, \
                      (long long)want_);                                                  \
        }                                                                                 \
    } while (0)
#define CHECK_TEXT(got, want) test_check_text(__FILE__, __LINE__, #got, (got), (want))
#define CHECK_STATUS(got, want)                                                           \
    do {                                                                                  \
        int got_ = (int)(got), want_ = (int)(want);                                       \
        if (got_ != want_) {                                                              \
            test_fail(__FILE__, __LINE__, "%s is status %d, want %d", #got, got_, want_); \
        }                                                                                 \
    } while (0)

void test_check_text(const char *file, int line, const char *what, const char *got,
                     const char *want);

/* The seed of this run (printed; --seed repeats it). */
uint64_t test_seed(void);
/* A number from the seed's own sequence. */
uint64_t test_random(void);
/* Set by "soak": tests multiply their counts. */
bool test_soak(void);

#endif
