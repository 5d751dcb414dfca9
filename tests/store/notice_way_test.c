/* notice_way_test.c - by which way and when somebody is told: quiet hours, switched off, what goes
 * first, several yeses in one message, and the other way where one bounces. */
#include "app/base/limits.h"
#include "app/domain/notice_queue.h"
#include "db/store/notice_wish.h"
#include "tests/database.h"
#include "tests/errand.h"
#include "tests/letter.h"
#include "tests/test.h"

#include <stdio.h>
#include <string.h>

#define HANAKO "hanako@example.jp"
#define PHONE  "+819012345678"

/* The guardian sleeps from 22 to 7 and has switched off these. */
static void wish(struct errand *e, int mail_off, int sms_off)
{
    errand_sql(e, "INSERT INTO notice_wish VALUES (%lld, 1320, 420, %d, %d, 1)",
               (long long)e->guardian, mail_off, sms_off);
}

static void booked(struct errand *e, const char *state)
{
    errand_book(e);
    errand_sql(e, "UPDATE booking SET state = '%s' WHERE id = %lld", state, (long long)e->booking);
}

static const char *found(struct errand *e, const char *to, const char *kind)
{
    return letter_find(e->maildir, to, kind);
}

static struct notice claimed(struct errand *e, const char *channel)
{
    struct ctx x = errand_ctx(e);
    struct notice *notices;
    int n;

    CHECK_STATUS(notice_claim(&x, channel, &notices, &n), OK);
    CHECK_I64(n, 1);
    return notices[0];
}

struct bounce_look {
    int64_t member_id;
    struct notice_bounces *out;
};

static enum status read_bounces(struct ctx *x, void *arg)
{
    struct bounce_look *look = arg;

    return store_notice_bounces(x->tx, look->member_id, look->out);
}

static int64_t marked(struct errand *e, const char *channel)
{
    struct notice_bounces b;
    struct bounce_look look = {e->guardian, &b};
    struct ctx x = errand_ctx(e);

    CHECK_STATUS(ctx_read(&x, read_bounces, &look), OK);
    return strcmp(channel, "mail") == 0 ? b.mail_at != 0 : b.sms_at != 0;
}

TEST_BOTH(what_is_put_at_night_is_told_in_the_morning_once_and_in_the_language_of_the_morning)
{
    struct errand *e = errand_open(engine);

    wish(e, 0, 0);
    errand_at(e, tokyo(11, 20, 23, 59));
    booked(e, "confirmed");
    errand_tell(e, e->guardian, NOTICE_CHANGED, e->booking);
    (void)errand_step(e);
    CHECK_I64(errand_files(e), 0);
    errand_at(e, tokyo(11, 21, 0, 0));
    errand_tell(e, e->guardian, NOTICE_CHANGED, e->booking);
    (void)errand_step(e);
    errand_at(e, tokyo(11, 21, 7, 0) - 1000);
    (void)errand_step(e);
    CHECK_I64(errand_files(e), 0);
    errand_sql(e, "UPDATE member SET locale = 'ja-easy'");
    errand_at(e, tokyo(11, 21, 7, 0));
    (void)errand_step(e);
    CHECK_I64(errand_files(e), 1);
    CHECK(strstr(mail_body(e->files[0]), "予定が 変わりました") != NULL);
}

TEST_BOTH(what_is_cancelled_in_the_night_is_not_told_as_changed_in_the_morning)
{
    struct errand *e = errand_open(engine);

    wish(e, 0, 0);
    errand_at(e, tokyo(11, 20, 23, 0));
    booked(e, "confirmed");
    errand_tell(e, e->guardian, NOTICE_CHANGED, e->booking);
    (void)errand_step(e);
    errand_sql(e, "UPDATE booking SET state = 'cancelled'");
    errand_at(e, tokyo(11, 21, 7, 0));
    (void)errand_step(e);
    CHECK_I64(errand_files(e), 0);
    CHECK_I64(errand_count(e, "dropped"), 1);
}

