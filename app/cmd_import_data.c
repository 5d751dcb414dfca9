/* cmd_import_data.c - otagai import places and postal: files as municipalities and the post publish
 * them. */
#include "app/base/limits.h"
#include "app/cmd.h"
#include "app/cmd_import.h"
#include "app/domain/ids.h"
#include "app/domain/place_import.h"
#include "app/domain/postal.h"
#include "app/service.h"
#include "db/store/community.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define NAMED_MAX 100 /* communities of one name: there should be one */

struct ask {
    const char *path, *community; /* community NULL: the only one */
    bool dry;
};

static bool read_arguments(int argc, char **argv, bool for_community, struct ask *ask)
{
    *ask = (struct ask){NULL, NULL, false};
    for (int i = 0; i < argc; i++) {
        if (strcmp(argv[i], "--dry-run") == 0) {
            ask->dry = true;
        } else if (for_community && strcmp(argv[i], "--community") == 0 && i + 1 < argc) {
            ask->community = argv[++i];
        } else if (argv[i][0] != '-' && ask->path == NULL) {
            ask->path = argv[i];
        } else {
            return false;
        }
    }
    return ask->path != NULL;
}

static enum status read_whole(struct arena *a, const char *path, struct slice *file)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    struct stat st;
    uint8_t *data = NULL;
    size_t len = 0;
    ssize_t n = 1;

    if (fd >= 0 && fstat(fd, &st) == 0 && S_ISREG(st.st_mode) && st.st_size <= IMPORT_BYTES_MAX) {
        data = arena_alloc(a, (size_t)st.st_size + 1);
    }
    while (data != NULL && n > 0 && len < (size_t)st.st_size) {
        n = read(fd, data + len, (size_t)st.st_size - len);
        len += n > 0 ? (size_t)n : 0;
    }
    if (fd >= 0) {
        close(fd);
    }
    *file = (struct slice){data, len};
    return data != NULL && n >= 0 ? OK : E_INVALID;
}

static void say_bad(const struct bad_line *bad, int bad_n)
{
    for (int i = 0; i < bad_n && i < CSV_BAD_LINES_MAX; i++) {
        complain("line %d: %s", bad[i].line, bad[i].why);
    }
    if (bad_n > CSV_BAD_LINES_MAX) {
        complain("and %d more", bad_n - CSV_BAD_LINES_MAX);
    }
}

static int say_nothing_done(enum status s)
{
    if (s == E_NOT_FOUND) {
        complain("there is no such community");
    } else if (s == E_TOO_LARGE) {
        complain("nothing was imported: more than %d lines or %d bytes", IMPORT_LINES_MAX,
                 IMPORT_BYTES_MAX);
    } else {
        complain("nothing was imported (%s)", status_wire(s));
    }
    return 1;
}

/* ---- which community ---- */

struct named {
    const char *name; /* NULL: any */
    int64_t id;
    int n;
};

static enum status find_named(struct ctx *x, void *arg)
{
    struct named *named = arg;
    struct community_row *rows;
    int64_t after_id = 0;
    int n = 1;
    enum status s = OK;

    for (named->n = 0; s == OK && n > 0 && named->n<2; after_id = n> 0 ? rows[n - 1].id : 0) {
        s = store_communities(x->tx, after_id, NAMED_MAX, &rows, &n);
        for (int i = 0; s == OK && i < n; i++) {
            if (named->name == NULL || strcmp(named->name, rows[i].name) == 0 ||
                strcmp(named->name, rows[i].name_en) == 0) {
                named->id = rows[i].id;
                named->n++;
            }
        }
    }
    return s;
}

static enum status find_community(struct ctx *x, const char *text, int64_t *id)
{
    struct named named = {.name = text};
    enum status s;

