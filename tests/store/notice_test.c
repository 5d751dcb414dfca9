/* notice_test.c - what people are told: once, in their language, and only while it is true. Into a
 * maildir here; by SMTP and SMS in notice_server_test.c. */
#include "app/base/limits.h"
#include "app/domain/notice_queue.h"
#include "app/worker.h"
#include "tests/database.h"
#include "tests/errand.h"
#include "tests/letter.h"
#include "tests/test.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define HANAKO "hanako@example.jp"
#define YAMADA "yamada@example.jp"

TEST_BOTH(an_ask_becomes_one_file_that_says_all)
{
    struct errand *e = errand_open(engine);

    errand_tell(e, e->supporter, NOTICE_ASKED, e->offer);
    CHECK_I64(errand_step(e), 1);
    CHECK_I64(errand_files(e), 1);
    CHECK_TEXT(mail_header(e->files[0], "To"), YAMADA);
    CHECK_TEXT(mail_subject(e->files[0]), "お願いです:11月25日(水)16:45〜 お迎え");
    CHECK(strstr(mail_body(e->files[0]), "佐藤さんからのお願いです。") != NULL);
    CHECK_I64(errand_count(e, "sent"), 1);
    CHECK_I64(errand_step(e), 0);
    CHECK_I64(errand_files(e), 1);
    database_check(e->db);
}

TEST_BOTH(each_reads_in_the_language_chosen_at_the_moment_of_sending)
{
    static const char *const says[][2] = {
        {"en", "It's settled: Wed 25 Nov 16:45, pick-up"},
        {"ja-easy", "決まりました:11月25日(水曜日) 16:45から お迎え"},
        {"ja", "決まりました:11月25日(水)16:45〜 お迎え"}};
    struct errand *e = errand_open(engine);

    errand_book(e);
    for (int i = 0; i < 3; i++) {
        errand_sql(e, "DELETE FROM notice WHERE member_id = %lld", (long long)e->guardian);
        errand_sql(e, "UPDATE booking SET state = 'confirmed' WHERE id = %lld",
                   (long long)e->booking);
        errand_tell(e, e->guardian, NOTICE_CONFIRMED, e->booking);
        errand_sql(e, "UPDATE member SET locale = '%s' WHERE id = %lld", says[i][0],
                   (long long)e->guardian);
        CHECK_I64(errand_step(e), 1);
        CHECK_TEXT(mail_subject(letter_find(e->maildir, HANAKO, "confirmed")), says[i][1]);
    }
}

TEST_BOTH(what_is_put_twice_is_told_once)
{
    struct errand *e = errand_open(engine);

    errand_book(e);
    for (int i = 0; i < 3; i++) {
        errand_tell(e, e->supporter, NOTICE_CHOSEN, e->booking);
    }
    CHECK_I64(errand_step(e), 1);
    errand_tell(e, e->supporter, NOTICE_CHOSEN, e->booking);
    CHECK_I64(errand_step(e), 0);
    CHECK_I64(errand_files(e), 1);
    database_check(e->db);
}

TEST_BOTH(what_may_be_told_again_waits_only_once)
{
    struct errand *e = errand_open(engine);

    errand_tell(e, e->supporter, NOTICE_ASKED, e->offer);
    errand_tell(e, e->supporter, NOTICE_ASKED, e->offer);
    CHECK_I64(errand_step(e), 1);
    errand_tell(e, e->supporter, NOTICE_ASKED, e->offer);
    CHECK_I64(errand_step(e), 1);
    CHECK_I64(errand_files(e), 2);
    database_check(e->db);
}

static enum status tell_guardians_tx(struct ctx *x, void *arg)
{
    const struct errand *e = arg;

    return notice_put_guardians(x, e->household, e->guardian, NOTICE_CODE_WRONG, e->booking);
}

TEST_BOTH(all_guardians_but_one_are_told_and_former_ones_are_not)
{
    struct errand *e = errand_open(engine);
    struct ctx x;

    errand_book(e);
    errand_sql(e,
               "INSERT INTO guardian (household_id, member_id, since_at) VALUES (%lld, %lld, 1);"
               "UPDATE booking SET state = 'in_care' WHERE id = %lld",
               (long long)e->household, (long long)e->supporter, (long long)e->booking);
    x = errand_ctx(e);
    CHECK_STATUS(ctx_tx(&x, tell_guardians_tx, e), OK);
    CHECK_I64(errand_step(e), 2); /* mail and SMS */
    CHECK(letter_find(e->maildir, YAMADA, "code_wrong") != NULL);
    CHECK(letter_find(e->maildir, "+819087654321", "code_wrong") != NULL);
    errand_sql(e,
               "DELETE FROM notice WHERE kind = 'code_wrong';"
               "UPDATE guardian SET ended_at = 2 WHERE member_id = %lld",
               (long long)e->supporter);
    CHECK_STATUS(ctx_tx(&x, tell_guardians_tx, e), OK);
    CHECK_I64(errand_step(e), 0);
}

