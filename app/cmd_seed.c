/* cmd_seed.c - otagai seed: the demo's town. Only with OTAGAI_DEMO, which wants a loopback address,
 * and only into a database with nobody in it. */
#include "app/cmd.h"
#include "app/seed.h"
#include "app/service.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Readable by its owner alone from the first byte on. */
static FILE *open_logins(const char *path)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0600);
    FILE *f = fd >= 0 ? fdopen(fd, "w") : NULL;

    if (f == NULL) {
        complain("%s: %s", path, strerror(errno));
    } else {
        fputs("# The demo's log-ins, made at random for this database.\n"
              "# e-mail, password, secret of the authenticator app (staff), who it is\n",
              f);
    }
    return f;
}

static enum status make_town(struct seed *s)
{
    static const struct {
        const char *what;
        enum status (*step)(struct seed *);
    } steps[] = {
        {"the office", seed_office}, {"the people", seed_people_make}, {"the homes", seed_homes},
        {"the places", seed_places}, {"the profiles", seed_profiles},  {"the ties", seed_helpers},
    };
    enum status st = OK;

    for (size_t i = 0; st == OK && i < sizeof steps / sizeof *steps; i++) {
        st = steps[i].step(s);
        if (st != OK) {
            complain("seed: %s: %s%s%s", steps[i].what, status_wire(st),
                     s->x.reason != R_NONE ? " " : "",
                     s->x.reason != R_NONE ? reason_text(s->x.reason) : "");
        }
    }
    return st;
}

static enum status seed_into(struct service *service, const char *path)
{
    struct seed s = {.x = service_ctx(service)};
    enum status st;

    s.logins = open_logins(path);
    if (s.logins == NULL) {
        return E_BUSY;
    }
    st = make_town(&s);
    if (fclose(s.logins) != 0 && st == OK) {
        st = E_BUSY;
    }
    if (st != OK) {
        unlink(path);
    }
    return st;
}

/* false, with a word about it, when there is somebody in the database. */
static bool is_empty(struct service *service)
{
    struct service_use use;

    if (service_use(service, &use) != OK || use.members) {
        complain("seed: the database is in use; the demo wants an empty one");
        return false;
    }
    return true;
}

int cmd_seed(const struct config *c, int argc, char **argv)
{
    struct service service;
    const char *path;
    int code = 1;

    (void)argv;
    if (argc != 0) {
        complain("seed takes no arguments");
        return EXIT_USAGE;
    }
    if (!c->demo) {
        complain("seed: set OTAGAI_DEMO=1; the demo's people are not for a real community");
        return 1;
    }
    if (service_open(&service, c, NEED_IDS) != OK) {
        return 1;
    }
    path = arena_printf(service.arena, "%s/demo-logins.txt", c->state_dir);
    if (path != NULL && is_empty(&service) && seed_into(&service, path) == OK) {
        printf("seed: ひだまり市 is ready; the log-ins are in %s\n", path);
        code = 0;
    }
    service_close(&service);
    return code;
}
