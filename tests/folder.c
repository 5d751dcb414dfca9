/* folder.c - see folder.h. */
#include "tests/folder.h"

#include "tests/test.h"

#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define TEXT_MAX (4 * 1024 * 1024)

static int remove_one(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
    (void)st;
    (void)type;
    (void)ftw;
    return remove(path);
}

static void remove_tree(void *arg)
{
    nftw(arg, remove_one, 16, FTW_DEPTH | FTW_PHYS);
    free(arg);
}

const char *test_folder(void)
{
    const char *top = getenv("TMPDIR");
    char *dir = malloc(FOLDER_PATH_MAX);

    CHECK(dir != NULL);
    snprintf(dir, FOLDER_PATH_MAX, "%s/otagai-test-XXXXXX", top != NULL ? top : "/tmp");
    if (mkdtemp(dir) == NULL) {
        free(dir);
        test_fail(__FILE__, __LINE__, "no temporary folder");
    }
    test_cleanup(remove_tree, dir);
    return dir;
}

const char *test_path(const char *dir, const char *name)
{
    char *path = malloc(FOLDER_PATH_MAX);
    int n;

    CHECK(path != NULL);
    test_cleanup(free, path);
    n = snprintf(path, FOLDER_PATH_MAX, "%s/%s", dir, name);
    CHECK(n > 0 && n < FOLDER_PATH_MAX);
    return path;
}

void test_file(const char *path, const char *text, mode_t mode)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);

    CHECK(fd >= 0);
    CHECK(write(fd, text, strlen(text)) == (ssize_t)strlen(text));
    CHECK(fchmod(fd, mode) == 0);
    close(fd);
}

const char *test_file_text(const char *path)
{
    char *text = calloc(1, TEXT_MAX);
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    size_t len = 0;
    ssize_t n;

    CHECK(text != NULL);
    test_cleanup(free, text);
    CHECK(fd >= 0);
    while (len < TEXT_MAX - 1 && (n = read(fd, text + len, TEXT_MAX - 1 - len)) > 0) {
        len += (size_t)n;
    }
    close(fd);
    return text;
}
