/* cmd_migrate.c - otagai migrate: the database and the key store, step by step. */
#include "app/cmd.h"
#include "app/service.h"
#include "db/migrate.h"

#include <stdio.h>

static enum status migrate_both(struct service *s, int *steps)
{
    int64_t now = clock_now(&s->clock);
    int more = 0;
    enum status st = db_migrate_folder(s->keys.keystore, s->arena, "keystore", now, steps);

    if (st == OK) {
        st = db_migrate(s->db, s->arena, now, &more);
        *steps += more;
    }
    return st;
}

int cmd_migrate(const struct config *c, int argc, char **argv)
{
    struct service s;
    int steps = 0;
    enum status st;

    (void)argv;
    if (argc != 0) {
        complain("migrate takes no arguments");
        return EXIT_USAGE;
    }
    if (service_open(&s, c, NEED_DATABASES) != OK) {
        return 1;
    }
    st = migrate_both(&s, &steps);
    if (st == E_CONFLICT) {
        complain("a step that has run was changed since, or is unknown to this program");
    } else if (st != OK) {
        complain("the migration failed (%s); nothing of the failing step was kept",
                 status_wire(st));
    } else {
        printf("migrate: %d steps run\n", steps);
    }
    service_close(&s);
    return st == OK ? 0 : 1;
}
