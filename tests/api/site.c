/* site.c - see site.h. */
#include "tests/api/site.h"

#include "app/base/limits.h"
#include "app/http/reply.h"
#include "tests/test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define ROWS 250 /* of the list */

static const uint8_t site_key[32] = "a key for cursors and answers...";

static struct site *site_of(const struct request *rq)
{
    return (struct site *)(uintptr_t)rq->app;
}

static enum status get_hello(struct request *rq)
{
    return reply_json(rq, 200,
                      json_fields(J_TEXT("hello", "世界"), J_I64("member", rq->ctx.member_id),
                                  J_TEXT("remote", rq->remote), J_END));
}

static enum status get_thing(struct request *rq)
{
    int64_t id;
    enum status s = request_id_param(rq, 0, "th", &id);

    return s == OK ? reply_json(rq, 200, json_fields(J_ID("id", "th", id), J_END)) : s;
}

static enum status get_things(struct request *rq)
{
    const char *kind = NULL;
    static const char *const kinds[] = {"odd", "all", NULL};
    const struct field more[] = {OPT_CHOICE("kind", kinds, &kind), FIELD_END};
    struct page page;
    enum status s = request_page(rq, more, &page);
    json_t *items = json_array();
    int64_t from = page.has_cursor ? page.after_id + 1 : 1, to = from + page.limit - 1;

    if (s != OK) {
        json_decref(items);
        return s;
    }
    to = to < ROWS ? to : ROWS;
    for (int64_t i = from; i <= to; i++) {
        (void)json_array_append_new(items, json_integer(i));
    }
    return reply_page(rq, items, to < ROWS, 1000 + to, to);
}

static enum status get_search(struct request *rq)
{
    int64_t n = -1, at = 0, day = 0, id = 0;
    const char *text = NULL;
    bool yes = false;
    const struct field query[] = {
        OPT_I64("n", 1, 10, &n),
        OPT_TIME("at", &at),
        OPT_DATE("day", &day),
        OPT_ID("id", "th", &id),
        OPT_TEXT("text", 1, 20, &text),
        OPT_BOOL("yes", &yes),
        FIELD_END,
    };
    enum status s = request_query(rq, query);

    return s == OK ? reply_json(rq, 200,
                                json_fields(J_I64("n", n), J_TIME("at", at), J_DATE("day", day),
                                            J_ID_OPT("id", "th", id), J_TEXT("text", text),
                                            J_BOOL("yes", yes), J_END))
                   : s;
}

static enum status post_echo(struct request *rq)
{
    return reply_json(rq, 200, json_deep_copy(rq->body));
}

static json_t *ids_json(const struct id_list *list)
{
    json_t *array = json_array();

    for (int i = 0; i < list->n; i++) {
        (void)json_array_append_new(array, json_integer(list->ids[i]));
    }
    return array;
}

static enum status post_fields(struct request *rq)
{
    static const char *const kinds[] = {"pickup", "care", NULL};
    const char *name = NULL, *note = NULL, *kind = NULL, *inner = NULL;
    int64_t count = 0, at = 0, day = 0, id = 0;
    struct id_list ids = {NULL, 0};
    json_t *nested = NULL;
    bool yes = false, had_note = false;
    const struct field body[] = {
        FIELD_TEXT("name", 1, 10, &name),
        {FIELD_TYPE_LINES, false, "note", &note, 1, 100, NULL, NULL, &had_note},
        FIELD_I64("count", 1, 3, &count),
        OPT_BOOL("yes", &yes),
        OPT_ID("id", "th", &id),
        OPT_IDS("ids", "th", 3, &ids),
        OPT_TIME("at", &at),
        OPT_DATE("day", &day),
        OPT_CHOICE("kind", kinds, &kind),
        OPT_JSON("nested", &nested),
        FIELD_END,
    };
    const struct field inside[] = {FIELD_TEXT("inner", 1, 5, &inner), FIELD_END};
    enum status s = request_fields(rq, body);

