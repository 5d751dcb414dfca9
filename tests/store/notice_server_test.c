/* notice_server_test.c - mails to an SMTP server, and what becomes of a notice when it is slow,
 * away, or says no. */
#include "app/base/limits.h"
#include "tests/database.h"
#include "tests/errand.h"
#include "tests/letter.h"
#include "tests/mail_sink.h"
#include "tests/test.h"

#include <pthread.h>
#include <stdio.h>
#include <string.h>

#define YAMADA "yamada@example.jp"

/* A postman with an SMTP server. */
static struct errand *errand_with_sink(const char *engine, struct mail_sink **sink)
{
    struct errand *e = errand_open(engine);

    *sink = mail_sink_open();
    e->options.mail.url = mail_sink_url(*sink);
    e->options.from = "noreply@otagai.example.jp";
    return e;
}

/* Past every pause there can be. */
static void wait_a_while(struct errand *e)
{
    clock_advance(&e->clock, NOTICE_PAUSE_MS_MAX);
}

TEST_BOTH(a_mail_reaches_the_server_whole)
{
    struct mail_sink *sink;
    struct errand *e = errand_with_sink(engine, &sink);
    const struct sink_mail *mail;

    errand_tell(e, e->supporter, NOTICE_ASKED, e->offer);
    CHECK_I64(errand_step(e), 1);
    CHECK_I64(mail_sink_count(sink), 1);
    mail = mail_sink_mail(sink, 0);
    CHECK_TEXT(mail->from, "noreply@otagai.example.jp");
    CHECK_TEXT(mail->to, YAMADA);
    CHECK_TEXT(mail->helo, "otagai.example.jp");
    CHECK_TEXT(mail_header(mail->text, "To"), YAMADA);
    CHECK_TEXT(mail_subject(mail->text), "お願いです:11月25日(水)16:45〜 お迎え");
    CHECK(strstr(mail_body(mail->text), "佐藤さんからのお願いです。") != NULL);
    CHECK(strstr(mail_header(mail->text, "Message-ID"), "@otagai.example.jp>") != NULL);
    CHECK_I64(errand_count(e, "sent"), 1);
    CHECK_I64(errand_files(e), 0);
    database_check(e->db);
}

TEST_BOTH(many_mails_go_over_one_connection)
{
    struct mail_sink *sink;
    struct errand *e = errand_with_sink(engine, &sink);

    for (int i = 0; i < 10; i++) {
        errand_tell(e, e->guardian, NOTICE_ACCOUNT_EXISTS, e->guardian + i);
    }
    CHECK_I64(errand_step(e), 10);
    CHECK_I64(mail_sink_count(sink), 10);
    CHECK_I64(mail_sink_connections(sink), 1);
}

TEST_BOTH(a_mail_sent_again_after_a_crash_has_the_same_message_id)
{
    struct mail_sink *sink;
    struct errand *e = errand_with_sink(engine, &sink);
    char id[200];

    errand_tell(e, e->supporter, NOTICE_ASKED, e->offer);
    CHECK_I64(errand_step(e), 1);
    errand_sql(e, "UPDATE notice SET state = 'pending', done_at = NULL"); /* the commit is lost */
    clock_advance(&e->clock, NOTICE_LEASE_MS + 1000);
    CHECK_I64(errand_step(e), 1);
    CHECK_I64(mail_sink_count(sink), 2);
    snprintf(id, sizeof id, "%s", mail_header(mail_sink_mail(sink, 0)->text, "Message-ID"));
    CHECK(strlen(id) > 10);
    CHECK_TEXT(mail_header(mail_sink_mail(sink, 1)->text, "Message-ID"), id);
}

TEST_BOTH(a_server_that_breaks_off_after_the_last_byte_gets_the_mail_again_under_the_same_id)
{
    struct mail_sink *sink;
    struct errand *e = errand_with_sink(engine, &sink);
    struct errand_notice n;
    char id[200];

    errand_tell(e, e->supporter, NOTICE_ASKED, e->offer);
    mail_sink_mood(sink, SINK_DIES_AFTER_DATA);
    errand_step(e);
    errand_notice(e, &n);
    CHECK_TEXT(n.state, "pending");
    CHECK_I64(n.tries, 1);
    CHECK(n.due_at >= clock_now(&e->clock) + NOTICE_PAUSE_MS_MIN / 2 - 5000);
    mail_sink_mood(sink, SINK_TAKES);
    wait_a_while(e);
    CHECK_I64(errand_step(e), 1);
    CHECK_I64(mail_sink_count(sink), 2);
    snprintf(id, sizeof id, "%s", mail_header(mail_sink_mail(sink, 0)->text, "Message-ID"));
    CHECK_TEXT(mail_header(mail_sink_mail(sink, 1)->text, "Message-ID"), id);
    CHECK_I64(errand_count(e, "sent"), 1);
}

