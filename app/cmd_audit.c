/* cmd_audit.c - otagai audit: db/invariants.sql on the live database. */
#include "app/cmd.h"
#include "app/service.h"
#include "db/migrate.h"

#include <stdio.h>

static void print_broken(void *arg, const char *name, const char *row)
{
    (void)arg;
    printf("%s: %s\n", name, row);
}

int cmd_audit(const struct config *c, int argc, char **argv)
{
    struct service s;
    int broken = 0;
    enum status st;

    (void)argv;
    if (argc != 0) {
        complain("audit takes no arguments");
        return EXIT_USAGE;
    }
    if (service_open(&s, c, NEED_SCHEMA) != OK) {
        return 1;
    }
    st = db_invariants(s.db, s.arena, print_broken, NULL, &broken);
    if (st == OK) {
        printf("audit: %d rows that must not be\n", broken);
    } else {
        complain("the audit did not finish (%s)", status_wire(st));
    }
    service_close(&s);
    return st == OK && broken == 0 ? 0 : 1;
}
