/* job_torture_test.c - what people do around one job, while the n-th statement, the n-th commit or
 * the n-th piece of memory fails, n = 1, 2, 3 ...: each is whole or has left nothing behind, the
 * answer is "later" and never an error of ours, and trying again works. */
#include "app/domain/amendment.h"
#include "app/domain/cancel.h"
#include "app/domain/handover.h"
#include "app/domain/handshake.h"
#include "app/domain/no_show_desk.h"
#include "app/domain/offer.h"
#include "app/domain/premeeting.h"
#include "app/domain/report.h"
#include "db/db_fault.h"
#include "tests/job.h"
#include "tests/office.h"
#include "tests/test.h"

#define ARENA_MAX    (1 << 20)
#define TRIES_AT     200 /* more than any of them has statements */
#define MEMORY_STEPS 40  /* sizes of memory that are too small; all multiples of 16 by --soak */

/* One deed, ready to be done: prepared anew whenever it was done. */
struct scene {
    struct town *t;
    struct job job;
    struct arena *arena; /* for the deed alone */
    int slot;            /* so that nobody is busy */
    int points;
    ctx_fn fn;
    void *arg;
    int64_t member_id, now;
    struct person *staff;
    bool defect; /* of the disk: that alone may be an error of ours */
    union {
        struct choose choose;
        struct handover handover;
        struct note_add note;
        struct report_put report;
        struct report_agree agree;
        struct cancel cancel;
        struct amendment_propose propose;
        struct amendment_answer answer;
        struct no_show no_show;
        struct no_show_decision decision;
        struct handshake handshake;
        struct premeeting_make sheet;
        struct premeeting_confirm sheet_ok;
    } u;
};

static void close_arena(void *a)
{
    arena_close(a);
}

static void arena_anew(struct scene *s, size_t bytes)
{
    if (s->arena != NULL) {
        test_cleanup_done(close_arena, s->arena);
        arena_close(s->arena);
    }
    s->arena = arena_open(bytes);
    CHECK(s->arena != NULL);
    test_cleanup(close_arena, s->arena);
}

static enum status run(struct scene *s)
{
    struct ctx x = world_ctx(s->t->world, s->member_id);

    x.arena = s->arena;
    x.now = s->now != 0 ? s->now : x.now;
    return ctx_tx(&x, s->fn, s->arg);
}

/* Done by somebody with everything working: how a scene is set. */
static void done(struct scene *s, int64_t member_id, ctx_fn fn, void *arg)
{
    struct ctx x = world_ctx(s->t->world, member_id);

    x.now = s->now != 0 ? s->now : x.now;
    CHECK_STATUS(ctx_tx(&x, fn, arg), OK);
}

/* A number that any row more, any row less and any change of a state makes another one. */
static int64_t trace(struct scene *s)
{
    return town_count(
        s->t, "SELECT /* scan: a test's */ CAST("
              " (SELECT COUNT(*) FROM booking) + 3 * (SELECT COUNT(*) FROM booking_event)"
              " + 7 * (SELECT COUNT(*) FROM notice) + 11 * (SELECT COUNT(*) FROM handover)"
              " + 13 * (SELECT COUNT(*) FROM booking_note) + 17 * (SELECT COUNT(*) FROM report)"
              " + 19 * (SELECT COUNT(*) FROM amendment) + 23 * (SELECT COUNT(*) FROM payment)"
              " + 29 * (SELECT COUNT(*) FROM pay_op) + 31 * (SELECT COUNT(*) FROM coverage_fact)"
              " + 37 * (SELECT COUNT(*) FROM coverage) + 41 * (SELECT COUNT(*) FROM staff_task)"
              " + 43 * (SELECT COUNT(*) FROM tie) + 47 * (SELECT COUNT(*) FROM premeeting)"
              " + 53 * (SELECT COUNT(*) FROM no_show_claim) + 59 * (SELECT COUNT(*) FROM timer"
              " WHERE state = 'due') + 61 * (SELECT COALESCE(SUM(LENGTH(state)), 0) FROM booking)"
              " + 67 * (SELECT COALESCE(SUM(LENGTH(state)), 0) FROM offer)"
              " + 71 * (SELECT COALESCE(SUM(LENGTH(state)), 0) FROM request)"
              " + 73 * (SELECT COALESCE(SUM(LENGTH(state)), 0) FROM payment)"
              " + 79 * (SELECT COALESCE(SUM(version), 0) FROM booking)"
              " + 83 * (SELECT COALESCE(SUM(jobs_done), 0) FROM tie)"
              " + 89 * (SELECT COUNT(*) FROM tie WHERE premet_until_at > 0)"
              " + 97 * (SELECT COUNT(*) FROM no_show_claim WHERE against IS NOT NULL)"
              " + 101 * (SELECT COUNT(*) FROM no_show_claim WHERE contested_at IS NOT NULL)"
              " AS BIGINT) AS n");
}

