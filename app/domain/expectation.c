/* expectation.c - see expectation.h. */
#include "app/domain/expectation.h"

#include "app/base/limits.h"

#include <string.h>

enum status late_expectation(struct ctx *x, const struct booking_row *b, struct expectation *out)
{
    struct late_row *rows;
    int n;
    enum status s = store_lates(x->tx, b->id, &rows, &n);

    *out = (struct expectation){.start_at = b->start_at, .end_at = b->end_at};
    for (int i = 0; s == OK && i < n; i++) {
        int64_t *at = strcmp(rows[i].what, "start") == 0 ? &out->start_at : &out->end_at;

        if (rows[i].taken_back_at == 0) {
            out->lates[out->n++] = rows[i];
            *at = rows[i].expected_at > *at ? rows[i].expected_at : *at;
        }
    }
    s = s == OK ? store_next_adult_get(x->tx, b->id, &out->next) : s;
    out->named = s == OK;
    return s == E_NOT_FOUND ? OK : s;
}

int64_t late_due_at(const struct booking_row *b, const struct expectation *e, int64_t after_ms)
{
    int64_t due = e->end_at + after_ms;
    int64_t last = b->until_at + LATE_WATCH_MS;

    return due < last || e->end_at == b->end_at ? due : last;
}
