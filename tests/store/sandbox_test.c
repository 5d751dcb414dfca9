/* sandbox_test.c - the payment sandbox's own rows, each statement on both engines. */
#include "app/base/limits.h"
#include "db/store/sandbox.h"
#include "db/store/sandbox_wire.h"
#include "tests/database.h"
#include "tests/test.h"

#include <string.h>

static struct db *open_sandbox(const char *engine)
{
    char url[DATABASE_URL_BYTES];

    database_new(engine, "sandbox", url);
    return database_open(url, NULL);
}

static void close_arena(void *arena)
{
    arena_close(arena);
}

/* Runs fn in a transaction; the rows it reads live until the test ends. */
static enum status tx(struct db *db, db_fn fn, void *arg)
{
    struct arena *a = arena_open(ARENA_JOB_BYTES_MAX);
    enum status s;

    CHECK(a != NULL);
    test_cleanup(close_arena, a);
    s = db_tx(db, a, fn, arg);
    return s;
}

static enum status put_some(struct tx *t, void *arg)
{
    static const char *const labels[] = {"a@x", "b@x", "a_x"};
    enum status s = OK;

    (void)arg;
    for (int64_t i = 1; s == OK && i <= 6; i++) {
        struct sandbox_object_row o = {.ref = arena_printf(tx_arena(t), "cus_%d", (int)i),
                                       .kind = i < 6 ? "customer" : "charge",
                                       .seq = i,
                                       .created_at = i * 1000,
                                       .customer_ref = i % 2 == 0 ? "even" : "",
                                       .parent_ref = i == 6 ? "pi_1" : "",
                                       .label = labels[i % 3],
                                       .due_at = i <= 2 ? 100 * i : 0,
                                       .body = "{}"};

        s = store_sandbox_put(t, &o);
    }
    return s;
}

struct listing {
    struct sandbox_list list;
    struct sandbox_object_row *rows;
    int n;
};

static enum status list_in(struct tx *t, void *arg)
{
    struct listing *l = arg;

    return store_sandbox_list(t, &l->list, &l->rows, &l->n);
}

static struct listing listed(struct db *db, struct sandbox_list list)
{
    struct listing l = {.list = list};

    l.list.kind = list.kind != NULL ? list.kind : "customer";
    l.list.customer_ref = list.customer_ref != NULL ? list.customer_ref : "";
    l.list.parent_ref = list.parent_ref != NULL ? list.parent_ref : "";
    l.list.label = list.label != NULL ? list.label : "";
    l.list.created_to_at = list.created_to_at > 0 ? list.created_to_at : INT64_MAX;
    l.list.before_seq = list.before_seq > 0 ? list.before_seq : INT64_MAX;
    l.list.rows_max = list.rows_max > 0 ? list.rows_max : 10;
    CHECK_STATUS(tx(db, list_in, &l), OK);
    return l;
}

TEST_BOTH(sandbox_lists_are_filtered_and_ordered)
{
    struct db *db = open_sandbox(engine);
    struct listing l;

    CHECK_STATUS(tx(db, put_some, NULL), OK);
    l = listed(db, (struct sandbox_list){.rows_max = 2});
    CHECK_I64(l.n, 2);
    CHECK_TEXT(l.rows[0].ref, "cus_5");
    l = listed(db, (struct sandbox_list){.after_seq = 2, .rows_max = 2});
    CHECK_TEXT(l.rows[0].ref, "cus_3");
    l = listed(db, (struct sandbox_list){.before_seq = 3});
    CHECK_I64(l.n, 2);
    l = listed(db, (struct sandbox_list){.customer_ref = "even"});
    CHECK_I64(l.n, 2);
    l = listed(db, (struct sandbox_list){.kind = "charge", .parent_ref = "pi_1"});
    CHECK_I64(l.n, 1);
    l = listed(db, (struct sandbox_list){.label = "b@x"});
    CHECK_I64(l.n, 2);
    l = listed(db, (struct sandbox_list){.label = "|b@x|a@x|"});
    CHECK_I64(l.n, 3);
    l = listed(db, (struct sandbox_list){.created_from_at = 2000, .created_to_at = 4000});
    CHECK_I64(l.n, 3);
}