/* After one try that may have failed; true when the scene is used up. */
static bool judged(struct scene *s, enum status got, int64_t before)
{
    s->points++;
    if (got != OK) {
        CHECK(got == E_BUSY || (s->defect && got == E_INTERNAL));
        CHECK_I64(trace(s), before);
        return false;
    }
    CHECK(trace(s) != before);
    return true;
}

static void by_database(struct scene *s, void (*prepare)(struct scene *), struct db *db,
                        enum db_fault_point point, enum db_fault_kind kind)
{
    bool fired = true, ready = false;
    int64_t before = 0;

    s->defect = kind == DB_FAULT_IO;
    for (int n = 1; fired; n++) {
        enum status got;

        CHECK(n < TRIES_AT);
        if (!ready) {
            prepare(s);
            before = trace(s);
        }
        arena_anew(s, ARENA_MAX);
        db_fault_order(db, point, kind, n);
        got = run(s);
        fired = db_fault_fired(db);
        db_fault_order(db, point, kind, 0);
        ready = !judged(s, got, before);
    }
    CHECK(!ready); /* the last one had nothing in its way */
}

/* How much memory the deed takes when there is enough. */
static size_t memory_of(struct scene *s, void (*prepare)(struct scene *))
{
    prepare(s);
    arena_anew(s, ARENA_MAX);
    CHECK_STATUS(run(s), OK);
    return arena_used(s->arena);
}

static void by_memory(struct scene *s, void (*prepare)(struct scene *))
{
    size_t all = memory_of(s, prepare);
    size_t step = test_soak() || all < 16 * MEMORY_STEPS ? 16 : all / MEMORY_STEPS / 16 * 16;
    bool ready = false;
    int64_t before = 0;

    s->defect = false;
    for (size_t bytes = 16; bytes < all; bytes += step) {
        if (!ready) {
            prepare(s);
            before = trace(s);
        }
        arena_anew(s, bytes);
        ready = !judged(s, run(s), before);
    }
    if (ready) {
        arena_anew(s, ARENA_MAX);
        CHECK_STATUS(run(s), OK);
    }
}

static void torture(const char *engine, void (*prepare)(struct scene *))
{
    struct scene s = {.t = town_open(world_open(engine))};
    struct db *db = s.t->world->db, *keystore = s.t->world->keys.keystore;

    by_database(&s, prepare, db, DB_FAULT_STATEMENT, DB_FAULT_FULL);
    by_database(&s, prepare, db, DB_FAULT_COMMIT, DB_FAULT_FULL);
    by_database(&s, prepare, db, DB_FAULT_COMMIT, DB_FAULT_LOST_AFTER);
    by_database(&s, prepare, keystore, DB_FAULT_STATEMENT, DB_FAULT_FULL);
    if (test_soak()) {
        by_database(&s, prepare, db, DB_FAULT_STATEMENT, DB_FAULT_IO);
        by_database(&s, prepare, keystore, DB_FAULT_STATEMENT, DB_FAULT_IO);
    }
    by_memory(&s, prepare);
    CHECK(test_soak() || s.points <= 200);
    world_close(s.t->world);
}

/* ---- the scenes ---- */

static void next_job(struct scene *s)
{
    s->slot++;
    s->now = 0;
    s->job = job_usual(s->t);
    s->job.start_at += s->slot * 3 * HOUR_MS;
    s->job.end_at += s->slot * 3 * HOUR_MS;
}

static void ready(struct scene *s, int64_t member_id, ctx_fn fn, void *arg)
{
    s->member_id = member_id;
    s->fn = fn;
    s->arg = arg;
}

static void booked(struct scene *s)
{
    next_job(s);
    job_book(&s->job);
}