TEST_BOTH(a_mail_on_which_the_server_always_breaks_off_ends_as_a_task)
{
    struct mail_sink *sink;
    struct errand *e = errand_with_sink(engine, &sink);

    errand_tell(e, e->supporter, NOTICE_ASKED, e->offer);
    mail_sink_mood(sink, SINK_DIES_AFTER_DATA);
    for (int i = 0; i < NOTICE_TRIES_MAX; i++) {
        CHECK_I64(errand_count(e, "pending"), 1);
        errand_step(e);
        wait_a_while(e);
    }
    CHECK_I64(errand_count(e, "failed"), 1);
    CHECK_I64(errand_tasks(e, "notice.failed"), 1);
    CHECK_I64(errand_step(e), 0);
}

TEST_BOTH(a_server_that_is_down_delays_everything_and_loses_nothing)
{
    struct mail_sink *sink;
    struct errand *e = errand_with_sink(engine, &sink);
    struct errand_notice n;
    int port = mail_sink_port(sink);
    char url[64];

    snprintf(url, sizeof url, "%s", mail_sink_url(sink));
    e->options.mail.url = url;
    mail_sink_close(sink);
    for (int i = 0; i < 5; i++) {
        errand_tell(e, e->guardian, NOTICE_ACCOUNT_EXISTS, e->guardian + i);
    }
    for (int i = 0; i < 3 * NOTICE_TRIES_MAX; i++) { /* never "failed": it is not their fault */
        CHECK_I64(errand_step(e), 0);
        clock_advance(&e->clock, NOTICE_AWAY_MS_MAX);
    }
    errand_notice(e, &n);
    CHECK_TEXT(n.state, "pending");
    CHECK_I64(n.tries, 0);
    CHECK(n.error != NULL && strstr(n.error, "connecting: ") == n.error);
    CHECK_I64(errand_count(e, "pending"), 5);
    CHECK_I64(errand_tasks(e, "mail.unreachable"), 1);
    CHECK_I64(errand_tasks(e, "notice.failed"), 0);

    sink = mail_sink_open_at(port);
    CHECK_I64(errand_step(e), 5);
    CHECK_I64(mail_sink_count(sink), 5);
    CHECK_I64(errand_tasks(e, "mail.unreachable"), 0);
    database_check(e->db);
}

TEST_BOTH(a_server_that_was_not_reached_is_left_alone_for_a_moment)
{
    struct mail_sink *sink;
    struct errand *e = errand_with_sink(engine, &sink);

    mail_sink_mood(sink, SINK_BUSY);
    for (int i = 0; i < 5; i++) {
        errand_tell(e, e->guardian, NOTICE_ACCOUNT_EXISTS, e->guardian + i);
    }
    CHECK_I64(errand_step(e), 0);
    CHECK_I64(errand_step(e), 0);
    CHECK_I64(errand_step(e), 0);
    CHECK_I64(mail_sink_connections(sink), 1); /* one try for all five, then a pause */
    mail_sink_mood(sink, SINK_TAKES);
    clock_advance(&e->clock, NOTICE_AWAY_MS_MIN);
    CHECK_I64(errand_step(e), 5);
}

TEST_BOTH(what_is_cancelled_while_the_server_is_down_is_not_sent_afterwards)
{
    struct mail_sink *sink;
    struct errand *e = errand_with_sink(engine, &sink);

    errand_book(e);
    errand_sql(e, "UPDATE booking SET state = 'confirmed'");
    mail_sink_mood(sink, SINK_BUSY);
    errand_tell(e, e->guardian, NOTICE_CONFIRMED, e->booking);
    CHECK_I64(errand_step(e), 0);
    errand_sql(e, "UPDATE booking SET state = 'cancelled'");
    errand_tell(e, e->guardian, NOTICE_CANCELLED, e->booking);
    mail_sink_mood(sink, SINK_TAKES);
    clock_advance(&e->clock, NOTICE_AWAY_MS_MAX);
    errand_step(e);
    CHECK_I64(mail_sink_count(sink), 1);
    CHECK_TEXT(mail_subject(mail_sink_mail(sink, 0)->text),
               "取り消しになりました:11月25日(水)16:45〜 お迎え");
}