TEST_BOTH(an_sms_without_a_server_lies_in_the_maildir_too)
{
    struct errand *e = errand_open(engine);
    const char *sms;

    errand_code(e, e->guardian, "phone", "sms", NULL, "042137");
    CHECK_I64(errand_step(e), 1);
    sms = letter_find(e->maildir, "+819012345678", "code_phone");
    CHECK(sms != NULL);
    CHECK_TEXT(mail_header(sms, "X-Otagai-Channel"), "sms");
    CHECK_TEXT(mail_header(sms, "Subject"), "");
    CHECK_TEXT(letter_code(sms), "042137");
}

/* ---- no longer true ---- */

TEST_BOTH(a_job_cancelled_meanwhile_is_not_confirmed_to_anybody)
{
    struct errand *e = errand_open(engine);

    errand_book(e);
    errand_tell(e, e->supporter, NOTICE_CONFIRMED, e->booking);
    errand_tell(e, e->guardian, NOTICE_CONFIRMED, e->booking);
    errand_sql(e, "UPDATE booking SET state = 'cancelled' WHERE id = %lld", (long long)e->booking);
    CHECK_I64(errand_step(e), 2);
    CHECK_I64(errand_files(e), 0);
    CHECK_I64(errand_count(e, "dropped"), 2);
}

TEST_BOTH(an_ask_that_was_withdrawn_declined_or_closed_meanwhile_is_not_asked)
{
    static const char *const changes[] = {
        "UPDATE request SET state = 'withdrawn' WHERE id = %lld",
        "UPDATE request SET state = 'unfilled' WHERE id = %lld",
        "UPDATE request SET state = 'matched' WHERE id = %lld",
        "UPDATE request SET closes_at = 1 WHERE id = %lld",
        "UPDATE offer SET state = 'declined' WHERE request_id = %lld",
        "UPDATE offer SET state = 'released' WHERE request_id = %lld",
    };
    struct errand *e = errand_open(engine);

    for (int i = 0; i < 6; i++) {
        errand_sql(e,
                   "UPDATE request SET state = 'open', closes_at = %lld WHERE id = %lld;"
                   "UPDATE offer SET state = 'asked' WHERE request_id = %lld",
                   (long long)tokyo(11, 25, 16, 15), (long long)e->request, (long long)e->request);
        errand_tell(e, e->supporter, NOTICE_ASKED, e->offer);
        errand_sql(e, changes[i], (long long)e->request);
        CHECK_I64(errand_step(e), 1);
        CHECK_I64(errand_count(e, "dropped"), i + 1);
    }
    CHECK_I64(errand_files(e), 0);
}

TEST_BOTH(a_block_in_either_direction_silences_an_ask)
{
    struct errand *e = errand_open(engine);

    errand_tell(e, e->supporter, NOTICE_ASKED, e->offer);
    errand_sql(e, "INSERT INTO block (blocker_id, blocked_id, created_at) VALUES (%lld, %lld, 1)",
               (long long)e->guardian, (long long)e->supporter);
    CHECK_I64(errand_step(e), 1);
    errand_sql(e, "DELETE FROM block WHERE blocker_id = %lld", (long long)e->guardian);
    errand_tell(e, e->supporter, NOTICE_ASKED, e->offer);
    errand_sql(e, "INSERT INTO block (blocker_id, blocked_id, created_at) VALUES (%lld, %lld, 1)",
               (long long)e->supporter, (long long)e->guardian);
    CHECK_I64(errand_step(e), 1);
    CHECK_I64(errand_files(e), 0);
    CHECK_I64(errand_count(e, "dropped"), 2);
    database_check(e->db);
}