    if (s == OK && nested != NULL) {
        s = fields_read(rq, nested, "nested", inside);
    }
    return s == OK ? reply_json(rq, 200,
                                json_fields(J_TEXT("name", name), J_TEXT("note", note),
                                            J_BOOL("had_note", had_note), J_I64("count", count),
                                            J_BOOL("yes", yes), J_ID_OPT("id", "th", id),
                                            J_JSON("ids", ids_json(&ids)), J_TIME_OPT("at", at),
                                            J_DATE("day", day), J_TEXT("kind", kind),
                                            J_TEXT("inner", inner), J_END))
                   : s;
}

static enum status post_raw(struct request *rq)
{
    return reply_json(rq, 200, json_fields(J_I64("bytes", (int64_t)rq->raw.len), J_END));
}

static enum status post_nothing(struct request *rq)
{
    return reply_nothing(rq);
}

static enum status post_session(struct request *rq)
{
    enum status s = reply_cookie(rq, "__Host-session", "member-9", 3600);

    return s == OK ? reply_nothing(rq) : s;
}

static enum status delete_session(struct request *rq)
{
    enum status s = reply_cookie(rq, "__Host-session", NULL, 0);

    return s == OK ? reply_nothing(rq) : s;
}

static enum status get_wait(struct request *rq)
{
    struct site *site = site_of(rq);
    const struct timespec tick = {0, 1000000};

    (void)atomic_fetch_add(&site->waiting, 1);
    for (int i = 0; i < 10000 && atomic_load(&site->gate) == 0; i++) {
        (void)nanosleep(&tick, NULL);
    }
    (void)atomic_fetch_sub(&site->waiting, 1);
    return reply_json(rq, 200, json_fields(J_BOOL("waited", true), J_END));
}

static enum status get_broken(struct request *rq)
{
    rq->ctx.field = "secret";
    return E_INTERNAL;
}

static enum status get_silent(struct request *rq)
{
    (void)rq;
    return OK;
}

static enum status get_refused(struct request *rq)
{
    return refuse_field(&rq->ctx, R_TIE_LEVEL_LOW, "children[1]");
}

static enum status get_busy(struct request *rq)
{
    rq->retry_after_s = 7;
    return E_BUSY;
}

static enum status get_no_memory(struct request *rq)
{
    return reply_json(rq, 200, NULL);
}

static enum status get_big(struct request *rq)
{
    size_t len = 3 * 1024 * 1024;
    char *bytes = arena_alloc(rq->ctx.arena, len);

    if (bytes == NULL) {
        return E_BUSY;
    }
    memset(bytes, 'x', len);
    return reply_bytes(rq, "text/csv; charset=utf-8", "list.csv",
                       (struct slice){(const uint8_t *)bytes, len});
}

static enum status get_page(struct request *rq)
{
    static const char html[] = "<!doctype html><title>page</title>";
    enum status s = reply_header(rq, "Content-Security-Policy", "default-src 'self'");

    return s == OK ? reply_bytes(rq, "text/html; charset=utf-8", NULL,
                                 (struct slice){(const uint8_t *)html, sizeof html - 1})
                   : s;
}

static enum status get_elsewhere(struct request *rq)
{
    return reply_redirect(rq, "/page");
}

static const char count_sql[] = "INSERT INTO site_order (name) VALUES ($1)";

/* Makes an order; "refused" breaks a rule afterwards, "again" is refused the second time. */
static enum status make_order(struct ctx *x, void *arg)
{
    const char *name = arg;
    struct db_in in[] = {IN_TEXT(name), IN_END};
    enum status s = db_exec(x->tx, count_sql, in);

    if (s != OK) {
        return s;
    }
    return strcmp(name, "refused") == 0 ? refuse(x, R_TIE_LEVEL_LOW) : OK;
}

static json_t *order_json(struct request *rq, const void *arg)
{
    int n = atomic_fetch_add(&site_of(rq)->made, 1);

    return json_fields(J_TEXT("name", (const char *)arg), J_I64("nth", n), J_END);
}

static enum status write_order(struct request *rq, shape_fn shape)
{
    const char *name = NULL;
    const struct field body[] = {FIELD_TEXT("name", 1, 40, &name), FIELD_END};
    enum status s = request_fields(rq, body);

