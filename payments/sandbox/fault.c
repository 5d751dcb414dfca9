/* fault.c - see fault.h. */
#include "payments/sandbox/fault.h"

#include "db/store/sandbox_wire.h"

#include <string.h>
#include <time.h>

enum fault_mode fault_mode_of(const char *text)
{
    static const char *const texts[] = {
        "", "drop_before", "drop_after", "delay", "delay_after", "truncate", "status"};

    for (size_t i = 1; i < sizeof texts / sizeof *texts; i++) {
        if (strcmp(texts[i], text) == 0) {
            return (enum fault_mode)i;
        }
    }
    return FAULT_NONE;
}

/* '*' stands for one segment. */
static bool path_fits(const char *pattern, const char *path)
{
    while (*pattern != '\0' && *path != '\0') {
        if (*pattern == '*') {
            path += strcspn(path, "/");
            pattern++;
        } else if (*pattern++ != *path++) {
            return false;
        }
    }
    return *pattern == '\0' && *path == '\0';
}

struct search {
    const char *method, *path;
    struct sandbox_fault_row row;
    bool found;
};

static enum status search_in(struct tx *t, void *arg)
{
    struct search *f = arg;
    struct sandbox_fault_row *rows;
    int n = 0;
    enum status s = store_sandbox_faults(t, &rows, &n);

    f->found = false;
    for (int i = 0; s == OK && i < n && !f->found; i++) {
        f->found = (rows[i].method[0] == '\0' || strcmp(rows[i].method, f->method) == 0) &&
                   (rows[i].path[0] == '\0' || path_fits(rows[i].path, f->path));
        f->row = rows[i];
    }
    return s;
}

static enum status take_in(struct tx *t, void *arg)
{
    const struct search *f = arg;

    return store_sandbox_fault_take(t, f->row.seq);
}

enum status fault_take(struct sandbox *sb, struct arena *a, const char *method, const char *path,
                       struct mishap *fault)
{
    struct search f = {.method = method, .path = path};
    enum status s = db_read(sb->db, a, search_in, &f);

    memset(fault, 0, sizeof *fault);
    if (s != OK || !f.found) {
        return s;
    }
    s = db_tx(sb->db, a, take_in, &f);
    if (s == E_CONFLICT) {
        return OK; /* another request was faster: this one goes well */
    }
    if (s == OK) {
        fault->mode = fault_mode_of(f.row.mode);
        fault->wait_ms = f.row.wait_ms;
        fault->http = (int)f.row.http;
        fault->after = f.row.after != 0;
        fault->store = f.row.store != 0;
        fault->headers = json_loads(f.row.headers, 0, NULL);
    }
    return s;
}

void fault_wait(const struct mishap *fault)
{
    struct timespec t = {fault->wait_ms / 1000, (fault->wait_ms % 1000) * 1000000L};

    (void)nanosleep(&t, NULL);
}
