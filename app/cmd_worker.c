/* cmd_worker.c - otagai worker: the worker as a process of its own, beside any number of others. */
#include "app/cmd.h"
#include "app/service.h"

#include <stdio.h>

static int work(struct service *s, const sigset_t *set)
{
    struct worker_parts parts = service_worker_parts(s);
    struct worker *worker;
    enum status st = worker_start(&worker, &parts);

    if (st != OK) {
        complain("OTAGAI_MAILDIR: %s can't be made, or memory is short", s->config->maildir);
        return 1;
    }
    printf("otagai: working\n");
    fflush(stdout);
    st = service_wait(s, set);
    worker_stop(worker);
    return st == OK ? 0 : 1;
}

int cmd_worker(const struct config *c, int argc, char **argv)
{
    struct service s;
    sigset_t set;
    int code = 1;

    (void)argv;
    if (argc != 0) {
        complain("worker takes no arguments");
        return EXIT_USAGE;
    }
    service_block_signals(&set);
    if (service_open(&s, c, NEED_IDS) != OK) {
        return 1;
    }
    if (db_engine(s.db) == DB_SQLITE) {
        complain("on SQLite one process writes: the worker runs inside otagai serve");
    } else {
        code = work(&s, &set);
    }
    service_close(&s);
    return code;
}