    return s == OK ? reply_write(rq, 201, make_order, (void *)(uintptr_t)name, shape) : s;
}

static enum status post_order(struct request *rq)
{
    return write_order(rq, order_json);
}

static enum status post_quiet_order(struct request *rq)
{
    return write_order(rq, NULL);
}

struct count {
    int64_t n;
};
static const char orders_sql[] = "SELECT COUNT(*) FROM site_order /* scan: a test's own table */";

static enum status count_orders(struct ctx *x, void *arg)
{
    static const struct db_col cols[] = {COL_I64(struct count, n), COL_END};
    struct db_in in[] = {IN_END};

    return db_one(x->tx, orders_sql, in, cols, arg);
}

static json_t *count_json(struct request *rq, const void *arg)
{
    (void)rq;
    return json_fields(J_I64("orders", ((const struct count *)arg)->n), J_END);
}

static enum status get_orders(struct request *rq)
{
    struct count count = {0};

    return reply_read(rq, count_orders, &count, count_json);
}

static enum status get_metrics(struct request *rq)
{
    const char *text = server_metrics(rq->server, rq->ctx.arena);

    return text != NULL ? reply_bytes(rq, "text/plain; version=0.0.4", NULL,
                                      (struct slice){(const uint8_t *)text, strlen(text)})
                        : E_BUSY;
}

/* clang-format off */
const struct route site_routes[] = {
    {"GET",    "/api/v1/hello",       WHO_ANYONE, BODY_NONE,  RATE_READ,  0, get_hello},
    {"GET",    "/api/v1/mine",        WHO_MEMBER, BODY_NONE,  RATE_READ,  0, get_hello},
    {"GET",    "/api/v1/things/:id",  WHO_ANYONE, BODY_NONE,  RATE_READ,  ROUTE_CONDITIONAL, get_thing},
    {"GET",    "/api/v1/things",      WHO_ANYONE, BODY_NONE,  RATE_READ,  0, get_things},
    {"GET",    "/api/v1/search",      WHO_ANYONE, BODY_NONE,  RATE_READ,  0, get_search},
    {"POST",   "/api/v1/echo",        WHO_ANYONE, BODY_LARGE, RATE_WRITE, 0, post_echo},
    {"PATCH",  "/api/v1/echo",        WHO_ANYONE, BODY_SMALL, RATE_WRITE, 0, post_echo},
    {"POST",   "/api/v1/fields",      WHO_ANYONE, BODY_SMALL, RATE_WRITE, 0, post_fields},
    {"POST",   "/api/v1/raw",         WHO_ANYONE, BODY_PHOTO, RATE_WRITE, ROUTE_RAW, post_raw},
    {"POST",   "/api/v1/hook",        WHO_ANYONE, BODY_SMALL, RATE_HOOK,  ROUTE_RAW | ROUTE_PROVIDER, post_raw},
    {"POST",   "/api/v1/nothing",     WHO_ANYONE, BODY_NONE,  RATE_WRITE, 0, post_nothing},
    {"POST",   "/api/v1/session",     WHO_ANYONE, BODY_NONE,  RATE_LOGIN, 0, post_session},
    {"DELETE", "/api/v1/session",     WHO_ANYONE, BODY_NONE,  RATE_WRITE, 0, delete_session},
    {"GET",    "/api/v1/wait",        WHO_ANYONE, BODY_NONE,  RATE_READ,  0, get_wait},
    {"GET",    "/api/v1/broken",      WHO_ANYONE, BODY_NONE,  RATE_READ,  0, get_broken},
    {"GET",    "/api/v1/silent",      WHO_ANYONE, BODY_NONE,  RATE_READ,  0, get_silent},
    {"GET",    "/api/v1/refused",     WHO_ANYONE, BODY_NONE,  RATE_READ,  0, get_refused},
    {"GET",    "/api/v1/busy",        WHO_ANYONE, BODY_NONE,  RATE_READ,  0, get_busy},
    {"GET",    "/api/v1/no_memory",   WHO_ANYONE, BODY_NONE,  RATE_READ,  0, get_no_memory},
    {"GET",    "/api/v1/big",         WHO_ANYONE, BODY_NONE,  RATE_READ,  0, get_big},
    {"POST",   "/api/v1/orders",      WHO_ANYONE, BODY_SMALL, RATE_WRITE, ROUTE_IDEMPOTENT, post_order},
    {"POST",   "/api/v1/orders/money", WHO_ANYONE, BODY_SMALL, RATE_WRITE, ROUTE_IDEMPOTENT | ROUTE_MONEY, post_order},
    {"POST",   "/api/v1/orders/quiet", WHO_ANYONE, BODY_SMALL, RATE_WRITE, ROUTE_IDEMPOTENT, post_quiet_order},
    {"POST",   "/api/v1/orders/plain", WHO_ANYONE, BODY_SMALL, RATE_WRITE, 0, post_order},
    {"POST",   "/api/v1/orders/of/:id", WHO_ANYONE, BODY_SMALL, RATE_WRITE, ROUTE_IDEMPOTENT, post_order},
    {"GET",    "/api/v1/orders",      WHO_ANYONE, BODY_NONE,  RATE_READ,  0, get_orders},
    {"GET",    "/metrics",            WHO_ANYONE, BODY_NONE,  RATE_READ,  0, get_metrics},
    {"GET",    "/page",               WHO_ANYONE, BODY_NONE,  RATE_READ,  0, get_page},
    {"GET",    "/elsewhere",          WHO_ANYONE, BODY_NONE,  RATE_READ,  0, get_elsewhere},
    {0},
};
/* clang-format on */