TEST_BOTH(a_closed_account_and_a_destroyed_key_hear_nothing)
{
    struct errand *e = errand_open(engine);
    struct ctx x = errand_ctx(e);

    errand_tell(e, e->supporter, NOTICE_ASKED, e->offer);
    errand_sql(e, "UPDATE member SET state = 'closed' WHERE id = %lld", (long long)e->supporter);
    CHECK_I64(errand_step(e), 1);
    errand_sql(e, "UPDATE member SET state = 'active' WHERE id = %lld", (long long)e->supporter);
    errand_tell(e, e->supporter, NOTICE_ASKED, e->offer);
    CHECK_STATUS(vault_destroy(&x, e->supporter), OK);
    CHECK_I64(errand_step(e), 1);
    CHECK_I64(errand_files(e), 0);
    CHECK_I64(errand_count(e, "dropped"), 2);
}

TEST_BOTH(a_withdrawn_ask_is_told_to_who_was_asked_and_to_nobody_else)
{
    struct errand *e = errand_open(engine);

    errand_sql(e, "UPDATE request SET state = 'withdrawn' WHERE id = %lld", (long long)e->request);
    errand_tell(e, e->supporter, NOTICE_WITHDRAWN, e->offer);
    CHECK_I64(errand_step(e), 1);
    CHECK_I64(errand_count(e, "dropped"), 1);
    errand_sql(e, "DELETE FROM notice WHERE kind = 'withdrawn';"
                  "UPDATE request SET state = 'open'");
    errand_tell(e, e->supporter, NOTICE_ASKED, e->offer);
    CHECK_I64(errand_step(e), 1);
    errand_sql(e, "UPDATE request SET state = 'withdrawn' WHERE id = %lld", (long long)e->request);
    errand_tell(e, e->supporter, NOTICE_WITHDRAWN, e->offer);
    CHECK_I64(errand_step(e), 1);
    CHECK(letter_find(e->maildir, YAMADA, "withdrawn") != NULL);
}

/* ---- codes ---- */

TEST_BOTH(a_code_is_sent_once_and_then_forgotten)
{
    struct errand *e = errand_open(engine);
    struct errand_notice n;

    errand_code(e, e->guardian, "email", "mail", NULL, "042137");
    errand_notice(e, &n);
    CHECK_I64(n.has_code, 1);
    CHECK_I64(errand_step(e), 1);
    CHECK_TEXT(letter_code(letter_find(e->maildir, HANAKO, "code_email")), "042137");
    errand_notice(e, &n);
    CHECK_I64(n.has_code, 0);
    CHECK_TEXT(n.state, "sent");
}

TEST_BOTH(a_code_for_a_new_address_goes_there)
{
    struct errand *e = errand_open(engine);

    errand_code(e, e->guardian, "email", "mail", "new@example.jp", "111111");
    CHECK_I64(errand_step(e), 1);
    CHECK(letter_find(e->maildir, HANAKO, "code_email") == NULL);
    CHECK_TEXT(letter_code(letter_find(e->maildir, "new@example.jp", "code_email")), "111111");
}

TEST_BOTH(a_code_that_is_old_used_or_no_longer_the_newest_is_not_sent)
{
    struct errand *e = errand_open(engine);
    struct errand_notice n;
    int64_t id = errand_code(e, e->guardian, "device", "mail", NULL, "111111");

    errand_code(e, e->guardian, "device", "mail", NULL, "222222");
    CHECK_I64(errand_step(e), 2);
    CHECK_I64(errand_files(e), 1);
    CHECK_TEXT(letter_code(e->files[0]), "222222");
    errand_notice(e, &n); /* the first */
    CHECK_TEXT(n.state, "dropped");
    CHECK_I64(n.has_code, 0);

    id = errand_code(e, e->guardian, "device", "mail", NULL, "333333");
    errand_sql(e, "UPDATE code SET used_at = 5 WHERE id = %lld", (long long)id);
    CHECK_I64(errand_step(e), 1);
    errand_code(e, e->guardian, "device", "mail", NULL, "444444");
    clock_advance(&e->clock, 10 * MINUTE_MS);
    CHECK_I64(errand_step(e), 1);
    CHECK_I64(errand_files(e), 1);
    CHECK_I64(errand_count(e, "dropped"), 3);
}

/* ---- quiet hours ---- */

