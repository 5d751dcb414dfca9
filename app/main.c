/* main.c - reads the configuration and hands over to a subcommand. */
#include "app/base/arena.h"
#include "app/cmd.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define CONFIG_BYTES_MAX (256 * 1024)

struct command {
    const char *name;
    int (*run)(const struct config *c, int argc, char **argv);
    const char *what;
};

static const struct command commands[] = {
    {"admin", cmd_admin, "make a community's first admin; asks on standard input"},
    {"audit", cmd_audit, "check what must always hold in the database"},
    {"import", cmd_import,
     "holidays COMMUNITY [FILE], places FILE, postal FILE: what others publish"},
    {"keys", cmd_keys,
     "keys init: make the key files that are missing; keys rotate: a new master key"},
    {"ledger", cmd_ledger, "ledger export: all money booked, as an hledger journal or as CSV"},
    {"migrate", cmd_migrate, "bring the databases to this program's schema"},
    {"process", cmd_process, "print the process table: --dot or --markdown"},
    {"routes", cmd_routes, "print the route tables"},
    {"sandbox", cmd_sandbox, "the card provider simulated on this machine: no money moves"},
    {"seed", cmd_seed, "the demo: a small town with its office, its people and their log-ins"},
    {"serve", cmd_serve, "answer requests (on SQLite with the worker inside)"},
    {"worker", cmd_worker, "do what waits, on PostgreSQL, beside the servers"},
    {NULL, NULL, NULL},
};

static int usage(void)
{
    fputs("usage: otagai COMMAND\n", stderr);
    for (const struct command *c = commands; c->name != NULL; c++) {
        fprintf(stderr, "  %-8s %s\n", c->name, c->what);
    }
    fputs("Settings are OTAGAI_* in the environment; ops/RUNBOOK.md names them.\n", stderr);
    return EXIT_USAGE;
}

static int run(const struct command *command, int argc, char **argv)
{
    struct arena *a = arena_open(CONFIG_BYTES_MAX);
    struct config c;
    const char *why = "out of memory";
    int code = EXIT_CONFIG;

    if (a != NULL && config_read(&c, a, environ, &why) == OK) {
        code = command->run(&c, argc, argv);
    } else {
        fprintf(stderr, "otagai: %s\n", why);
    }
    if (a != NULL) {
        arena_close(a);
    }
    return code;
}

int main(int argc, char **argv)
{
    if (argc > 1 && strcmp(argv[1], "photo-worker") == 0) {
        return cmd_photo_worker(argc - 2);
    }
    for (const struct command *c = commands; argc > 1 && c->name != NULL; c++) {
        if (strcmp(c->name, argv[1]) == 0) {
            return run(c, argc - 2, argv + 2);
        }
    }
    return usage();
}
