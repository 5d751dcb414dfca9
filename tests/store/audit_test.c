/* audit_test.c - the audit log and its chain: nothing is changed, nothing is left out, and whoever
 * tries is seen. */
#include "app/domain/audit.h"

#include "app/base/limits.h"
#include "db/store/audit.h"
#include "tests/people.h"
#include "tests/test.h"

#include <string.h>

struct noting {
    int n;
    int64_t id; /* of the row; 0: a new one */
};

static enum status note(struct ctx *x, void *arg)
{
    const struct noting *k = arg;
    enum status s = OK;

    for (int i = 0; s == OK && i < k->n; i++) {
        s = audit_note(x, 0, "saw.address", 7);
    }
    return s;
}

static enum status note_late(struct ctx *x, void *arg)
{
    const struct noting *k = arg;
    struct audit_row row = {.id = k->id, .at = x->now, .action = "saw.phone", .detail = ""};

    return store_audit_insert(x->tx, &row);
}

static void note_some(struct world *w, int n)
{
    struct ctx x = world_ctx(w, 42);
    struct noting k = {.n = n};

    CHECK_STATUS(ctx_tx(&x, note, &k), OK);
}

static int seal_some(struct world *w)
{
    struct ctx x = world_ctx(w, 0);
    int sealed = -1;

    CHECK_STATUS(audit_seal_step(&x, &sealed), OK);
    return sealed;
}

static int64_t broken(struct world *w)
{
    struct ctx x = world_ctx(w, 0);
    int64_t seq = -1;

    CHECK_STATUS(audit_check(&x, &seq), OK);
    return seq;
}

struct found {
    struct audit_row *rows;
    int n;
};

static enum status unsealed(struct ctx *x, void *arg)
{
    struct found *f = arg;

    return store_audit_unsealed(x->tx, 0, 10, &f->rows, &f->n);
}

static enum status script(struct ctx *x, void *arg)
{
    return db_script(x->tx, arg);
}

static enum status tamper(struct world *w, const char *sql)
{
    struct ctx x = world_ctx(w, 0);
    char *copy = arena_strdup(w->arena, sql);

    CHECK(copy != NULL);
    return ctx_tx(&x, script, copy);
}

TEST_BOTH(every_note_is_sealed_once_in_order)
{
    struct world *w = world_open(engine);

    CHECK_I64(seal_some(w), 0);
    CHECK_I64(broken(w), 0);
    note_some(w, 3);
    CHECK_I64(seal_some(w), 3);
    CHECK_I64(seal_some(w), 0);
    note_some(w, AUDIT_SEAL_BATCH + 5);
    CHECK_I64(seal_some(w), AUDIT_SEAL_BATCH);
    CHECK_I64(seal_some(w), 5);
    CHECK_I64(broken(w), 0);
    world_close(w);
}

TEST_BOTH(a_note_that_commits_late_is_sealed_all_the_same)
{
    struct world *w = world_open(engine);
    struct ctx x = world_ctx(w, 0);
    struct noting late = {.id = new_id(&x)}; /* its id is taken, its transaction still runs */

    note_some(w, 2);
    CHECK_I64(seal_some(w), 2);
    CHECK_STATUS(ctx_tx(&x, note_late, &late), OK);
    CHECK_I64(seal_some(w), 1);
    CHECK_I64(broken(w), 0);
    world_close(w);
}

TEST_BOTH(nothing_in_the_log_can_be_changed_or_taken_out)
{
    struct world *w = world_open(engine);

    note_some(w, 2);
    CHECK_I64(seal_some(w), 2);
    CHECK(tamper(w, "UPDATE audit_log SET actor_id = 1 /* scan */") != OK);
    CHECK(tamper(w, "DELETE FROM audit_log /* scan */") != OK);
    CHECK(tamper(w, "UPDATE audit_seal SET seq = seq + 1 /* scan */") != OK);
    CHECK(tamper(w, "DELETE FROM audit_seal WHERE seq = 1") != OK);
    CHECK_I64(broken(w), 0);
    world_close(w);
}

TEST_BOTH(whoever_gets_past_the_wall_is_seen_at_the_very_row)
{
    struct world *w = world_open(engine);
    bool sqlite = strcmp(engine, "sqlite") == 0;

    note_some(w, 5);
    CHECK_I64(seal_some(w), 5);
    CHECK_STATUS(tamper(w, sqlite ? "DROP TRIGGER audit_log_no_update"
                                  : "DROP TRIGGER audit_log_insert_only ON audit_log"),
                 OK);
    CHECK_STATUS(tamper(w, "UPDATE audit_log SET actor_id = 1 WHERE id ="
                           " (SELECT audit_id FROM audit_seal WHERE seq = 3)"),
                 OK);
    CHECK_I64(broken(w), 3);
    world_close(w);
}

TEST_BOTH(giving_and_ending_a_role_is_noted_with_who_and_whom)
{
    struct world *w = world_open(engine);
    struct person *admin = world_staff(w, "管理", "admin"), *p = world_member(w, "花子");
    struct ctx x = world_ctx(w, 0);
    struct found f;
    char path[80];

    client_path(path, sizeof path, "/api/v1/communities/%s/staff", world_community_text(w));
    CHECK_I64(client_post(admin->client, path,
                          json_pack("{s:s, s:s}", "member_id", p->id_text, "role", "finance")),
              201);
    CHECK_STATUS(ctx_read(&x, unsealed, &f), OK);
    CHECK_I64(f.n, 1);
    CHECK_TEXT(f.rows[0].action, "role.given");
    CHECK_I64(f.rows[0].actor_id, admin->id);
    CHECK_I64(f.rows[0].subject_id, p->id);
    CHECK_TEXT(f.rows[0].detail, "{\"role\":\"finance\"}");
    world_close(w);
}
