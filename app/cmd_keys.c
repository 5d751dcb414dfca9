/* cmd_keys.c - otagai keys: the key files of a new installation, and a new master key. */
#include "app/base/limits.h"
#include "app/cmd.h"
#include "app/domain/rotation.h"
#include "app/service.h"

#include <stdio.h>
#include <string.h>

static int init(struct service *s)
{
    const char *dir = s->config->state_dir, *bad;
    struct service_use use;
    int made;

    if (keys_load(dir, NULL, &(struct keys){.keystore = NULL}, &bad) == OK &&
        keys_init(dir, &made) == OK) {
        printf("keys: all there in %s\n", dir);
        return 0;
    }
    if (service_use(s, &use) != OK) {
        complain("the database does not answer");
        return 1;
    }
    if (use.members || use.data_keys) {
        complain("%s/%s: there is data sealed under the old keys: restore them from their backup",
                 dir, bad);
        return 1;
    }
    if (keys_init(dir, &made) != OK) {
        complain("%s: the key files can't be written", dir);
        return 1;
    }
    printf("keys: made in %s; back them up apart from the database\n", dir);
    return 0;
}

static int rotated(const struct rotation *r)
{
    printf("keys: %lld of %lld wrapped by the new master key\n", (long long)r->moved,
           (long long)r->keys);
    printf("keys: %s/master.old.key is needed for backups of the key store made before now: remove "
           "it when the last of them is gone, after 30 days at the most\n",
           r->dir);
    return 0;
}

static int refused(const struct rotation *r, enum rotation_end end)
{
    switch (end) {
    case ROTATION_OLD_THERE:
        complain("%s/master.old.key is still there from the rotation before: remove it when no "
                 "backup of the key store needs it any more",
                 r->dir);
        break;
    case ROTATION_FOREIGN:
        complain("%lld of %lld data keys open under no master key that is here: nothing was done",
                 (long long)r->foreign, (long long)r->keys);
        break;
    case ROTATION_RUNNING:
        complain("%lld processes use this database: stop every otagai serve and worker first; one "
                 "that crashed counts for 20 s",
                 (long long)r->running);
        break;
    default:
        complain("cut off by the disk or a database: run otagai keys rotate again");
        break;
    }
    return 1;
}

static int rotate(struct service *s)
{
    struct rotation r = {.dir = s->config->state_dir,
                         .keystore = s->keys.keystore,
                         .db = s->db,
                         .arena = arena_open(ARENA_JOB_BYTES_MAX),
                         .now = clock_now(&s->clock),
                         .batch = ROTATION_BATCH};
    enum rotation_end end;

    if (r.arena == NULL) {
        complain("out of memory");
        return 1;
    }
    end = rotation_run(&r);
    arena_close(r.arena);
    return end == ROTATION_DONE ? rotated(&r) : refused(&r, end);
}

int cmd_keys(const struct config *c, int argc, char **argv)
{
    struct service s;
    int code;

    bool init_wanted = argc == 1 && strcmp(argv[0], "init") == 0;

    if (!init_wanted && (argc != 1 || strcmp(argv[0], "rotate") != 0)) {
        complain("usage: otagai keys init|rotate");
        return EXIT_USAGE;
    }
    if (service_open(&s, c, init_wanted ? NEED_DATABASES : NEED_SCHEMA) != OK) {
        return 1;
    }
    code = init_wanted ? init(&s) : rotate(&s);
    service_close(&s);
    return code;
}
