/* cmd_audit.c - otagai audit: db/invariants.sql on the live database, and the chains over the audit
 * log and the insurance records. */
#include "app/cmd.h"
#include "app/domain/audit.h"
#include "app/domain/bordereau.h"
#include "app/service.h"
#include "db/migrate.h"

#include <stdio.h>

/* The chain over the audit log, computed again. */
static enum status check_chain(struct service *s, int *broken)
{
    struct ctx x = service_ctx(s);
    int64_t seq = 0;
    enum status st = audit_check(&x, &seq);

    if (st == OK && seq != 0) {
        printf("audit_chain: seal %lld does not fit its row\n", (long long)seq);
        *broken += 1;
    }
    return st;
}

static void print_record(void *arg, int64_t policy_id, int64_t number)
{
    (void)arg;
    printf("coverage_chain: record %lld of policy %lld does not fit\n", (long long)number,
           (long long)policy_id);
}

static enum status check_coverage(struct service *s, int *broken)
{
    struct ctx x = service_ctx(s);
    int found = 0;
    enum status st = coverage_check_chain(&x, print_record, NULL, &found);

    *broken += found;
    return st;
}

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
        st = check_chain(&s, &broken);
    }
    if (st == OK) {
        st = check_coverage(&s, &broken);
    }
    if (st == OK) {
        printf("audit: %d rows that must not be\n", broken);
    } else {
        complain("the audit did not finish (%s)", status_wire(st));
    }
    service_close(&s);
    return st == OK && broken == 0 ? 0 : 1;
}