TEST_BOTH(an_ask_at_23_59_or_0_00_waits_for_the_morning_and_a_confirmation_does_not)
{
    struct errand *e = errand_open(engine);

    errand_sql(e, "UPDATE supporter SET quiet_from_min = 1320, quiet_to_min = 420");
    errand_at(e, tokyo(11, 20, 23, 59));
    errand_tell(e, e->supporter, NOTICE_ASKED, e->offer);
    CHECK_I64(errand_step(e), 0);
    errand_at(e, tokyo(11, 21, 0, 0));
    CHECK_I64(errand_step(e), 0);
    errand_at(e, tokyo(11, 21, 7, 0) - 2000);
    CHECK_I64(errand_step(e), 0);
    errand_at(e, tokyo(11, 21, 7, 0));
    CHECK_I64(errand_step(e), 1);
    CHECK_I64(errand_files(e), 1);

    errand_at(e, tokyo(11, 22, 0, 0));
    errand_book(e);
    errand_sql(e, "UPDATE booking SET state = 'confirmed' WHERE id = %lld", (long long)e->booking);
    errand_tell(e, e->supporter, NOTICE_CONFIRMED, e->booking);
    CHECK_I64(errand_step(e), 1);
    CHECK_I64(errand_files(e), 2);
}

TEST_BOTH(an_ask_that_closes_before_the_quiet_hours_end_is_never_sent)
{
    struct errand *e = errand_open(engine);

    errand_sql(e,
               "UPDATE supporter SET quiet_from_min = 1320, quiet_to_min = 420;"
               "UPDATE request SET closes_at = %lld",
               (long long)tokyo(11, 21, 6, 0));
    errand_at(e, tokyo(11, 20, 22, 0));
    errand_tell(e, e->supporter, NOTICE_ASKED, e->offer);
    errand_at(e, tokyo(11, 21, 7, 0));
    CHECK_I64(errand_step(e), 1);
    CHECK_I64(errand_files(e), 0);
    CHECK_I64(errand_count(e, "dropped"), 1);
}

/* ---- killed in between ---- */

/* The row as it was before the transaction that a crash took away. */
static void forget_the_commit(struct errand *e)
{
    errand_sql(e, "UPDATE notice SET state = 'pending', done_at = NULL, lease_until_at = %lld",
               (long long)(clock_now(&e->clock) + NOTICE_LEASE_MS));
}

TEST_BOTH(killed_between_the_file_and_the_commit_there_is_one_file)
{
    struct errand *e = errand_open(engine);

    errand_tell(e, e->supporter, NOTICE_ASKED, e->offer);
    CHECK_I64(errand_step(e), 1);
    forget_the_commit(e);
    CHECK_I64(errand_step(e), 0); /* the lease of the dead one */
    clock_advance(&e->clock, NOTICE_LEASE_MS + 1000);
    CHECK_I64(errand_step(e), 1);
    CHECK_I64(errand_files(e), 1);
    CHECK_I64(errand_count(e, "sent"), 1);
}

TEST_BOTH(a_file_that_was_read_already_is_not_written_again)
{
    struct errand *e = errand_open(engine);
    char from[512], to[512];
    struct dirent **names;
    int n;

    errand_tell(e, e->supporter, NOTICE_ASKED, e->offer);
    CHECK_I64(errand_step(e), 1);
    snprintf(from, sizeof from, "%s/new", e->maildir);
    n = scandir(from, &names, NULL, alphasort);
    CHECK(n == 3); /* ., .. and the mail */
    snprintf(from, sizeof from, "%s/new/%s", e->maildir, names[2]->d_name);
    snprintf(to, sizeof to, "%s/cur/%s:2,S", e->maildir, names[2]->d_name);
    while (n-- > 0) {
        free(names[n]);
    }
    free(names);
    CHECK(rename(from, to) == 0);
    forget_the_commit(e);
    clock_advance(&e->clock, NOTICE_LEASE_MS + 1000);
    CHECK_I64(errand_step(e), 1);
    CHECK_I64(errand_files(e), 0);
    CHECK_I64(errand_count(e, "sent"), 1);
}

TEST_BOTH(a_lease_that_went_to_another_worker_settles_nothing)
{
    struct errand *e = errand_open(engine);
    struct ctx x;
    struct notice *mine, *theirs;
    struct errand_notice now;
    int n;

    errand_tell(e, e->supporter, NOTICE_ASKED, e->offer);
    x = errand_ctx(e);
    CHECK_STATUS(notice_claim(&x, "mail", &mine, &n), OK);
    CHECK_I64(n, 1);
    x.now += NOTICE_LEASE_MS;
    CHECK_STATUS(notice_claim(&x, "mail", &theirs, &n), OK);
    CHECK_I64(n, 1);
    CHECK_STATUS(notice_fail(&x, mine, "late"), OK);
    CHECK_STATUS(notice_later(&x, mine, "late"), OK);
    CHECK_STATUS(notice_sent(&x, mine), OK);
    errand_notice(e, &now);
    CHECK_TEXT(now.state, "pending");
    CHECK_I64(now.tries, 2);
    CHECK_STATUS(notice_sent(&x, theirs), OK);
    errand_notice(e, &now);
    CHECK_TEXT(now.state, "sent");
    CHECK_I64(errand_tasks(e, "notice.failed"), 0);
}

