/* account_test.c - signing up while the n-th statement or commit fails, n = 1, 2, 3 ...: an answer
 * that says yes has its rows, one that says no has left nothing behind, and trying again works. */
#include "app/domain/account.h"

#include "app/base/limits.h"
#include "app/domain/contact.h"
#include "db/db_fault.h"
#include "db/store/member.h"
#include "tests/people.h"
#include "tests/test.h"

#include <stdio.h>
#include <string.h>

#define POINTS_MAX 60 /* far more than a sign-up has */

static struct sign_up form_of(struct world *w, int n)
{
    char *email = arena_printf(w->arena, "p%d@example.jp", n);

    CHECK(email != NULL);
    return (struct sign_up){
        .form = {.email = email,
                 .phone = arena_printf(w->arena, "0901234%04d", n),
                 .name = "山田花子",
                 .reading = "やまだはなこ",
                 .display_name = "はなこ",
                 .birth_day = 7000,
                 .password = "kumo-no-ue-no-hiru",
                 .locale = "ja",
                 .community_id = world_community(w)},
        .address = arena_printf(w->arena, "203.0.113.%d", n),
    };
}

struct finding {
    const char *email;
    struct member m;
};

static enum status find(struct ctx *x, void *arg)
{
    struct finding *f = arg;

    return store_member_by_email(x->tx, contact_email_blind(x, f->email), &f->m);
}

/* 'pending', 'active', or "" when there is no such member. */
static const char *state_of(struct world *w, const char *email)
{
    struct ctx x = world_ctx(w, 0);
    struct finding f = {.email = email};
    enum status s = ctx_read(&x, find, &f);

    CHECK(s == OK || s == E_NOT_FOUND);
    return s == OK ? f.m.state : "";
}

static void confirm(struct world *w, struct account_step *step, const char *channel)
{
    struct ctx x = world_ctx(w, 0);

    step->code = world_code(w, channel);
    CHECK_STATUS(account_confirm(&x, step), OK);
}

static void sign_up_failing(struct world *w, enum db_fault_point point, enum db_fault_kind kind)
{
    bool fired = true;
    int refused = 0;

    for (int n = 1; fired && n < POINTS_MAX; n++) {
        struct ctx x = world_ctx(w, 0);
        struct sign_up u = form_of(w, n + 100 * (int)kind + 1000 * (int)point);
        enum status s;

        db_fault_order(w->db, point, kind, n);
        s = account_sign_up(&x, &u);
        fired = db_fault_fired(w->db);
        db_fault_order(w->db, point, kind, 0);
        CHECK_TEXT(state_of(w, u.form.email), s == OK ? "pending" : "");
        if (s != OK) {
            refused++;
            x = world_ctx(w, 0);
            CHECK_STATUS(account_sign_up(&x, &u), OK);
        }
        CHECK_TEXT(state_of(w, u.form.email), "pending");
    }
    CHECK(!fired);
    CHECK(refused > 0 || kind == DB_FAULT_BUSY || kind >= DB_FAULT_LOST); /* those heal */
}

TEST_BOTH_IN("torture", a_sign_up_is_whole_or_not_there_whichever_statement_fails)
{
    struct world *w = world_open(engine);

    sign_up_failing(w, DB_FAULT_STATEMENT, DB_FAULT_IO);
    sign_up_failing(w, DB_FAULT_STATEMENT, DB_FAULT_BUSY);
    world_close(w);
}

TEST_BOTH_IN("torture", a_sign_up_is_whole_or_not_there_whichever_commit_fails)
{
    struct world *w = world_open(engine);

    sign_up_failing(w, DB_FAULT_COMMIT, DB_FAULT_FULL);
    sign_up_failing(w, DB_FAULT_COMMIT, DB_FAULT_LOST);
    sign_up_failing(w, DB_FAULT_COMMIT, DB_FAULT_LOST_AFTER);
    world_close(w);
}

static void activation_failing(struct world *w, enum db_fault_point point, enum db_fault_kind kind)
{
    bool fired = true;

    for (int n = 1; fired && n < POINTS_MAX; n++) {
        struct ctx x = world_ctx(w, 0);
        struct sign_up u = form_of(w, n + 100 * (int)kind + 1000 * (int)point);
        struct account_step step = {0};
        enum status s;

        CHECK_STATUS(account_sign_up(&x, &u), OK);
        step.pending = u.pending;
        confirm(w, &step, "mail");
        step.pending = step.next;
        step.code = world_code(w, "sms");
        x = world_ctx(w, 0);
        db_fault_order(w->db, point, kind, n);
        s = account_confirm(&x, &step);
        fired = db_fault_fired(w->db);
        db_fault_order(w->db, point, kind, 0);
        CHECK_TEXT(state_of(w, u.form.email), s == OK ? "active" : "pending");
        if (s != OK) { /* the code was not used up by what did not happen */
            confirm(w, &step, "sms");
        }
        CHECK(step.active && step.start.token != NULL);
        CHECK_TEXT(state_of(w, u.form.email), "active");
    }
    CHECK(!fired);
}

TEST_BOTH_IN("torture", an_activation_is_whole_or_can_be_tried_again)
{
    struct world *w = world_open(engine);

    activation_failing(w, DB_FAULT_STATEMENT, DB_FAULT_IO);
    activation_failing(w, DB_FAULT_COMMIT, DB_FAULT_LOST_AFTER);
    world_close(w);
}