static void prepare_choose(struct scene *s)
{
    next_job(s);
    job_ask(&s->job);
    (void)job_offer(&s->job, s->t->mio, "offered");
    town_sql(s->t,
             arena_printf(s->t->world->arena,
                          "INSERT INTO timer (id, kind, subject_id, due_at, state, created_at)"
                          " VALUES (%lld, 'request.close', %lld, %lld, 'due', 1)",
                          (long long)(s->job.request_id + 1), (long long)s->job.request_id,
                          (long long)s->job.start_at));
    s->u.choose = (struct choose){.offer_id = s->job.offer_id};
    ready(s, s->job.parent->id, offer_choose, &s->u.choose);
}

static void hand(struct scene *s, const char *way)
{
    s->u.handover =
        (struct handover){.booking_id = s->job.booking_id, .way = way, .proof = "guardian_tap"};
    ready(s, s->job.parent->id, handover_note, &s->u.handover);
}

static void prepare_in(struct scene *s)
{
    booked(s);
    hand(s, "in");
}

static void in_care(struct scene *s)
{
    struct handover in = {.way = "in", .proof = "guardian_tap"};

    booked(s);
    in.booking_id = s->job.booking_id;
    s->now = s->job.start_at;
    done(s, s->job.parent->id, handover_note, &in);
    s->now = s->job.end_at;
}

static void prepare_out(struct scene *s)
{
    in_care(s);
    hand(s, "out");
}

static void prepare_note(struct scene *s)
{
    in_care(s);
    s->u.note = (struct note_add){.booking_id = s->job.booking_id, .text = "おやつを食べました"};
    ready(s, s->job.supporter->id, note_add, &s->u.note);
}

static void back(struct scene *s)
{
    struct handover out = {.way = "out", .proof = "guardian_tap"};

    in_care(s);
    out.booking_id = s->job.booking_id;
    done(s, s->job.parent->id, handover_note, &out);
}

static void prepare_report(struct scene *s)
{
    back(s);
    s->u.report = (struct report_put){.booking_id = s->job.booking_id, .text = "元気でした"};
    ready(s, s->job.supporter->id, report_put, &s->u.report);
}

static void prepare_agree(struct scene *s)
{
    struct report_put report = {.text = "元気でした"};

    back(s);
    report.booking_id = s->job.booking_id;
    s->now += 20 * MINUTE_MS;
    report.end_at = s->now; /* with overtime */
    done(s, s->job.supporter->id, report_put, &report);
    s->u.agree = (struct report_agree){
        .booking_id = s->job.booking_id, .start_at = s->job.start_at, .end_at = report.end_at};
    ready(s, s->job.parent->id, report_agree, &s->u.agree);
}

static void prepare_cancel(struct scene *s)
{
    booked(s);
    s->u.cancel = (struct cancel){.booking_id = s->job.booking_id, .cause = ""};
    ready(s, s->job.parent->id, booking_cancel, &s->u.cancel);
}

static void prepare_supporter_cancel(struct scene *s)
{
    next_job(s);
    job_ask(&s->job);
    (void)job_offer(&s->job, s->t->mio, "reserve");
    (void)job_offer(&s->job, s->t->ken, "asked");
    s->u.choose = (struct choose){.offer_id = s->job.offer_id};
    done(s, s->job.parent->id, offer_choose, &s->u.choose);
    s->job.booking_id = s->u.choose.booking.id;
    s->u.cancel = (struct cancel){.booking_id = s->job.booking_id, .cause = ""};
    ready(s, s->job.supporter->id, booking_cancel, &s->u.cancel);
}

static void prepare_accept(struct scene *s)
{
    booked(s);
    s->u.propose = (struct amendment_propose){.booking_id = s->job.booking_id,
                                              .end_at = s->job.end_at + 30 * MINUTE_MS};
    done(s, s->job.parent->id, amendment_propose, &s->u.propose);
    s->u.answer = (struct amendment_answer){.id = s->u.propose.row.id};
    ready(s, s->job.supporter->id, amendment_accept, &s->u.answer);
}

static void prepare_no_show(struct scene *s)
{
    booked(s);
    s->now = s->job.start_at + NO_SHOW_AFTER_MS;
    s->u.no_show = (struct no_show){.booking_id = s->job.booking_id, .against = "supporter"};
    ready(s, s->job.parent->id, no_show_say, &s->u.no_show);
}

static void prepare_contest(struct scene *s)
{
    prepare_no_show(s);
    done(s, s->job.parent->id, no_show_say, &s->u.no_show);
    ready(s, s->job.supporter->id, no_show_contest, &s->u.no_show);
}