TEST_BOTH(a_server_that_wants_nothing_of_ours_is_as_good_as_away)
{
    struct mail_sink *sink;
    struct errand *e = errand_with_sink(engine, &sink);
    struct errand_notice n;

    mail_sink_mood(sink, SINK_SENDER_REFUSED); /* 550, but not about the mail */
    errand_tell(e, e->supporter, NOTICE_ASKED, e->offer);
    for (int i = 0; i < 3; i++) {
        CHECK_I64(errand_step(e), 0);
        clock_advance(&e->clock, NOTICE_AWAY_MS_MAX);
    }
    errand_notice(e, &n);
    CHECK_TEXT(n.state, "pending");
    CHECK_TEXT(n.error, "MAIL: code 550");
    CHECK_I64(n.tries, 0);
}

TEST_BOTH(a_log_in_that_is_refused_delays_and_shows_nothing_of_the_password)
{
    struct mail_sink *sink;
    struct errand *e = errand_with_sink(engine, &sink);
    struct errand_notice n;

    mail_sink_mood(sink, SINK_LOGIN_REFUSED);
    e->options.mail.user = "otagai";
    e->options.mail.password = "hush-hush";
    errand_tell(e, e->supporter, NOTICE_ASKED, e->offer);
    CHECK_I64(errand_step(e), 0);
    errand_notice(e, &n);
    CHECK_TEXT(n.state, "pending");
    CHECK_TEXT(n.error, "AUTH: code 535");
    CHECK_I64(n.tries, 0);
}

TEST_BOTH(a_recipient_refused_for_good_is_a_task_at_once_and_the_others_get_theirs)
{
    struct mail_sink *sink;
    struct errand *e = errand_with_sink(engine, &sink);
    struct errand_notice n;

    mail_sink_mood(sink, SINK_RCPT_REFUSED);
    errand_tell(e, e->supporter, NOTICE_ASKED, e->offer);
    CHECK_I64(errand_step(e), 1);
    errand_notice(e, &n);
    CHECK_TEXT(n.state, "failed");
    CHECK_TEXT(n.error, "RCPT: code 550");
    CHECK_I64(errand_tasks(e, "notice.failed"), 1);
    mail_sink_mood(sink, SINK_TAKES);
    errand_tell(e, e->guardian, NOTICE_ACCOUNT_EXISTS, e->guardian);
    CHECK_I64(errand_step(e), 1);
    CHECK_I64(mail_sink_count(sink), 1);
    wait_a_while(e);
    CHECK_I64(errand_step(e), 0);
    CHECK_I64(mail_sink_count(sink), 1);
    database_check(e->db);
}

TEST_BOTH(a_mail_refused_after_its_last_byte_is_a_task_too)
{
    struct mail_sink *sink;
    struct errand *e = errand_with_sink(engine, &sink);
    struct errand_notice n;

    mail_sink_mood(sink, SINK_DATA_REFUSED);
    errand_tell(e, e->supporter, NOTICE_ASKED, e->offer);
    CHECK_I64(errand_step(e), 1);
    errand_notice(e, &n);
    CHECK_TEXT(n.state, "failed");
    CHECK_TEXT(n.error, "DATA: code 554");
}

TEST_BOTH(a_recipient_refused_for_now_is_tried_with_growing_pauses_and_then_a_task)
{
    struct mail_sink *sink;
    struct errand *e = errand_with_sink(engine, &sink);
    struct errand_notice n;
    int64_t usual = NOTICE_PAUSE_MS_MIN;

    mail_sink_mood(sink, SINK_RCPT_LATER);
    errand_code(e, e->guardian, "email", "mail", NULL, "042137");
    errand_sql(e, "UPDATE code SET expires_at = expires_at + 1000000000");
    for (int i = 1; i < NOTICE_TRIES_MAX; i++) {
        int64_t pause;

        CHECK_I64(errand_step(e), 1);
        errand_notice(e, &n);
        CHECK_TEXT(n.state, "pending");
        CHECK_TEXT(n.error, "RCPT: code 450");
        CHECK_I64(n.tries, i);
        CHECK_I64(n.has_code, 1);
        pause = n.due_at - clock_now(&e->clock);
        CHECK(pause <= usual && pause >= usual / 2 - 5000);
        usual = usual * 2 < NOTICE_PAUSE_MS_MAX ? usual * 2 : NOTICE_PAUSE_MS_MAX;
        wait_a_while(e);
    }
    CHECK_I64(errand_step(e), 1);
    errand_notice(e, &n);
    CHECK_TEXT(n.state, "failed");
    CHECK_I64(n.has_code, 0);
    CHECK_I64(errand_tasks(e, "notice.failed"), 1);
    CHECK_I64(mail_sink_count(sink), 0);
}