static int64_t member_of(const char *token)
{
    return token != NULL && strncmp(token, "member-", 7) == 0 ? strtoll(token + 7, NULL, 10) : 0;
}

static enum status authenticate(struct request *rq)
{
    const char *bearer = request_header(rq, "Authorization");
    const char *token = bearer != NULL && strncmp(bearer, "Bearer ", 7) == 0
                            ? bearer + 7
                            : request_cookie(rq, "__Host-session");

    rq->ctx.member_id = member_of(token);
    return token != NULL && rq->ctx.member_id == 0 ? E_UNAUTHORISED : OK;
}

static void stop(void *arg)
{
    struct site *s = arg;

    atomic_store(&s->gate, 1);
    server_stop(s->server);
    free(s);
}

struct site *site_new(void)
{
    struct site *s = calloc(1, sizeof *s);

    if (s == NULL) {
        test_fail(__FILE__, __LINE__, "no memory");
    }
    id_source_init(&s->ids, 1);
    s->options = (struct server_options){
        .listen = "127.0.0.1:0",
        .threads = 4,
        .routes = site_routes,
        .authenticate = authenticate,
        .ids = &s->ids,
        .clock = &s->clock,
        .public_url = SITE_PUBLIC_URL,
        .cursor_key = site_key,
        .app = s,
        .keep_alive = true,
        .record_path = getenv("OTAGAI_TEST_RECORD"),
    };
    return s;
}

void site_start(struct site *s)
{
    enum status started;

    s->options.db = s->db;
    started = server_start(&s->server, &s->options);
    if (started != OK) {
        free(s);
        test_fail(__FILE__, __LINE__, "the site does not start: %s", status_wire(started));
    }
    test_cleanup(stop, s);
    s->port = server_port(s->server);
    (void)snprintf(s->url, sizeof s->url, "http://127.0.0.1:%d", s->port);
}

void site_stop(struct site *s)
{
    test_cleanup_done(stop, s);
    stop(s);
}

struct site *site_open(void)
{
    struct site *s = site_new();

    site_start(s);
    return s;
}

static void close_client(void *arg)
{
    client_close(arg);
}

struct client *site_client(struct site *s, const char *token)
{
    struct client *c = client_open(s->url);

    if (c == NULL) {
        test_fail(__FILE__, __LINE__, "no client");
    }
    client_bearer(c, token);
    test_cleanup(close_client, c);
    return c;
}
