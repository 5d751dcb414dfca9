/* test_main.c - runs the registered tests: [--engine=sqlite|postgresql|both] [--group=NAME]
 * [--seed=N] [--soak] [--list] [name or file substring ...]. Ends with "N passed, N failed". */
#include "tests/test.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static struct test *tests_first;
static jmp_buf test_out;
static uint64_t seed, random_state;
static bool soak;
static int passed, failed;
static struct {
    void (*fn)(void *arg);
    void *arg;
} cleanups[TEST_CLEANUPS_MAX];
static int cleanups_n;

void test_register(struct test *t)
{
    t->next = tests_first;
    tests_first = t;
}

void test_fail(const char *file, int line, const char *fmt, ...)
{
    va_list args;

    fprintf(stderr, "  %s:%d: ", file, line);
    va_start(args, fmt);
    vfprintf(stderr, fmt, args);
    va_end(args);
    fputc('\n', stderr);
    longjmp(test_out, 1);
}

void test_check_text(const char *file, int line, const char *what, const char *got,
                     const char *want)
{
    if ((got == NULL) != (want == NULL) || (got != NULL && strcmp(got, want) != 0)) {
        test_fail(file, line, "%s is \"%s\", want \"%s\"", what, got ? got : "(null)",
                  want ? want : "(null)");
    }
}

uint64_t test_seed(void)
{
    return seed;
}

uint64_t test_random(void)
{
    random_state ^= random_state << 13;
    random_state ^= random_state >> 7;
    random_state ^= random_state << 17;
    return random_state;
}

bool test_soak(void)
{
    return soak;
}

void test_cleanup(void (*fn)(void *arg), void *arg)
{
    if (cleanups_n == TEST_CLEANUPS_MAX) {
        fn(arg);
        test_fail(__FILE__, __LINE__, "more than %d cleanups in one test", TEST_CLEANUPS_MAX);
    }
    cleanups[cleanups_n].fn = fn;
    cleanups[cleanups_n].arg = arg;
    cleanups_n++;
}

void test_cleanup_done(void (*fn)(void *arg), void *arg)
{
    for (int i = cleanups_n - 1; i >= 0; i--) {
        if (cleanups[i].fn == fn && cleanups[i].arg == arg) {
            cleanups_n--;
            memmove(cleanups + i, cleanups + i + 1, (size_t)(cleanups_n - i) * sizeof cleanups[0]);
            return;
        }
    }
}

static void clean_up(void)
{
    while (cleanups_n > 0) {
        cleanups_n--;
        cleanups[cleanups_n].fn(cleanups[cleanups_n].arg);
    }
}

static void run_one(const struct test *t, const char *engine)
{
    struct timespec from, to;
    volatile bool ok = false;

    random_state = seed | 1;
    clock_gettime(CLOCK_MONOTONIC, &from);
    if (setjmp(test_out) == 0) {
        if (t->pure != NULL) {
            t->pure();
        } else {
            t->both(engine);
        }
        ok = true;
    }
    clean_up();
    clock_gettime(CLOCK_MONOTONIC, &to);
    passed += ok ? 1 : 0;
    failed += ok ? 0 : 1;
    printf("%s %s%s%s (%ld ms)\n", ok ? "ok  " : "FAIL", t->name, engine ? " on " : "",
           engine ? engine : "",
           (long)((to.tv_sec - from.tv_sec) * 1000 + (to.tv_nsec - from.tv_nsec) / 1000000));
    fflush(stdout);
}

struct choice {
    const char *engine, *group;
    char **names;
    int names_n;
    bool list;
};

static bool chosen(const struct test *t, const struct choice *c)
{
    if (strcmp(t->group, c->group) != 0) {
        return false;
    }
    for (int i = 0; i < c->names_n; i++) {
        if (strstr(t->name, c->names[i]) != NULL || strstr(t->file, c->names[i]) != NULL) {
            return true;
        }
    }
    return c->names_n == 0;
}

static void run_chosen(const struct choice *c)
{
    static const char *const engines[] = {"sqlite", "postgresql"};

    for (const struct test *t = tests_first; t != NULL; t = t->next) {
        if (!chosen(t, c)) {
            continue;
        }
        if (c->list) {
            printf("%s %s\n", t->file, t->name);
            continue;
        }
        if (t->pure != NULL) {
            run_one(t, NULL);
            continue;
        }
        for (int e = 0; e < 2; e++) {
            if (strcmp(c->engine, "both") == 0 || strcmp(c->engine, engines[e]) == 0) {
                run_one(t, engines[e]);
            }
        }
    }
}

static bool option(const char *arg, const char *name, const char **value)
{
    size_t n = strlen(name);

    if (strncmp(arg, name, n) != 0 || arg[n] != '=') {
        return false;
    }
    *value = arg + n + 1;
    return true;
}

int main(int argc, char **argv)
{
    struct choice c = {"both", "", NULL, 0, false};
    const char *value;

    seed = (uint64_t)time(NULL);
    c.names = calloc((size_t)argc, sizeof *c.names);
    for (int i = 1; i < argc && c.names != NULL; i++) {
        if (option(argv[i], "--engine", &value)) {
            c.engine = value;
        } else if (option(argv[i], "--group", &value)) {
            c.group = value;
        } else if (option(argv[i], "--seed", &value)) {
            seed = strtoull(value, NULL, 10);
        } else if (strcmp(argv[i], "--soak") == 0) {
            soak = true;
        } else if (strcmp(argv[i], "--list") == 0) {
            c.list = true;
        } else {
            c.names[c.names_n++] = argv[i];
        }
    }
    printf("seed %llu\n", (unsigned long long)seed);
    run_chosen(&c);
    free(c.names);
    if (!c.list) {
        printf("%d passed, %d failed\n", passed, failed);
    }
    return failed == 0 ? 0 : 1;
}
