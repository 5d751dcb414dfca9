/* bench_main.c - `make bench`: [read|write|match|process ...], all of them unless named. Prints
 * what it measures and writes BENCH_JSON. A failed check ends it with 1. */
#include "tests/bench/bench.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static struct {
    void (*fn)(void *arg);
    void *arg;
} cleanups[TEST_CLEANUPS_MAX];
static int cleanups_n;
static uint64_t random_state = 88172645463325252U;

static void clean_up(void)
{
    while (cleanups_n > 0) {
        cleanups_n--;
        cleanups[cleanups_n].fn(cleanups[cleanups_n].arg);
    }
}

void test_cleanup(void (*fn)(void *arg), void *arg)
{
    if (cleanups_n == TEST_CLEANUPS_MAX) {
        test_fail(__FILE__, __LINE__, "more than %d cleanups", TEST_CLEANUPS_MAX);
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

void test_fail(const char *file, int line, const char *fmt, ...)
{
    va_list args;

    fprintf(stderr, "bench: %s:%d: ", file, line);
    va_start(args, fmt);
    vfprintf(stderr, fmt, args);
    va_end(args);
    fputc('\n', stderr);
    clean_up();
    exit(1);
}

void test_check_text(const char *file, int line, const char *what, const char *got,
                     const char *want)
{
    if ((got == NULL) != (want == NULL) || (got != NULL && strcmp(got, want) != 0)) {
        test_fail(file, line, "%s is \"%s\", want \"%s\"", what, got ? got : "(null)",
                  want ? want : "(null)");
    }
}

uint64_t test_random(void)
{
    random_state ^= random_state << 13;
    random_state ^= random_state >> 7;
    random_state ^= random_state << 17;
    return random_state;
}

static void write_json(const struct bench *b)
{
    FILE *f = fopen(BENCH_JSON, "w");

    CHECK(f != NULL);
    fprintf(f,
            "{\n  \"read_ratio\": %.3f,\n  \"write_ratio\": %.3f,\n"
            "  \"write_ratio_choose\": %.3f,\n  \"match_p99_growth\": %.3f,\n"
            "  \"cold_start_ms\": %.1f,\n  \"rss_idle_mib\": %.1f,\n  \"rss_load_mib\": %.1f\n}\n",
            b->read_ratio, b->write_ratio, b->write_ratio_choose, b->match_p99_growth,
            b->cold_start_ms, b->rss_idle_mib, b->rss_load_mib);
    CHECK(fclose(f) == 0);
}

static bool wanted(int argc, char **argv, const char *name)
{
    for (int i = 1; i < argc; i++) {
        if (strcmp(argv[i], name) == 0) {
            return true;
        }
    }
    return argc == 1;
}

int main(int argc, char **argv)
{
    static const struct {
        const char *name;
        void (*run)(struct bench *b);
    } parts[] = {{"read", bench_read},
                 {"write", bench_write},
                 {"process", bench_process},
                 {"match", bench_match}};
    struct bench b = {-1, -1, -1, -1, -1, -1, -1};

    CHECK(mkdir(BENCH_TMP, 0700) == 0 || errno == EEXIST);
    setenv("TMPDIR", BENCH_TMP, 1); /* a disk: what lies in memory has no fsync to speak of */
    setvbuf(stdout, NULL, _IOLBF, 0);
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        if (wanted(argc, argv, parts[i].name)) {
            printf("== %s\n", parts[i].name);
            parts[i].run(&b);
            clean_up();
        }
    }
    write_json(&b);
    printf("written: %s\n", BENCH_JSON);
    return 0;
}
