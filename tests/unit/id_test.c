/* id_test.c - ids: never twice, always upwards, strict when read. */
#include "app/base/id.h"
#include "tests/test.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#define NOW     INT64_C(1795330000000)
#define THREADS 8
#define EACH    12500

TEST(ids_grow_when_the_clock_goes_back)
{
    struct id_source s;
    int64_t last = 0;

    id_source_init(&s, 3);
    for (int i = 0; i < 20000; i++) {
        int64_t id = id_next(&s, NOW - (int64_t)i * 1000);

        CHECK(id > last);
        last = id;
    }
}

TEST(more_ids_than_a_millisecond_holds_borrow_from_the_next)
{
    struct id_source s;
    int64_t first, last = 0;

    id_source_init(&s, 255);
    first = id_next(&s, NOW);
    for (int i = 0; i < 8192; i++) {
        last = id_next(&s, NOW);
    }
    CHECK_I64(first >> 21, NOW);
    CHECK_I64(last >> 21, NOW + 1);
    CHECK_I64(last >> 13 & 255, 255);
}

TEST(two_nodes_never_make_the_same_id)
{
    struct id_source one, two;

    id_source_init(&one, 0);
    id_source_init(&two, 1);
    for (int i = 0; i < 10000; i++) {
        CHECK(id_next(&one, NOW) != id_next(&two, NOW));
    }
}

TEST(ids_stay_positive_at_both_ends_of_time)
{
    struct id_source s;

    id_source_init(&s, 0);
    CHECK(id_next(&s, INT64_MIN) > 0);
    CHECK(id_next(&s, 0) > 0);
    CHECK(id_next(&s, (INT64_C(1) << 42) - 1) > 0);
}

struct maker {
    struct id_source *source;
    int64_t *ids;
};

static void *make_ids(void *arg)
{
    struct maker *m = arg;

    for (int i = 0; i < EACH; i++) {
        m->ids[i] = id_next(m->source, NOW + i / 1000);
    }
    return NULL;
}

static int compare(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

    return (x > y) - (x < y);
}

TEST_IN("concurrent", a_hundred_thousand_ids_from_eight_threads_are_unique)
{
    static int64_t ids[THREADS * EACH];
    struct maker makers[THREADS];
    pthread_t threads[THREADS];
    struct id_source s;

    id_source_init(&s, 7);
    for (int i = 0; i < THREADS; i++) {
        makers[i] = (struct maker){&s, ids + i * EACH};
        CHECK(pthread_create(&threads[i], NULL, make_ids, &makers[i]) == 0);
    }
    for (int i = 0; i < THREADS; i++) {
        CHECK(pthread_join(threads[i], NULL) == 0);
        for (int j = 1; j < EACH; j++) {
            CHECK(makers[i].ids[j] > makers[i].ids[j - 1]);
        }
    }
    qsort(ids, THREADS * EACH, sizeof *ids, compare);
    for (int i = 1; i < THREADS * EACH; i++) {
        CHECK(ids[i] != ids[i - 1]);
    }
}

TEST(an_id_reads_back_as_it_was_written)
{
    const int64_t samples[] = {1, 31, 32, INT64_C(1) << 21, NOW << 21, INT64_MAX};
    char text[ID_TEXT_BYTES];
    int64_t id;

    for (size_t i = 0; i < sizeof samples / sizeof *samples; i++) {
        id_format("bk", samples[i], text);
        CHECK_I64(strlen(text), 2 + 1 + 13);
        CHECK_STATUS(id_parse("bk", text, &id), OK);
        CHECK_I64(id, samples[i]);
    }
    id_format("bk", 1, text);
    CHECK_TEXT(text, "bk_0000000000001");
    id_format("prefix", INT64_MAX, text);
    CHECK_TEXT(text, "prefix_7zzzzzzzzzzzz");
}

TEST(texts_sort_as_their_ids_do)
{
    char before[ID_TEXT_BYTES], after[ID_TEXT_BYTES];

    for (int64_t id = NOW; id < INT64_MAX / 3; id = id * 2 + 1) {
        id_format("x", id, before);
        id_format("x", id + 1, after);
        CHECK(strcmp(before, after) < 0);
    }
}

TEST(anything_but_an_id_of_its_kind_is_refused)
{
    static const char *const bad[] = {
        "",
        "bk",
        "bk_",
        "bk_000000000001",   /* 12 characters */
        "bk_00000000000001", /* 14 */
        "bk_0000000000000",  /* zero */
        "bk_8000000000000",  /* the 64th bit */
        "bk_zzzzzzzzzzzzz",  /* 65 bits */
        "BK_0000000000001",  /* another case */
        "bk_000000000000A",  /* upper case is another text for the same id */
        "bk_000000000000i",  /* not in Crockford's alphabet */
        "bk_000000000000l",
        "bk_000000000000o",
        "bk_000000000000u",
        "bk_000000000000 ",
        "bk_-00000000000a",
        " bk_0000000000001",
        "bk_0000000000001\n",
        "me_0000000000001",
        "bk0000000000001",
        "bkk_0000000000001",
        "bk__0000000000001",
        "bk_00000000000\xc3\xa9",
    };
    int64_t id = 42;

    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        if (id_parse("bk", bad[i], &id) != E_INVALID) {
            test_fail(__FILE__, __LINE__, "\"%s\" was taken for an id", bad[i]);
        }
        CHECK_I64(id, 42);
    }
}
