/* cmd_process.c - otagai process --dot|--markdown: the process table as a picture or as a list. */
#include "app/base/limits.h"
#include "app/cmd.h"
#include "app/domain/process.h"

#include <stdio.h>
#include <string.h>

static int print(struct arena *a, const char *(*draw)(struct arena *a))
{
    const char *text = draw(a);

    if (text == NULL) {
        fputs("otagai: out of memory\n", stderr);
        return 1;
    }
    fputs(text, stdout);
    return 0;
}

int cmd_process(const struct config *c, int argc, char **argv)
{
    struct arena *a = arena_open(ARENA_JOB_BYTES_MAX);
    int code = EXIT_USAGE;

    (void)c;
    if (a != NULL && argc == 1 && strcmp(argv[0], "--dot") == 0) {
        code = print(a, process_dot);
    } else if (a != NULL && argc == 1 && strcmp(argv[0], "--markdown") == 0) {
        code = print(a, process_markdown);
    } else {
        fputs("otagai: usage: otagai process --dot|--markdown\n", stderr);
    }
    if (a != NULL) {
        arena_close(a);
    }
    return code;
}