TEST_BOTH(a_mail_never_leaves_in_clear_for_another_machine)
{
    struct mail_sink *sink;
    struct errand *e = errand_with_sink(engine, &sink);
    struct errand_notice n;
    char url[64];

    /* 127.0.0.1 by a name that does not say so: taken for another machine. */
    snprintf(url, sizeof url, "smtp://2130706433:%d", mail_sink_port(sink));
    e->options.mail.url = url;
    errand_tell(e, e->supporter, NOTICE_ASKED, e->offer);
    CHECK_I64(errand_step(e), 0);
    CHECK_I64(mail_sink_connections(sink), 1);
    CHECK_I64(mail_sink_count(sink), 0);
    errand_notice(e, &n);
    CHECK_TEXT(n.state, "pending");
    CHECK(strstr(n.error, "SSL") != NULL);
}

TEST_BOTH(a_slow_server_gets_its_mail_too)
{
    struct mail_sink *sink;
    struct errand *e = errand_with_sink(engine, &sink);

    mail_sink_delay(sink, 100);
    errand_tell(e, e->supporter, NOTICE_ASKED, e->offer);
    CHECK_I64(errand_step(e), 1);
    CHECK_I64(mail_sink_count(sink), 1);
}

#define POSTMEN 4
#define LETTERS 60

struct postman {
    struct errand *e;
    struct deliver *deliver;
    struct arena *arena;
    int sent;
};

static void *deliver_all(void *arg)
{
    struct postman *p = arg;
    int did = 1;

    while (did > 0) {
        struct ctx x = errand_ctx(p->e);

        x.arena = p->arena;
        if (deliver_step(p->deliver, &x, &did) == OK) {
            p->sent += did;
        }
        arena_reset(p->arena);
    }
    return NULL;
}

TEST_BOTH_IN("concurrent", several_postmen_at_once_bring_each_mail_once)
{
    struct mail_sink *sink;
    struct errand *e = errand_with_sink(engine, &sink);
    struct postman postmen[POSTMEN];
    pthread_t threads[POSTMEN];
    int sent = 0;

    for (int i = 0; i < LETTERS; i++) {
        errand_tell(e, e->guardian, NOTICE_ACCOUNT_EXISTS, e->guardian + i);
    }
    for (int i = 0; i < POSTMEN; i++) {
        postmen[i] = (struct postman){.e = e, .arena = arena_open(4 << 20)};
        CHECK(postmen[i].arena != NULL);
        CHECK_STATUS(deliver_open(&postmen[i].deliver, &e->options), OK);
        CHECK(pthread_create(&threads[i], NULL, deliver_all, &postmen[i]) == 0);
    }
    for (int i = 0; i < POSTMEN; i++) {
        pthread_join(threads[i], NULL);
        deliver_close(postmen[i].deliver);
        arena_close(postmen[i].arena);
        sent += postmen[i].sent;
    }
    CHECK_I64(sent, LETTERS);
    CHECK_I64(mail_sink_count(sink), LETTERS);
    CHECK_I64(errand_count(e, "sent"), LETTERS);
}

TEST_BOTH(a_display_name_with_line_ends_changes_no_header)
{
    struct mail_sink *sink;
    struct errand *e = errand_with_sink(engine, &sink);
    const char *text;

    errand_sql(e, "UPDATE member SET locale = 'en', display_name ="
                  " 'Eve\r\nBcc: all@example.jp\r\n\r\n.\r\nMAIL FROM:<eve@example.jp>'");
    errand_tell(e, e->supporter, NOTICE_ASKED, e->offer);
    CHECK_I64(errand_step(e), 1);
    CHECK_I64(mail_sink_count(sink), 1);
    text = mail_sink_mail(sink, 0)->text;
    CHECK_TEXT(mail_header(text, "Bcc"), "");
    CHECK_TEXT(mail_header(text, "Subject"), "Can you help? Wed 25 Nov 16:45, pick-up");
    CHECK(strstr(mail_body(text), "Eve  Bcc: all@example.jp    .  MAIL FROM:<eve@example.jp> is "
                                  "asking for your help.\n") == mail_body(text));
}

TEST_BOTH(an_address_that_is_none_is_refused_here_and_not_by_the_server)
{
    struct mail_sink *sink;
    struct errand *e = errand_with_sink(engine, &sink);
    struct errand_notice n;

    errand_code(e, e->guardian, "email", "mail", "a@example.jp\r\nRCPT TO:<b@example.jp>", "1");
    CHECK_I64(errand_step(e), 1);
    errand_notice(e, &n);
    CHECK_TEXT(n.state, "failed");
    CHECK_I64(mail_sink_connections(sink), 0);
}