static void prepare_decision(struct scene *s)
{
    prepare_contest(s);
    done(s, s->job.supporter->id, no_show_contest, &s->u.no_show);
    s->staff = s->staff != NULL ? s->staff : office_staff(s->t, "coordinator");
    s->u.decision = (struct no_show_decision){.community_id = s->t->community.id,
                                              .booking_id = s->job.booking_id,
                                              .missing = "guardian",
                                              .reason = "両方とお話ししました"};
    ready(s, s->staff->id, no_show_decide, &s->u.decision);
}

static void prepare_handshake(struct scene *s)
{
    struct person *shows = world_member(s->t->world, "見せる人");
    struct person *scans = world_member(s->t->world, "読む人");
    struct ctx x = world_ctx(s->t->world, shows->id);
    struct handshake_qr qr = {NULL, 0};

    CHECK_STATUS(handshake_qr_make(&x, &qr), OK);
    s->u.handshake = (struct handshake){.token = qr.token};
    ready(s, scans->id, handshake_scan, &s->u.handshake);
}

static void prepare_sheet(struct scene *s)
{
    struct person *other = world_member(s->t->world, "会った人");

    s->u.sheet = (struct premeeting_make){
        .tie_id = town_tie(s->t, s->t->sato.parent, other, 0),
        .household_id = s->t->sato.id.id,
        .child_met = true,
        .place_seen = true,
        .emergency_plan_read = true,
        .insurance_read = true,
    };
    s->staff = other;
    ready(s, s->t->sato.parent->id, premeeting_make, &s->u.sheet);
}

static void prepare_sheet_ok(struct scene *s)
{
    struct premeeting_make sheet;

    prepare_sheet(s);
    sheet = s->u.sheet;
    done(s, s->member_id, premeeting_make, &sheet);
    s->u.sheet_ok = (struct premeeting_confirm){.id = sheet.row.id};
    ready(s, s->staff->id, premeeting_confirm, &s->u.sheet_ok);
}

TEST_BOTH_IN("torture", a_choice_is_whole_or_not_there_whatever_fails)
{
    torture(engine, prepare_choose);
}

TEST_BOTH_IN("torture", a_hand_over_in_is_whole_or_not_there_whatever_fails)
{
    torture(engine, prepare_in);
}

TEST_BOTH_IN("torture", a_hand_over_out_is_whole_or_not_there_whatever_fails)
{
    torture(engine, prepare_out);
}

TEST_BOTH_IN("torture", a_note_is_whole_or_not_there_whatever_fails)
{
    torture(engine, prepare_note);
}

TEST_BOTH_IN("torture", a_report_is_whole_or_not_there_whatever_fails)
{
    torture(engine, prepare_report);
}

TEST_BOTH_IN("torture", agreeing_to_the_hours_is_whole_or_not_there_whatever_fails)
{
    torture(engine, prepare_agree);
}

TEST_BOTH_IN("torture", a_guardian_s_cancellation_is_whole_or_not_there_whatever_fails)
{
    torture(engine, prepare_cancel);
}

TEST_BOTH_IN("torture", a_supporter_s_cancellation_is_whole_or_not_there_whatever_fails)
{
    torture(engine, prepare_supporter_cancel);
}

TEST_BOTH_IN("torture", an_accepted_change_is_whole_or_not_there_whatever_fails)
{
    torture(engine, prepare_accept);
}

TEST_BOTH_IN("torture", a_no_show_is_whole_or_not_there_whatever_fails)
{
    torture(engine, prepare_no_show);
}

TEST_BOTH_IN("torture", contesting_it_is_whole_or_not_there_whatever_fails)
{
    torture(engine, prepare_contest);
}

TEST_BOTH_IN("torture", the_office_s_decision_is_whole_or_not_there_whatever_fails)
{
    torture(engine, prepare_decision);
}

TEST_BOTH_IN("torture", a_handshake_is_whole_or_not_there_whatever_fails)
{
    torture(engine, prepare_handshake);
}

TEST_BOTH_IN("torture", a_pre_meeting_is_whole_or_not_there_whatever_fails)
{
    torture(engine, prepare_sheet);
}

TEST_BOTH_IN("torture", confirming_it_is_whole_or_not_there_whatever_fails)
{
    torture(engine, prepare_sheet_ok);
}