    if (text != NULL && id_parse(ID_COMMUNITY, text, id) == OK) {
        return OK;
    }
    s = ctx_read(x, find_named, &named);
    *id = named.id;
    if (s == OK && named.n > 1) {
        complain(text == NULL ? "which community? --community ID or NAME"
                              : "more than one community has that name: --community ID");
        return E_CONFLICT;
    }
    return s == OK && named.n == 0 ? E_NOT_FOUND : s;
}

/* ---- places ---- */

static void say_places(const struct place_import *im)
{
    static const char *const deeds[] = {"add", "change", "remove"};

    for (int i = 0; im->dry && i < im->n; i++) {
        const struct place_change *c = &im->changes[i];

        printf("%s %s %s\n", deeds[c->deed], c->line != NULL ? c->line->key : c->known->key,
               c->line != NULL ? c->line->name : c->known->name);
    }
    for (int i = 0, named = 0; i < im->file.n && named < CSV_BAD_LINES_MAX; i++) {
        if (!im->file.rows[i].has_cell) {
            printf("line %d: no position: %s\n", im->file.rows[i].line, im->file.rows[i].name);
            named++;
        }
    }
    printf("%s: %s, %d places, %d without a position; %d added, %d changed, %d removed\n",
           im->dry ? "dry run" : "import", im->file.encoding, im->file.n, im->file.without_cell,
           im->count[PLACE_ADDED], im->count[PLACE_CHANGED], im->count[PLACE_REMOVED]);
    if (im->still_asked_for > 0) {
        printf("%d of the removed ones are in jobs to come: the staff have a task for each\n",
               im->still_asked_for);
    }
}

static int run_places(struct ctx *x, struct slice file, const struct ask *ask)
{
    struct place_import *im = arena_alloc(x->arena, sizeof *im);
    enum status s;

    if (im == NULL) {
        return say_nothing_done(E_BUSY);
    }
    im->dry = ask->dry;
    s = find_community(x, ask->community, &im->community_id);
    s = s == OK ? place_import(x, file, im) : s;
    say_bad(im->file.bad, im->file.bad_n);
    if (s != OK) {
        return say_nothing_done(s);
    }
    say_places(im);
    return 0;
}

/* ---- postal codes ---- */

static int run_postal(struct ctx *x, struct slice file, const struct ask *ask)
{
    struct postal_import *im = arena_alloc(x->arena, sizeof *im);
    enum status s;

    if (im == NULL) {
        return say_nothing_done(E_BUSY);
    }
    im->dry = ask->dry;
    s = postal_import(x, file, im);
    say_bad(im->file.bad, im->file.bad_n);
    if (s != OK) {
        return say_nothing_done(s);
    }
    printf("%s: %s, %d towns; %d added, %d removed\n", im->dry ? "dry run" : "import",
           im->file.encoding, im->file.n, im->added, im->removed);
    return 0;
}

/* ---- both ---- */

static int run(const struct config *c, const struct ask *ask,
               int (*with)(struct ctx *x, struct slice file, const struct ask *ask))
{
    struct arena *a = arena_open(IMPORT_ARENA_BYTES_MAX);
    struct service s;
    struct slice file;
    struct ctx x;
    int code = 1;

    if (a == NULL || read_whole(a, ask->path, &file) != OK) {
        complain("%s can't be read, or is larger than %d bytes", ask->path, IMPORT_BYTES_MAX);
    } else if (service_open(&s, c, NEED_IDS) == OK) {
        x = service_ctx(&s);
        x.arena = a;
        code = with(&x, file, ask);
        service_close(&s);
    }
    if (a != NULL) {
        arena_close(a);
    }
    return code;
}

int import_places(const struct config *c, int argc, char **argv)
{
    struct ask ask;

    return read_arguments(argc, argv, true, &ask) ? run(c, &ask, run_places) : EXIT_USAGE;
}

int import_postal(const struct config *c, int argc, char **argv)
{
    struct ask ask;

    return read_arguments(argc, argv, false, &ask) ? run(c, &ask, run_postal) : EXIT_USAGE;
}
