/* session.c - see session.h. */
#include "app/domain/session.h"

#include "app/base/crypto.h"
#include "app/base/limits.h"

#include <string.h>

enum status token_make(struct ctx *x, const char **token, const char **sha256)
{
    uint8_t bytes[KEY_BYTES];

    random_bytes(bytes, sizeof bytes);
    *token = base64url_encode(x->arena, bytes, sizeof bytes);
    *sha256 = *token != NULL ? token_hash(x, *token) : NULL;
    explicit_bzero(bytes, sizeof bytes);
    return *sha256 != NULL ? OK : E_BUSY;
}

const char *token_hash(struct ctx *x, const char *token)
{
    static const char alphabet[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    char *hex;

    if (strlen(token) != TOKEN_CHARS || strspn(token, alphabet) != TOKEN_CHARS) {
        return NULL;
    }
    hex = arena_alloc(x->arena, SHA256_HEX_BYTES);
    if (hex != NULL) {
        sha256_hex(token, TOKEN_CHARS, hex);
    }
    return hex;
}

enum status session_caller(struct ctx *x, void *arg)
{
    struct session_caller *c = arg;

    return store_session_who(x->tx, c->token_sha256, x->now, x->now - SESSION_IDLE_MS, &c->who);
}

static enum status seen_tx(struct ctx *x, void *arg)
{
    const struct session_who *who = arg;

    return store_session_seen(x->tx, who->id, x->now, SESSION_SEEN_MS);
}

void session_seen(struct ctx *x, const struct session_who *who)
{
    struct session_who copy = *who;

    if (x->now - who->last_seen_at >= SESSION_SEEN_MS && ctx_tx(x, seen_tx, &copy) != OK) {
        log_event(x->log, x->now, LOG_WARN, "session.not_noted", LOG_END);
    }
}

static enum status know_device(struct ctx *x, struct session_start *start)
{
    struct device row = {
        .id = new_id(x),
        .member_id = start->member_id,
        .label = start->device_label != NULL ? start->device_label : "",
        .trusted_until_at = x->now + DEVICE_TRUST_MS,
        .created_at = x->now,
    };
    enum status s = token_make(x, &start->device_token, &row.token_sha256);

    start->device_id = row.id;
    return s == OK ? store_device_insert(x->tx, &row) : s;
}

enum status session_start(struct ctx *x, struct session_start *start)
{
    struct session row = {
        .id = new_id(x),
        .member_id = start->member_id,
        .created_at = x->now,
        .last_seen_at = x->now,
        .expires_at = x->now + SESSION_MS_MAX,
        .stepped_up_at = start->proved ? x->now : 0,
    };
    enum status s = start->new_device ? know_device(x, start) : OK;

    s = s == OK ? token_make(x, &start->token, &row.token_sha256) : s;
    row.device_id = start->device_id;
    start->id = row.id;
    start->expires_at = row.expires_at;
    return s == OK ? store_session_insert(x->tx, &row) : s;
}

enum status session_list(struct ctx *x, void *arg)
{
    struct session_listing *l = arg;

    return store_session_list(x->tx, x->member_id, x->now, x->now - SESSION_IDLE_MS, l->before_id,
                              l->max, &l->sessions, &l->n);
}

enum status session_end(struct ctx *x, void *arg)
{
    const int64_t *id = arg;

    return store_session_end(x->tx, x->member_id, *id, x->now);
}

enum status session_end_all(struct ctx *x, void *arg)
{
    enum status s = store_device_distrust_all(x->tx, x->member_id, x->now);

    (void)arg;
    return s == OK ? store_session_end_all(x->tx, x->member_id, 0, x->now) : s;
}

enum status session_step_up(struct ctx *x, const char **token)
{
    const char *sha256 = NULL;
    enum status s = token_make(x, token, &sha256);

    return s == OK ? store_session_rotate(x->tx, x->session_id, sha256, x->now) : s;
}