TEST_BOTH(who_blocks_leaves_or_is_erased_in_the_night_hears_nothing_in_the_morning)
{
    static const char *const happens[] = {
        "INSERT INTO block (blocker_id, blocked_id, created_at) VALUES (%lld, %lld, 1)",
        "UPDATE member SET state = 'closed' WHERE id = %lld AND id <> %lld",
        "UPDATE offer SET state = 'withdrawn' WHERE %lld <> %lld",
        "UPDATE request SET state = 'withdrawn' WHERE %lld <> %lld"};

    for (size_t i = 0; i < sizeof happens / sizeof happens[0]; i++) {
        struct errand *e = errand_open(engine);

        wish(e, 0, 0);
        errand_at(e, tokyo(11, 20, 23, 0));
        errand_sql(e, "UPDATE offer SET state = 'offered'");
        errand_tell(e, e->guardian, NOTICE_OFFERED, e->offer);
        (void)errand_step(e);
        CHECK_I64(errand_count(e, "pending"), 1);
        errand_sql(e, happens[i], (long long)e->guardian, (long long)e->supporter);
        errand_at(e, tokyo(11, 21, 7, 0));
        CHECK_I64(errand_step(e), 1);
        CHECK_I64(errand_files(e), 0);
        CHECK_I64(errand_count(e, "dropped"), 1);
    }
}

TEST_BOTH(who_is_on_hold_since_the_evening_is_not_asked_in_the_morning_but_hears_of_the_job)
{
    struct errand *e = errand_open(engine);

    errand_sql(e, "UPDATE supporter SET quiet_from_min = 1320, quiet_to_min = 420");
    errand_at(e, tokyo(11, 20, 23, 0));
    errand_tell(e, e->supporter, NOTICE_ASKED, e->offer);
    errand_sql(e, "UPDATE member SET held_at = 1 WHERE id = %lld", (long long)e->supporter);
    booked(e, "cancelled");
    errand_tell(e, e->supporter, NOTICE_CANCELLED, e->booking);
    errand_at(e, tokyo(11, 21, 7, 0));
    (void)errand_step(e);
    CHECK(found(e, "yamada@example.jp", "asked") == NULL);
    CHECK(found(e, "yamada@example.jp", "cancelled") != NULL);
}

TEST_BOTH(a_child_in_care_is_told_of_at_night_and_whatever_is_switched_off)
{
    struct errand *e = errand_open(engine);

    wish(e, 63, 63);
    errand_at(e, tokyo(11, 20, 23, 59));
    booked(e, "in_care");
    errand_tell(e, e->guardian, NOTICE_SOS, e->booking);
    errand_tell(e, e->guardian, NOTICE_CONFIRMED, e->booking); /* running: whatever it is */
    CHECK_I64(errand_step(e), 4);
    CHECK(found(e, HANAKO, "sos") != NULL && found(e, PHONE, "sos") != NULL);
    CHECK(found(e, HANAKO, "confirmed") != NULL && found(e, PHONE, "confirmed") != NULL);
}

TEST_BOTH(what_is_switched_off_is_dropped_by_that_channel_alone)
{
    struct errand *e = errand_open(engine);

    wish(e, 1 << CATEGORY_CHANGES, 0);
    booked(e, "cancelled");
    errand_at(e, tokyo(11, 25, 9, 0));
    errand_tell(e, e->guardian, NOTICE_CANCELLED, e->booking);
    CHECK_I64(errand_step(e), 2);
    CHECK(found(e, HANAKO, "cancelled") == NULL && found(e, PHONE, "cancelled") != NULL);
    CHECK_I64(errand_count(e, "dropped"), 1);
}

TEST_BOTH(a_phone_rings_for_a_confirmation_only_when_the_job_is_near)
{
    struct errand *e = errand_open(engine);

    booked(e, "confirmed");
    errand_at(e, tokyo(11, 25, 13, 45));
    errand_tell(e, e->guardian, NOTICE_CONFIRMED, e->booking);
    CHECK_I64(errand_step(e), 1);
    errand_at(e, tokyo(11, 25, 13, 46));
    errand_tell(e, e->supporter, NOTICE_CONFIRMED, e->booking);
    CHECK_I64(errand_step(e), 2);
}

TEST_BOTH(an_sos_overtakes_what_waited_before_it)
{
    struct errand *e = errand_open(engine);
    struct ctx x;
    struct notice *notices;
    int n;

    booked(e, "in_care");
    for (int i = 0; i < NOTICE_BATCH_MAX + 1; i++) {
        errand_tell(e, e->guardian, NOTICE_REPORT_RECEIVED, e->guardian + i);
    }
    clock_advance(&e->clock, 1000);
    errand_tell(e, e->guardian, NOTICE_SOS, e->booking);
    x = errand_ctx(e);
    CHECK_STATUS(notice_claim(&x, "mail", &notices, &n), OK);
    CHECK_I64(n, NOTICE_BATCH_MAX);
    for (int i = n; i > 0 && strcmp(notices[i - 1].kind, "sos") != 0; i--) {
        CHECK(i > 1);
    }
}

