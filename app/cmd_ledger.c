/* cmd_ledger.c - otagai ledger export [--format hledger|csv] [--from DATE] [--until DATE]: what was
 * booked on those days, the last one included, on standard output. */
#include "app/base/zone.h"
#include "app/cmd.h"
#include "app/domain/ledger_export.h"
#include "app/service.h"

#include <stdio.h>
#include <string.h>

#define EXPORT_BYTES_MAX (4 * 1024 * 1024) /* of one page */
#define DAY_MAX          INT64_C(2932896)  /* 9999-12-31 */

static bool put(void *arg, const char *text)
{
    return fputs(text, arg) >= 0;
}

static bool read_format(const char *word, enum ledger_format *format)
{
    *format = strcmp(word, "csv") == 0 ? LEDGER_CSV : LEDGER_HLEDGER;
    return *format == LEDGER_CSV || strcmp(word, "hledger") == 0;
}

static bool read_options(int argc, char **argv, struct ledger_export *e)
{
    bool good = argc % 2 == 1 && strcmp(argv[0], "export") == 0;

    for (int i = 1; good && i < argc; i += 2) {
        if (strcmp(argv[i], "--format") == 0) {
            good = read_format(argv[i + 1], &e->format);
        } else if (strcmp(argv[i], "--from") == 0) {
            good = date_parse(argv[i + 1], &e->from_day) == OK;
        } else if (strcmp(argv[i], "--until") == 0) {
            good = date_parse(argv[i + 1], &e->until_day) == OK;
            e->until_day++;
        } else {
            good = false;
        }
    }
    return good;
}

static int export(struct service *s, const struct ledger_export *e)
{
    struct ctx x = service_ctx(s);
    enum status st = E_BUSY;

    x.arena = arena_open(EXPORT_BYTES_MAX);
    if (x.arena != NULL) {
        st = ledger_export(&x, e);
        arena_close(x.arena);
    }
    if (st != OK || fflush(stdout) != 0) {
        complain("the export is not whole (%s)", status_wire(st));
        return 1;
    }
    return 0;
}

int cmd_ledger(const struct config *c, int argc, char **argv)
{
    struct ledger_export e = {.until_day = DAY_MAX, .put = put, .arg = stdout};
    struct service s;
    int code;

    if (!read_options(argc, argv, &e)) {
        complain("usage: otagai ledger export [--format hledger|csv] [--from DATE] [--until DATE]");
        return EXIT_USAGE;
    }
    if (service_open(&s, c, NEED_SCHEMA) != OK) {
        return 1;
    }
    code = export(&s, &e);
    service_close(&s);
    return code;
}
