/* service.c - see service.h. */
#include "app/service.h"

#include "app/api/demo.h"
#include "app/base/limits.h"
#include "app/domain/rotation.h"
#include "db/migrate.h"
#include "db/store/fresh.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#define TICK_S         1 /* how often the node's lease is looked at */
#define TICK_BYTES_MAX (64 * 1024)

void complain(const char *fmt, ...)
{
    va_list args;

    va_start(args, fmt);
    fputs("otagai: ", stderr);
    vfprintf(stderr, fmt, args);
    fputc('\n', stderr);
    va_end(args);
}

static enum status open_database(struct service *s, const char *setting, const char *url,
                                 struct db **db)
{
    struct db_options options = {.log = s->log};
    enum status st = db_open(db, url, &options);

    if (st != OK) {
        complain("%s: this database can't be opened: %s", setting,
                 strncmp(url, "sqlite:", 7) == 0 ? url
                                                 : "is PostgreSQL running and the URL right?");
    }
    return st;
}

static enum status open_base(struct service *s)
{
    const struct config *c = s->config;
    enum status st;

    s->arena = arena_open(ARENA_JOB_BYTES_MAX);
    if (s->arena == NULL) {
        complain("out of memory");
        return E_BUSY;
    }
    if (mkdir(c->state_dir, 0700) != 0 && errno != EEXIST) {
        complain("OTAGAI_STATE_DIR: %s: %s", c->state_dir, strerror(errno));
        return E_BUSY;
    }
    st = log_open(&s->log, c->log_path);
    if (st != OK) {
        complain("OTAGAI_LOG: %s can't be written", c->log_path);
        return st;
    }
    st = open_database(s, "OTAGAI_DATABASE", c->database, &s->db);
    return st == OK ? open_database(s, "OTAGAI_KEYSTORE", c->keystore, &s->keys.keystore) : st;
}

static enum status check_schema(struct service *s)
{
    enum status st = db_migrated(s->db, s->arena);

    if (st == OK) {
        st = db_migrated_folder(s->keys.keystore, s->arena, "keystore");
    }
    if (st == E_CONFLICT) {
        complain("the database's schema is not this program's: run otagai migrate");
    } else if (st != OK) {
        complain("the database does not answer");
    }
    return st;
}

static enum status members_tx(struct tx *t, void *arg)
{
    return store_has_members(t, arg);
}

static enum status data_keys_tx(struct tx *t, void *arg)
{
    return store_has_data_keys(t, arg);
}

enum status service_use(struct service *s, struct service_use *use)
{
    enum status st = db_migrated_folder(s->keys.keystore, s->arena, "keystore");

    *use = (struct service_use){.members = false};
    if (st == OK) {
        st = db_read(s->keys.keystore, s->arena, data_keys_tx, &use->data_keys);
    }
    if (st == OK || st == E_CONFLICT) {
        st = db_migrated(s->db, s->arena);
    }
    if (st == OK) {
        st = db_read(s->db, s->arena, members_tx, &use->members);
    }
    return st == E_CONFLICT ? OK : st;
}

static enum status complain_rotating(struct service *s)
{
    complain("%s: the master key is being rotated: run otagai keys rotate to its end",
             s->config->state_dir);
    return E_CONFLICT;
}

static enum status check_master(struct service *s)
{
    enum status st = rotation_fits(s->arena, s->keys.keystore, s->keys.master);

    if (st == E_CONFLICT) {
        complain("%s/master.key is not the one of this key store: restore the two that belong "
                 "together",
                 s->config->state_dir);
    } else if (st != OK) {
        complain("the database does not answer");
    }
    return st;
}

/* Starting with other keys than the ones that sealed the data would bury it for good. */
static enum status check_keys(struct service *s)
{
    struct db *keystore = s->keys.keystore;
    struct service_use use;
    const char *bad;
    enum status st = service_use(s, &use);

    if (st != OK) {
        complain("the database does not answer");
        return st;
    }
    if (use.members && !use.data_keys) {
        complain("OTAGAI_KEYSTORE: the key store is empty but the database is not: "
                 "restore it from its backup");
        return E_CONFLICT;
    }
    if (rotation_open(s->config->state_dir) != OK) {
        return complain_rotating(s);
    }
    st = keys_load(s->config->state_dir, keystore, &s->keys, &bad);
    if (st == E_NOT_FOUND) {
        complain("%s/%s is missing: %s", s->config->state_dir, bad,
                 use.members || use.data_keys
                     ? "restore it from its backup, nothing can be read without it"
                     : "run otagai keys init");
    } else if (st != OK) {
        complain("%s/%s: not 64 hex digits in a file that only its owner can read",
                 s->config->state_dir, bad);
    }
    return st == OK && use.data_keys ? check_master(s) : st;
}

/* One that began meanwhile looks for the leases of those who run: this process has one by now, and
 * looks for its file. */
static enum status check_not_rotating(struct service *s)
{
    return rotation_open(s->config->state_dir) != OK ? complain_rotating(s) : OK;
}

static enum status take_ids(struct service *s)
{
    enum status st = node_take(s->db, s->arena, clock_now(&s->clock), &s->node);

    if (st != OK) {
        complain("no free node number: 256 processes are running or the database is busy");
        return st;
    }
    id_source_init(&s->ids, (int)s->node.number);
    return OK;
}

