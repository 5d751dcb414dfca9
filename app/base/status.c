/* status.c - see status.h. */
#include "app/base/status.h"

#include <assert.h>

struct status_row {
    int http;
    const char *wire;
    enum fault fault;
};

#define STATUS_ROW(name, http, wire, fault) {http, wire, fault},
static const struct status_row rows[STATUS_COUNT] = {STATUSES(STATUS_ROW)};
#undef STATUS_ROW

int status_http(enum status s)
{
    assert(s < STATUS_COUNT);
    return rows[s].http;
}

const char *status_wire(enum status s)
{
    assert(s < STATUS_COUNT);
    return rows[s].wire;
}

enum fault status_fault(enum status s)
{
    assert(s < STATUS_COUNT);
    return rows[s].fault;
}
