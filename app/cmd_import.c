/* cmd_import.c - otagai import holidays COMMUNITY [FILE]: the public holidays of a community, from
 * a file or as they come with the program. */
#include "app/base/limits.h"
#include "app/cmd.h"
#include "app/domain/holiday.h"
#include "app/domain/ids.h"
#include "app/domain/shipped.h"
#include "app/service.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define FILE_BYTES_MAX (1024 * 1024) /* a century of holidays is 150 KiB */

static enum status read_file(struct arena *a, const char *path, struct slice *file)
{
    uint8_t *data = arena_alloc(a, FILE_BYTES_MAX);
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    ssize_t n = 1;

    *file = (struct slice){data, 0};
    while (data != NULL && fd >= 0 && n > 0 && file->len < FILE_BYTES_MAX) {
        n = read(fd, data + file->len, FILE_BYTES_MAX - file->len);
        file->len += n > 0 ? (size_t)n : 0;
    }
    if (fd >= 0) {
        close(fd);
    }
    return data != NULL && fd >= 0 && n == 0 ? OK : E_INVALID;
}

static void say_what_came(enum status st, const struct holiday_import *done)
{
    for (int i = 0; i < done->file.bad_n && i < CSV_BAD_LINES_MAX; i++) {
        complain("line %d: %s", done->file.bad[i].line, done->file.bad[i].why);
    }
    if (st == OK) {
        printf("import: %d holidays added, %d changed, %d removed\n", done->added, done->changed,
               done->removed);
    } else if (st == E_NOT_FOUND) {
        complain("there is no such community");
    } else {
        complain("nothing was imported (%s)", status_wire(st));
    }
}

static int import(struct service *s, int64_t community_id, const char *path)
{
    struct holiday_import *done = arena_alloc(s->arena, sizeof *done);
    struct slice file = shipped_holidays();
    struct ctx x = service_ctx(s);
    enum status st;

    if (done == NULL || (path != NULL && read_file(s->arena, path, &file) != OK)) {
        complain("%s can't be read, or is larger than %d bytes", path != NULL ? path : "memory",
                 FILE_BYTES_MAX);
        return 1;
    }
    st = holiday_import(&x, community_id, file, done);
    say_what_came(st, done);
    return st == OK ? 0 : 1;
}

int cmd_import(const struct config *c, int argc, char **argv)
{
    struct service s;
    int64_t community_id;
    int code;

    if (argc < 2 || argc > 3 || strcmp(argv[0], "holidays") != 0) {
        complain("usage: otagai import holidays COMMUNITY [FILE]");
        return EXIT_USAGE;
    }
    if (id_parse(ID_COMMUNITY, argv[1], &community_id) != OK) {
        complain("'%s' is not the id of a community (" ID_COMMUNITY "_...)", argv[1]);
        return EXIT_USAGE;
    }
    if (service_open(&s, c, NEED_IDS) != OK) {
        return 1;
    }
    code = import(&s, community_id, argc == 3 ? argv[2] : NULL);
    service_close(&s);
    return code;
}
