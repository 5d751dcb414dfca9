/* tariffs.c - see tariffs.h. */
#include "tests/tariffs.h"

#include "app/base/zone.h"
#include "app/domain/shipped.h"
#include "tests/folder.h"
#include "tests/test.h"

#include <string.h>

static void close_arena(void *arg)
{
    arena_close(arg);
}

struct arena *test_arena(void)
{
    struct arena *a = arena_open(ARENA_JOB_BYTES_MAX);

    CHECK(a != NULL);
    test_cleanup(close_arena, a);
    return a;
}

struct slice test_csv(const char *path)
{
    const char *text = test_file_text(path);

    return (struct slice){(const uint8_t *)text, strlen(text)};
}

void test_tariff(struct arena *a, const char *name, const char *zone, struct tariff *out)
{
    struct tariff_files files = shipped_tariffs();
    struct tariff_rows rows;
    const char *wrong = NULL;

    if (tariff_read(a, &files, name, &rows, &wrong) != OK) {
        test_fail(__FILE__, __LINE__, "tariff %s: %s", name, wrong != NULL ? wrong : "not there");
    }
    rows.tariff.zone = zone;
    if (tariff_build(&rows, out, &wrong) != OK) {
        test_fail(__FILE__, __LINE__, "tariff %s: %s", name, wrong);
    }
}

struct day_set test_holidays(struct arena *a)
{
    struct holiday_file file;
    int64_t *days;

    CHECK_STATUS(holiday_parse(a, shipped_holidays(), &file), OK);
    days = arena_alloc(a, (size_t)file.n * sizeof *days);
    CHECK(days != NULL);
    for (int i = 0; i < file.n; i++) {
        days[i] = file.rows[i].day;
    }
    return (struct day_set){days, file.n};
}

int64_t test_at(const char *zone, const char *local)
{
    struct local_time t;
    int64_t at;

    CHECK_STATUS(local_parse(local, &t), OK);
    CHECK_STATUS(zone_instant(zone, &t, &at), OK);
    return at;
}
