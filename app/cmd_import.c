/* cmd_import.c - otagai import: the public holidays of a community, from a file or as they come
 * with the program; places and postal codes are in cmd_import_data.c. */
#include "app/cmd_import.h"
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

static int import_holidays(const struct config *c, int argc, char **argv)
{
    struct service s;
    int64_t community_id;
    int code;

    if (argc < 1 || argc > 2) {
        return EXIT_USAGE;
    }
    if (id_parse(ID_COMMUNITY, argv[0], &community_id) != OK) {
        complain("'%s' is not the id of a community (" ID_COMMUNITY "_...)", argv[0]);
        return EXIT_USAGE;
    }
    if (service_open(&s, c, NEED_IDS) != OK) {
        return 1;
    }
    code = import(&s, community_id, argc == 2 ? argv[1] : NULL);
    service_close(&s);
    return code;
}

int cmd_import(const struct config *c, int argc, char **argv)
{
    static const struct {
        const char *what;
        int (*run)(const struct config *c, int argc, char **argv);
        const char *usage;
    } kinds[] = {
        {"holidays", import_holidays, "otagai import holidays COMMUNITY [FILE]"},
        {"places", import_places,
         "otagai import places FILE [--community COMMUNITY|NAME] [--dry-run]"},
        {"postal", import_postal, "otagai import postal FILE [--dry-run]"},
    };

    for (size_t i = 0; argc > 0 && i < sizeof kinds / sizeof *kinds; i++) {
        if (strcmp(argv[0], kinds[i].what) == 0) {
            int code = argc > 1 ? kinds[i].run(c, argc - 1, argv + 1) : EXIT_USAGE;

            if (code == EXIT_USAGE) {
                complain("usage: %s", kinds[i].usage);
            }
            return code;
        }
    }
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        complain("usage: %s", kinds[i].usage);
    }
    return EXIT_USAGE;
}
