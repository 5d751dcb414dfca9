/* cmd_routes.c - otagai routes: both route tables, one endpoint a line. */
#include "app/api/routes.h"
#include "app/cmd.h"

#include <stdio.h>

static const char *const who[] = {
    [WHO_ANYONE] = "anyone",         [WHO_MEMBER] = "member",
    [WHO_STAFF] = "staff",           [WHO_COORDINATOR] = "staff:coordinator",
    [WHO_TRAINER] = "staff:trainer", [WHO_SAFEGUARDING] = "staff:safeguarding",
    [WHO_FINANCE] = "staff:finance", [WHO_ADMIN] = "staff:admin",
    [WHO_AUDITOR] = "staff:auditor",
};
static const char *const rates[] = {
    [RATE_READ] = "read", [RATE_WRITE] = "write", [RATE_LOGIN] = "login",
    [RATE_OPEN] = "open", [RATE_HOOK] = "hook",   [RATE_UPLOAD] = "upload",
};

static void print_table(const struct route *table, const char *listener)
{
    for (const struct route *r = table; r->method != NULL; r++) {
        printf("%-8s %-6s %-60s %-18s %8d %-6s%s%s%s%s%s%s\n", listener, r->method, r->pattern,
               who[r->who], r->body_bytes_max, rates[r->rate],
               r->flags & ROUTE_CONDITIONAL ? " conditional" : "",
               r->flags & ROUTE_IDEMPOTENT ? " idempotent" : "", r->flags & ROUTE_RAW ? " raw" : "",
               r->flags & ROUTE_STEP_UP ? " step-up" : "", r->flags & ROUTE_MONEY ? " money" : "",
               r->flags & ROUTE_PROVIDER ? " provider" : "");
    }
}

int cmd_routes(const struct config *c, int argc, char **argv)
{
    (void)c;
    (void)argv;
    if (argc != 0) {
        fputs("otagai: routes takes no arguments\n", stderr);
        return EXIT_USAGE;
    }
    print_table(api_routes, "public");
    print_table(private_routes, "private");
    return 0;
}