/* ---- a way that is dead ---- */

TEST_BOTH(an_urgent_mail_that_bounces_goes_by_sms_once_and_the_address_is_marked)
{
    struct errand *e = errand_open(engine);
    struct ctx x;
    struct notice n;

    booked(e, "in_care");
    errand_tell(e, e->guardian, NOTICE_HANDED_IN, e->booking);
    n = claimed(e, "mail");
    x = errand_ctx(e);
    CHECK_STATUS(notice_fail(&x, &n, "RCPT 550"), OK);
    CHECK_I64(marked(e, "mail"), 1);
    CHECK_I64(errand_tasks(e, "notice.failed"), 1);
    CHECK_I64(errand_step(e), 1);
    CHECK(strstr(mail_body(found(e, PHONE, "handed_in")), "こちらで見てください") != NULL);
    CHECK_I64(errand_step(e), 0);
    errand_sql(e, "DELETE FROM notice");
    errand_tell(e, e->guardian, NOTICE_ACCOUNT_EXISTS, e->guardian);
    CHECK_I64(errand_step(e), 1); /* it arrives again */
    CHECK_I64(marked(e, "mail"), 0);
    CHECK_I64(errand_tasks(e, "notice.failed"), 0);
}

TEST_BOTH(two_dead_ways_end_and_do_not_go_round_in_circles)
{
    struct errand *e = errand_open(engine);
    struct ctx x;
    struct notice n;

    booked(e, "in_care");
    errand_tell(e, e->guardian, NOTICE_HANDED_IN, e->booking);
    n = claimed(e, "mail");
    x = errand_ctx(e);
    CHECK_STATUS(notice_fail(&x, &n, "RCPT 550"), OK);
    clock_advance(&e->clock, 1000);
    n = claimed(e, "sms");
    x = errand_ctx(e);
    CHECK_STATUS(notice_fail(&x, &n, "sms 400"), OK);
    CHECK_I64(errand_step(e), 0);
    CHECK_I64(errand_count(e, "failed"), 2);
    CHECK_I64(errand_tasks(e, "notice.failed"), 1);
    CHECK_I64(marked(e, "mail") + marked(e, "sms"), 2);
}

TEST_BOTH(what_went_both_ways_or_is_not_urgent_or_is_a_code_does_not_go_the_other_way)
{
    struct errand *e = errand_open(engine);
    struct ctx x;
    struct notice n;

    booked(e, "in_care");
    errand_tell(e, e->guardian, NOTICE_SOS, e->booking);
    n = claimed(e, "mail");
    x = errand_ctx(e);
    CHECK_STATUS(notice_fail(&x, &n, "RCPT 550"), OK);
    CHECK_I64(errand_step(e), 1); /* the SMS of its own */
    errand_tell(e, e->supporter, NOTICE_REPORT_RECEIVED, e->supporter);
    n = claimed(e, "mail");
    CHECK_STATUS(notice_fail(&x, &n, "RCPT 550"), OK);
    errand_code(e, e->guardian, "device", "sms", NULL, "042137");
    n = claimed(e, "sms");
    CHECK_STATUS(notice_fail(&x, &n, "sms 400"), OK);
    CHECK_I64(errand_step(e), 0);
    CHECK_I64(marked(e, "sms"), 0); /* a code may go to a number that is not theirs yet */
}

TEST_BOTH(a_mail_server_that_is_away_for_five_minutes_sends_what_is_urgent_by_sms)
{
    struct errand *e = errand_open(engine);
    struct ctx x;
    struct notice n;

    booked(e, "in_care");
    errand_tell(e, e->guardian, NOTICE_HANDED_IN, e->booking);
    n = claimed(e, "mail");
    x = errand_ctx(e);
    CHECK_STATUS(notice_unreached(&x, &n, "connecting"), OK);
    CHECK_I64(errand_count(e, "pending"), 1);
    clock_advance(&e->clock, NOTICE_FALLBACK_MS);
    for (int i = 0; i < 2; i++) { /* and once only */
        n = claimed(e, "mail");
        x = errand_ctx(e);
        CHECK_STATUS(notice_unreached(&x, &n, "connecting"), OK);
        CHECK_I64(errand_count(e, "pending"), 2);
    }
    CHECK_I64(marked(e, "mail"), 0);
}
