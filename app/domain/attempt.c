/* attempt.c - see attempt.h. */
#include "app/domain/attempt.h"

#include "app/base/limits.h"
#include "app/domain/vault.h"
#include "db/store/attempt.h"

#include <arpa/inet.h>
#include <string.h>

#define KEPT_MS   (2 * DAY_MS) /* the longest window is a day */
#define SWEEP_MAX 500

struct counting {
    struct attempt row;
    int64_t max;
};

static enum status row_of(struct ctx *x, const char *kind, const char *target, int64_t window_ms,
                          struct attempt *row)
{
    const char *text = arena_printf(x->arena, "attempt:%s:%s", kind, target);

    row->kind = kind;
    row->target = text != NULL ? vault_blind(x, text) : NULL;
    row->window_at = x->now - x->now % window_ms;
    return row->target != NULL ? OK : E_BUSY;
}

static enum status count_tx(struct ctx *x, void *arg)
{
    const struct counting *c = arg;
    int64_t count;
    enum status s = store_attempt_add(x->tx, &c->row, &count);

    if (s == OK && count > c->max) {
        x->reason = R_ATTEMPT_TOO_MANY;
        return E_TOO_MANY;
    }
    return s;
}

enum status attempt_count(struct ctx *x, const char *kind, const char *target, int64_t window_ms,
                          int64_t max)
{
    struct counting c = {.max = max};
    enum status s = row_of(x, kind, target, window_ms, &c.row);

    if (s != OK) {
        return s;
    }
    return x->tx != NULL ? count_tx(x, &c) : ctx_tx(x, count_tx, &c);
}

enum status attempt_undo(struct ctx *x, const char *kind, const char *target, int64_t window_ms)
{
    struct attempt row;
    enum status s = row_of(x, kind, target, window_ms, &row);

    return s == OK ? store_attempt_undo(x->tx, &row) : s;
}

const char *attempt_network(struct ctx *x, const char *address)
{
    uint8_t bytes[16];
    char text[INET6_ADDRSTRLEN];

    if (address == NULL || inet_pton(AF_INET6, address, bytes) != 1) {
        return address != NULL ? address : "";
    }
    memset(bytes + 8, 0, 8);
    if (inet_ntop(AF_INET6, bytes, text, sizeof text) == NULL) {
        return address;
    }
    return arena_strdup(x->arena, text);
}

static enum status sweep_tx(struct ctx *x, void *arg)
{
    (void)arg;
    return store_attempt_sweep(x->tx, x->now - KEPT_MS, SWEEP_MAX);
}

enum status attempt_sweep_step(struct ctx *x)
{
    return ctx_tx(x, sweep_tx, NULL);
}
