/* sandbox.c - see sandbox.h. */
#include "payments/sandbox/sandbox.h"

#include "app/base/limits.h"
#include "app/base/mem.h"
#include "app/http/server.h"
#include "db/migrate.h"
#include "db/store/sandbox.h"
#include "db/store/sandbox_wire.h"
#include "payments/sandbox/api.h"
#include "payments/sandbox/courier.h"

#include <stdio.h>
#include <string.h>

#define RETRY_MS_DEFAULT 2000
#define RATE_FACTOR      100000 /* the sandbox throttles only when a test orders it */
#define THREADS          32

static enum status copy(char *out, const char *text)
{
    if (text == NULL) {
        out[0] = '\0';
        return OK;
    }
    return snprintf(out, SANDBOX_TEXT_BYTES, "%s", text) < SANDBOX_TEXT_BYTES ? OK : E_INVALID;
}

static bool is_loopback(const char *listen)
{
    return strncmp(listen, "127.", 4) == 0 || strncmp(listen, "[::1]:", 6) == 0;
}

/* "http://127.0.0.1:8080/path" in two. */
static enum status split_hook(struct sandbox *sb, const char *url)
{
    const char *host = strstr(url, "://");
    size_t n;

    if (host == NULL) {
        return E_INVALID;
    }
    n = (size_t)(host + 3 - url) + strcspn(host + 3, "/");
    if (n >= SANDBOX_TEXT_BYTES) {
        return E_INVALID;
    }
    memcpy(sb->hook_base, url, n);
    sb->hook_base[n] = '\0';
    return copy(sb->hook_path, url[n] != '\0' ? url + n : "/");
}

static enum status take_options(struct sandbox *sb, const struct sandbox_options *o,
                                const char **why)
{
    const char *key = o->secret_key != NULL ? o->secret_key : "sk_test_";

    *why = "OTAGAI_PAY_KEY_FILE: the sandbox never takes a live key: it wants one that begins "
           "with sk_test_";
    if (strncmp(key, "sk_test_", 8) != 0 || copy(sb->secret_key, o->secret_key) != OK) {
        return E_INVALID;
    }
    *why = "OTAGAI_SANDBOX_LISTEN: the sandbox listens on the loopback alone";
    if (!is_loopback(o->listen)) {
        return E_INVALID;
    }
    *why = "OTAGAI_PAY_WEBHOOK_SECRET_FILE: webhooks want an address on the loopback and a secret";
    if (o->hook_url != NULL &&
        (split_hook(sb, o->hook_url) != OK || o->hook_secret == NULL || o->hook_secret[0] == '\0' ||
         copy(sb->hook_secret, o->hook_secret) != OK)) {
        return E_INVALID;
    }
    sb->self = sb;
    sb->log = o->log;
    sb->clock = o->clock != NULL ? o->clock : &sb->own_clock;
    sb->hook_retry_ms = o->hook_retry_ms > 0 ? o->hook_retry_ms : RETRY_MS_DEFAULT;
    id_source_init(&sb->ids, 0);
    return OK;
}

/* What a sandbox that was killed left in flight had not happened: its transaction is not there. */
static enum status recover_in(struct tx *t, void *arg)
{
    struct sandbox *sb = arg;
    int64_t shift_ms = 0;
    enum status s = store_sandbox_keys_release(t);

    if (s == OK) {
        s = store_sandbox_setting(t, "clock_shift_ms", &shift_ms);
        atomic_store(&sb->shift_ms, shift_ms);
    }
    return s;
}

static enum status open_database(struct sandbox *sb, const char *url, struct arena *a)
{
    struct db_options options = {.log = sb->log};
    int steps;
    enum status s = db_open(&sb->db, url, &options);

    if (s == OK) {
        s = db_migrate_folder(sb->db, a, "sandbox", clock_now(sb->clock), &steps);
    }
    return s == OK ? db_tx(sb->db, a, recover_in, sb) : s;
}

static enum status start_server(struct sandbox *sb, const char *listen)
{
    struct server_options options = {.listen = listen,
                                     .threads = THREADS,
                                     .routes = sandbox_routes,
                                     .db = sb->db,
                                     .log = sb->log,
                                     .ids = &sb->ids,
                                     .clock = sb->clock,
                                     .app = &sb->self,
                                     .keep_alive = true,
                                     .rate_factor = RATE_FACTOR};
    const char *colon = strrchr(listen, ':');
    enum status s = server_start(&sb->server, &options);

    if (s == OK) {
        (void)snprintf(sb->url, sizeof sb->url, "http://%.*s:%d", (int)(colon - listen), listen,
                       server_port(sb->server));
    }
    return s;
}

static enum status start_all(struct sandbox *sb, const struct sandbox_options *o, struct arena *a,
                             const char **why)
{
    enum status s = take_options(sb, o, why);

    if (s != OK) {
        return s;
    }
    *why = "OTAGAI_SANDBOX_DATABASE: it can't be opened, or is of another version";
    s = open_database(sb, o->db_url, a);
    if (s != OK) {
        return s;
    }
    *why = "OTAGAI_SANDBOX_LISTEN: this address is taken, or is not this machine's";
    s = start_server(sb, o->listen);
    if (s != OK) {
        return s;
    }
    *why = "webhooks go to the loopback alone";
    return courier_start(sb);
}

enum status sandbox_start(struct sandbox **out, const struct sandbox_options *o, const char **why)
{
    struct arena *a = arena_open(ARENA_JOB_BYTES_MAX);
    struct sandbox *sb = mem_alloc(sizeof *sb);
    enum status s = E_BUSY;

    *out = NULL;
    *why = "out of memory";
    if (a != NULL && sb != NULL) {
        memset(sb, 0, sizeof *sb);
        s = start_all(sb, o, a, why);
    }
    if (s == OK) {
        *out = sb;
    } else if (sb != NULL && a != NULL) {
        sandbox_stop(sb);
    } else {
        mem_free(sb);
    }
    if (a != NULL) {
        arena_close(a);
    }
    return s;
}

void sandbox_stop(struct sandbox *sb)
{
    if (sb == NULL) {
        return;
    }
    if (sb->server != NULL) {
        server_stop(sb->server);
    }
    courier_stop(sb);
    db_close(sb->db);
    explicit_bzero(sb, sizeof *sb);
    mem_free(sb);
}

const char *sandbox_url(const struct sandbox *sb)
{
    return sb->url;
}