static enum status change_in(struct tx *t, void *arg)
{
    struct sandbox_object_row o = {.ref = "cus_1",
                                   .kind = "charge",
                                   .seq = 99,
                                   .created_at = 99,
                                   .customer_ref = "new",
                                   .parent_ref = "",
                                   .label = "",
                                   .body = "{\"a\":1}"};
    enum status s = store_sandbox_put(t, &o);

    return s == OK ? store_sandbox_get(t, "cus_1", arg) : s;
}

static enum status due_in(struct tx *t, void *arg)
{
    struct listing *l = arg;

    return store_sandbox_due(t, 200, 10, &l->rows, &l->n);
}

TEST_BOTH(a_changed_object_keeps_its_place_and_its_time)
{
    struct db *db = open_sandbox(engine);
    struct sandbox_object_row o;
    struct listing l;

    CHECK_STATUS(tx(db, put_some, NULL), OK);
    CHECK_STATUS(tx(db, due_in, &l), OK);
    CHECK_I64(l.n, 2);
    CHECK_TEXT(l.rows[0].ref, "cus_1");
    CHECK_STATUS(tx(db, change_in, &o), OK);
    CHECK_TEXT(o.kind, "customer");
    CHECK_I64(o.seq, 1);
    CHECK_I64(o.created_at, 1000);
    CHECK_TEXT(o.customer_ref, "new");
    CHECK_TEXT(o.body, "{\"a\":1}");
    CHECK_STATUS(tx(db, due_in, &l), OK);
    CHECK_I64(l.n, 1);
}

static enum status keys_in(struct tx *t, void *arg)
{
    struct sandbox_key_row k = {.key = "k", .digest = "d", .request_ref = "req_1", .created_at = 5};
    struct sandbox_key_row old = {.key = "old", .digest = "d", .request_ref = "req_0"};
    struct sandbox_key_row *found = arg;
    enum status s = store_sandbox_key_claim(t, &k);

    s = s == OK ? store_sandbox_key_claim(t, &old) : s;
    s = s == OK ? store_sandbox_key_done(t, "old", 200, "{}") : s;
    s = s == OK ? store_sandbox_key_get(t, "k", found) : s;
    return s;
}

/* What was found: old, in flight, in flight after a start. Nothing is checked on the writer's
 * thread. */
static enum status forget_in(struct tx *t, void *arg)
{
    enum status *found = arg;
    struct sandbox_key_row k;
    enum status s = store_sandbox_keys_forget(t, 5);

    found[0] = s == OK ? store_sandbox_key_get(t, "old", &k) : s;
    found[1] = s == OK ? store_sandbox_key_get(t, "k", &k) : s;
    s = s == OK ? store_sandbox_keys_release(t) : s;
    found[2] = s == OK ? store_sandbox_key_get(t, "k", &k) : s;
    return s;
}

static enum status drop_in(struct tx *t, void *arg)
{
    (void)arg;
    return store_sandbox_key_drop(t, "never there");
}

TEST_BOTH(sandbox_keys_are_claimed_once_and_let_go)
{
    struct db *db = open_sandbox(engine);
    struct sandbox_key_row k;
    enum status found[3];

    CHECK_STATUS(tx(db, keys_in, &k), OK);
    CHECK(!k.done);
    CHECK_TEXT(k.digest, "d");
    CHECK_STATUS(tx(db, keys_in, &k), E_CONFLICT);
    CHECK_STATUS(tx(db, forget_in, found), OK);
    CHECK_STATUS(found[0], E_NOT_FOUND);
    CHECK_STATUS(found[1], OK); /* in flight: not as old as the other */
    CHECK_STATUS(found[2], E_NOT_FOUND);
    CHECK_STATUS(tx(db, drop_in, NULL), OK);
}

static enum status requests_in(struct tx *t, void *arg)
{
    struct sandbox_request_row r = {
        .seq = 1, .ref = "req_1", .method = "GET", .path = "/", .key = ""};
    struct sandbox_request_row *rows;
    int *n = arg;
    enum status s = store_sandbox_request(t, &r);

