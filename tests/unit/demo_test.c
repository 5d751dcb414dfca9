/* demo_test.c - the demo's clock, as one process turns it and the others follow. */
#include "app/api/demo.h"
#include "tests/folder.h"
#include "tests/test.h"

#include <string.h>

static int64_t shift_of(const struct clock *c)
{
    return atomic_load(&c->shift_ms);
}

static const char *write_clock(const char *dir, const char *text)
{
    const char *path = test_path(dir, "demo-clock");

    test_file(path, text, 0600);
    return path;
}

TEST(a_process_follows_the_demos_clock_forward_and_never_back)
{
    const char *dir = test_folder();
    struct clock clock = {0};

    CHECK_STATUS(demo_clock_follow(test_path(dir, "demo-clock"), &clock), OK);
    CHECK_I64(shift_of(&clock), 0);
    CHECK_STATUS(demo_clock_follow(write_clock(dir, "60000\n"), &clock), OK);
    CHECK_I64(shift_of(&clock), 60000);
    CHECK_STATUS(demo_clock_follow(write_clock(dir, "60000\n"), &clock), OK);
    CHECK_I64(shift_of(&clock), 60000);
    CHECK_STATUS(demo_clock_follow(write_clock(dir, "90000\n"), &clock), OK);
    CHECK_I64(shift_of(&clock), 90000);
    CHECK_STATUS(demo_clock_follow(write_clock(dir, "30000\n"), &clock), OK);
    CHECK_I64(shift_of(&clock), 90000);
}

TEST(a_demos_clock_that_is_no_number_is_refused_and_changes_nothing)
{
    static const char *const wrong[] = {"", "\n", "-1\n", "soon\n", "1 2\n"};
    const char *dir = test_folder();
    struct clock clock = {5};

    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        CHECK_STATUS(demo_clock_follow(write_clock(dir, wrong[i]), &clock), E_INVALID);
        CHECK_I64(shift_of(&clock), 5);
    }
}
