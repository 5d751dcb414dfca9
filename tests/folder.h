/* folder.h - a temporary folder that goes away with the test. */
#ifndef TESTS_FOLDER_H
#define TESTS_FOLDER_H

#include <sys/types.h>

#define FOLDER_PATH_MAX 256

/* Made 0700 below $TMPDIR or /tmp; removed with everything in it when the test ends. */
const char *test_folder(void);

/* dir/name, borrowed until the test ends. */
const char *test_path(const char *dir, const char *name);

/* Writes a file with that text and mode. */
void test_file(const char *path, const char *text, mode_t mode);

/* The whole text of a file, borrowed until the test ends; fails the test when it can't be read. */
const char *test_file_text(const char *path);

#endif