static enum status read_delivery(struct service *s)
{
    const char *why = "out of memory";
    enum status st = delivery_read(&s->delivery, s->config, s->arena, &why);

    if (st != OK) {
        complain("%s", why);
    }
    return st;
}

static enum status read_paying(struct service *s)
{
    const char *why = "out of memory";
    enum status st = paying_open(&s->paying, s->config, s->arena, &why);

    if (st != OK) {
        complain("%s", why);
    }
    return st;
}

/* The demo's clock was turned before: it goes on from there. */
static enum status set_clock(struct service *s)
{
    enum status st;

    if (!s->config->demo) {
        return OK;
    }
    s->demo_clock_path = arena_printf(s->arena, "%s/demo-clock", s->config->state_dir);
    st = s->demo_clock_path != NULL ? demo_clock_follow(s->demo_clock_path, &s->clock) : E_BUSY;
    if (st != OK) {
        complain("%s/demo-clock: not a number of milliseconds", s->config->state_dir);
    }
    return st;
}

enum status service_open(struct service *s, const struct config *c, enum service_need need)
{
    enum status st;

    *s = (struct service){.config = c};
    st = open_base(s);
    if (st == OK) {
        st = set_clock(s);
    }
    if (st == OK && need >= NEED_SCHEMA) {
        st = check_schema(s);
    }
    if (st == OK && need >= NEED_KEYS) {
        st = check_keys(s);
    }
    if (st == OK && need >= NEED_IDS) {
        st = read_delivery(s);
    }
    if (st == OK && need >= NEED_IDS) {
        st = read_paying(s);
    }
    if (st == OK && need >= NEED_IDS) {
        st = take_ids(s);
    }
    if (st == OK && need >= NEED_IDS) {
        st = check_not_rotating(s);
    }
    if (st != OK) {
        service_close(s);
    }
    return st;
}

void service_close(struct service *s)
{
    if (s->node.lease_until_at != 0 &&
        node_give_back(s->db, s->arena, clock_now(&s->clock), &s->node) != OK) {
        log_event(s->log, clock_now(&s->clock), LOG_WARN, "node.not_given_back", LOG_END);
    }
    paying_close(&s->paying);
    db_close(s->db);
    db_close(s->keys.keystore);
    log_close(s->log);
    if (s->arena != NULL) {
        arena_close(s->arena);
    }
    explicit_bzero(s, sizeof *s);
}

/* Renews the node's lease when it is time. */
static enum status keep_node(struct service *s, struct arena *a)
{
    int64_t now = clock_now(&s->clock);
    enum status st;

    if (now < s->node.lease_until_at - NODE_LEASE_MS + NODE_RENEW_MS) {
        return OK;
    }
    st = node_renew(s->db, a, now, &s->node);
    if (st == OK || (st != E_CONFLICT && now < s->node.lease_until_at)) {
        return OK;
    }
    complain("the lease of node number %lld ran out", (long long)s->node.number);
    return E_CONFLICT;
}

void service_block_signals(sigset_t *set)
{
    sigemptyset(set);
    sigaddset(set, SIGTERM);
    sigaddset(set, SIGINT);
    sigaddset(set, SIGHUP);
    sigprocmask(SIG_BLOCK, set, NULL);
    signal(SIGPIPE, SIG_IGN);
}

/* The server and a worker of its own share a demo's clock; half a line is read again at the next
 * tick. */
static void keep_time(struct service *s)
{
    enum status st =
        s->demo_clock_path != NULL ? demo_clock_follow(s->demo_clock_path, &s->clock) : OK;

    (void)st;
}

/* What the service borrows lies in its own arena: this one is forgotten at each tick. */
static enum status wait_with(struct service *s, const sigset_t *set, struct arena *a)
{
    struct timespec tick = {TICK_S, 0};

    for (;;) {
        int sig = sigtimedwait(set, NULL, &tick);

        if (sig == SIGTERM || sig == SIGINT) {
            return OK;
        }
        if (sig == SIGHUP) {
            log_reopen(s->log);
        }
        keep_time(s);
        if (keep_node(s, a) != OK) {
            return E_CONFLICT;
        }
        arena_reset(a);
    }
}

enum status service_wait(struct service *s, const sigset_t *set)
{
    struct arena *a = arena_open(TICK_BYTES_MAX);
    enum status st;

    if (a == NULL) {
        complain("out of memory");
        return E_BUSY;
    }
    st = wait_with(s, set, a);
    arena_close(a);
    return st;
}

struct ctx service_ctx(struct service *s)
{
    return (struct ctx){.arena = s->arena,
                        .db = s->db,
                        .log = s->log,
                        .ids = &s->ids,
                        .keys = &s->keys,
                        .pay_provider = paying_name(&s->paying),
                        .now = clock_now(&s->clock)};
}

struct worker_parts service_worker_parts(struct service *s)
{
    return (struct worker_parts){.db = s->db,
                                 .log = s->log,
                                 .ids = &s->ids,
                                 .keys = &s->keys,
                                 .clock = &s->clock,
                                 .pay_provider = paying_name(&s->paying),
                                 .pay = paying_provider(&s->paying),
                                 .public_url = s->config->public_url,
                                 .deliver = &s->delivery.options};
}