TEST_BOTH(a_disk_that_refuses_delays_and_loses_nothing)
{
    struct errand *e = errand_open(engine);
    struct errand_notice n;
    char path[512];

    errand_tell(e, e->supporter, NOTICE_ASKED, e->offer);
    CHECK_STATUS(deliver_open(&e->deliver, &e->options), OK);
    snprintf(path, sizeof path, "%s/tmp", e->maildir);
    CHECK(rmdir(path) == 0);
    CHECK_I64(errand_step(e), 0);
    errand_notice(e, &n);
    CHECK_TEXT(n.state, "pending");
    CHECK_TEXT(n.error, "maildir: busy");
    CHECK_I64(n.tries, 0);
    CHECK(mkdir(path, 0700) == 0);
    clock_advance(&e->clock, NOTICE_AWAY_MS_MIN + 1000);
    CHECK_I64(errand_step(e), 1);
    CHECK_I64(errand_files(e), 1);
}

TEST_BOTH(a_batch_at_a_time_the_oldest_first)
{
    struct errand *e = errand_open(engine);

    for (int i = 0; i < NOTICE_BATCH_MAX + 3; i++) {
        errand_tell(e, e->guardian, NOTICE_ACCOUNT_EXISTS, e->guardian + i);
    }
    CHECK_I64(errand_step(e), NOTICE_BATCH_MAX);
    CHECK_I64(errand_count(e, "pending"), 3);
    CHECK_I64(errand_step(e), 3);
    CHECK_I64(errand_files(e), NOTICE_BATCH_MAX + 3);
    database_check(e->db);
}

TEST_BOTH(who_is_told_to_hurry_gives_the_rest_back)
{
    struct errand *e = errand_open(engine);
    struct errand_notice n;

    errand_tell(e, e->supporter, NOTICE_ASKED, e->offer);
    CHECK_STATUS(deliver_open(&e->deliver, &e->options), OK);
    deliver_hurry(e->deliver);
    CHECK_I64(errand_step(e), 0);
    errand_notice(e, &n);
    CHECK_TEXT(n.state, "pending");
    CHECK_I64(n.tries, 0);
    CHECK_I64(n.lease_until_at, 0);
}

TEST_BOTH(the_queue_tells_how_long_the_oldest_waits)
{
    struct errand *e = errand_open(engine);
    struct ctx x = errand_ctx(e);
    struct notice_queue q;

    CHECK_STATUS(ctx_read(&x, notice_queue_get, &q), OK);
    CHECK(q.pending == 0 && q.failed == 0 && q.oldest_due_at == 0);
    errand_tell(e, e->supporter, NOTICE_ASKED, e->offer);
    clock_advance(&e->clock, MINUTE_MS);
    errand_tell(e, e->guardian, NOTICE_ACCOUNT_EXISTS, e->guardian);
    CHECK_STATUS(ctx_read(&x, notice_queue_get, &q), OK);
    CHECK_I64(q.pending, 2);
    CHECK(q.oldest_due_at >= x.now && q.oldest_due_at < x.now + 5000);
    database_check(e->db);
}

TEST_BOTH_IN("concurrent", a_running_worker_sends_what_is_put_meanwhile)
{
    struct errand *e = errand_open(engine);
    struct worker_parts parts = {
        .db = e->db, .ids = &e->ids, .keys = &e->keys, .clock = &e->clock, .deliver = &e->options};
    int64_t until_ms = clock_monotonic_ms() + 10000;
    struct worker *w;

    CHECK_STATUS(worker_start(&w, &parts), OK);
    errand_tell(e, e->supporter, NOTICE_ASKED, e->offer);
    worker_wake(w);
    while (letter_count(e->maildir) == 0 && clock_monotonic_ms() < until_ms) {
        usleep(5000);
    }
    worker_stop(w);
    CHECK(letter_find(e->maildir, YAMADA, "asked") != NULL);
    CHECK_I64(errand_count(e, "sent"), 1);
}
