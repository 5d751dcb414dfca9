/* seed_test.c - the demo's town: made once, from the command line, with secrets of its own. */
#include "tests/folder.h"
#include "tests/program.h"
#include "tests/test.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#define ENTRY_MAX 512

struct town_folder {
    const char *dir;
    char text[4][ENTRY_MAX];
    const char *environment[5];
};

static void prepare(struct town_folder *f, const char *demo)
{
    f->dir = test_folder();
    snprintf(f->text[0], ENTRY_MAX, "OTAGAI_STATE_DIR=%s", f->dir);
    snprintf(f->text[1], ENTRY_MAX, "OTAGAI_DATABASE=sqlite:%s/otagai.db", f->dir);
    snprintf(f->text[2], ENTRY_MAX, "OTAGAI_KEYSTORE=sqlite:%s/keystore.db", f->dir);
    snprintf(f->text[3], ENTRY_MAX, "OTAGAI_DEMO=%s", demo);
    for (int i = 0; i < 4; i++) {
        f->environment[i] = f->text[i];
    }
    f->environment[4] = NULL;
}

static int otagai(const struct town_folder *f, const char *word, const char *second)
{
    const char *const arguments[] = {word, second, NULL};

    return program_run(f->environment, arguments, NULL);
}

TEST(the_town_is_made_once_and_its_log_ins_are_for_its_owner_alone)
{
    struct town_folder f;
    struct stat logins;

    prepare(&f, "1");
    CHECK_I64(otagai(&f, "keys", "init"), 0);
    CHECK_I64(otagai(&f, "migrate", NULL), 0);
    CHECK_I64(otagai(&f, "seed", NULL), 0);
    CHECK_I64(stat(test_path(f.dir, "demo-logins.txt"), &logins), 0);
    CHECK_I64(logins.st_mode & 0777, 0600);
    CHECK(strstr(test_file_text(test_path(f.dir, "demo-logins.txt")), "hanako@") != NULL);
    CHECK_I64(otagai(&f, "audit", NULL), 0);
    CHECK_I64(otagai(&f, "seed", NULL), 1);
}

TEST(no_two_towns_have_the_same_log_ins)
{
    const char *texts[2];

    for (int i = 0; i < 2; i++) {
        struct town_folder f;

        prepare(&f, "1");
        CHECK_I64(otagai(&f, "keys", "init"), 0);
        CHECK_I64(otagai(&f, "migrate", NULL), 0);
        CHECK_I64(otagai(&f, "seed", NULL), 0);
        texts[i] = test_file_text(test_path(f.dir, "demo-logins.txt"));
    }
    CHECK(strcmp(texts[0], texts[1]) != 0);
}

TEST(a_real_installation_gets_no_demo_people)
{
    struct town_folder f;

    prepare(&f, "0");
    CHECK_I64(otagai(&f, "keys", "init"), 0);
    CHECK_I64(otagai(&f, "migrate", NULL), 0);
    CHECK_I64(otagai(&f, "seed", NULL), 1);
}