    r.seq = 2;
    s = s == OK ? store_sandbox_request(t, &r) : s;
    s = s == OK ? store_sandbox_requests(t, 1, &rows, n) : s;
    return s == OK ? store_sandbox_requests_forget(t) : s;
}

struct faults {
    int n;
    enum status again;
};

static enum status faults_in(struct tx *t, void *arg)
{
    struct sandbox_fault_row f = {.seq = 1,
                                  .method = "",
                                  .path = "",
                                  .remaining = 1,
                                  .mode = "delay",
                                  .http = 500,
                                  .headers = "{}"};
    struct sandbox_fault_row *rows;
    struct faults *found = arg;
    enum status s = store_sandbox_fault(t, &f);

    s = s == OK ? store_sandbox_faults(t, &rows, &found->n) : s;
    s = s == OK ? store_sandbox_fault_take(t, 1) : s;
    found->again = s == OK ? store_sandbox_fault_take(t, 1) : s;
    return s == OK ? store_sandbox_faults_forget(t) : s;
}

TEST_BOTH(sandbox_requests_and_faults_are_kept_and_forgotten)
{
    struct db *db = open_sandbox(engine);
    struct faults found = {0, OK};
    int n = 0;

    CHECK_STATUS(tx(db, requests_in, &n), OK);
    CHECK_I64(n, 1);
    CHECK_STATUS(tx(db, faults_in, &found), OK);
    CHECK_I64(found.n, 1);
    CHECK_STATUS(found.again, E_CONFLICT);
}

struct hooks {
    struct sandbox_delivery_row oldest, newest;
    int64_t pending, setting, unset;
};

static enum status hooks_in(struct tx *t, void *arg)
{
    struct hooks *h = arg;
    enum status s = store_sandbox_delivery(t, 1, "cus_1", 10);

    s = s == OK ? store_sandbox_delivery(t, 2, "cus_2", 20) : s;
    s = s == OK ? store_sandbox_delivery(t, 3, "cus_3", 30) : s;
    s = s == OK ? store_sandbox_delivery_next(t, 20, false, &h->oldest) : s;
    s = s == OK ? store_sandbox_delivery_next(t, 20, true, &h->newest) : s;
    s = s == OK ? store_sandbox_delivery_tried(t, 1, "done", 200, 10) : s;
    s = s == OK ? store_sandbox_deliveries_pending(t, &h->pending) : s;
    s = s == OK ? store_sandbox_set(t, "x", 1) : s;
    s = s == OK ? store_sandbox_set(t, "x", 2) : s;
    s = s == OK ? store_sandbox_setting(t, "x", &h->setting) : s;
    return s == OK ? store_sandbox_setting(t, "y", &h->unset) : s;
}

TEST_BOTH(sandbox_deliveries_come_oldest_or_newest_first)
{
    struct db *db = open_sandbox(engine);
    struct hooks h;

    CHECK_STATUS(tx(db, put_some, NULL), OK);
    CHECK_STATUS(tx(db, hooks_in, &h), OK);
    CHECK_TEXT(h.oldest.event_ref, "cus_1");
    CHECK_TEXT(h.newest.event_ref, "cus_2");
    CHECK_TEXT(h.newest.body, "{}");
    CHECK_I64(h.pending, 2);
    CHECK_I64(h.setting, 2);
    CHECK_I64(h.unset, 0);
}

static enum status messages_in(struct tx *t, void *arg)
{
    struct sandbox_message_row m = {1, "SM1", "AC1", "+811", "+812", "確認", 5}, *rows;
    int *n = arg;
    enum status s = store_sandbox_message(t, &m);

    m.seq = 2;
    m.to_number = "+813";
    s = s == OK ? store_sandbox_message(t, &m) : s;
    s = s == OK ? store_sandbox_messages(t, "", &rows, &n[0]) : s;
    return s == OK ? store_sandbox_messages(t, "+811", &rows, &n[1]) : s;
}

TEST_BOTH(sandbox_messages_are_read_by_number)
{
    struct db *db = open_sandbox(engine);
    int n[2] = {0, 0};

    CHECK_STATUS(tx(db, messages_in, n), OK);
    CHECK_I64(n[0], 2);
    CHECK_I64(n[1], 1);
}
