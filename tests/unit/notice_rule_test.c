/* notice_rule_test.c - when a notice waits, and when it is no longer true. */
#include "app/base/limits.h"
#include "app/base/zone.h"
#include "app/domain/notice_look.h"
#include "app/domain/notice_queue.h"
#include "tests/errand.h"
#include "tests/test.h"

#include <stdio.h>
#include <string.h>

static int64_t instant(const char *zone, const char *local)
{
    struct local_time t;
    int64_t at;

    CHECK_STATUS(local_parse(local, &t), OK);
    CHECK_STATUS(zone_instant(zone, &t, &at), OK);
    return at;
}

/* "2026-11-20T23:59" in the zone, quiet from and to minutes: due when? */
static void check_quiet(const char *zone, int from_min, int to_min, const char *at, const char *due)
{
    int64_t due_at;

    CHECK_STATUS(notice_after_quiet(zone, from_min, to_min, instant(zone, at), &due_at), OK);
    if (due_at != instant(zone, due)) {
        char text[32];

        utc_format(due_at, text);
        test_fail(__FILE__, __LINE__, "quiet %d-%d in %s at %s: due at %s, want %s local", from_min,
                  to_min, zone, at, text, due);
    }
}

TEST(quiet_hours_over_midnight_are_half_open)
{
    static const char tokyo_zone[] = "Asia/Tokyo";

    check_quiet(tokyo_zone, 22 * 60, 7 * 60, "2026-11-20T21:59", "2026-11-20T21:59");
    check_quiet(tokyo_zone, 22 * 60, 7 * 60, "2026-11-20T22:00", "2026-11-21T07:00");
    check_quiet(tokyo_zone, 22 * 60, 7 * 60, "2026-11-20T23:59", "2026-11-21T07:00");
    check_quiet(tokyo_zone, 22 * 60, 7 * 60, "2026-11-21T00:00", "2026-11-21T07:00");
    check_quiet(tokyo_zone, 22 * 60, 7 * 60, "2026-11-21T06:59", "2026-11-21T07:00");
    check_quiet(tokyo_zone, 22 * 60, 7 * 60, "2026-11-21T07:00", "2026-11-21T07:00");
    check_quiet(tokyo_zone, 22 * 60, 7 * 60, "2026-12-31T23:59", "2027-01-01T07:00");
}

TEST(quiet_hours_within_a_day_and_up_to_midnight)
{
    static const char tokyo_zone[] = "Asia/Tokyo";

    check_quiet(tokyo_zone, 13 * 60, 15 * 60, "2026-11-20T12:59", "2026-11-20T12:59");
    check_quiet(tokyo_zone, 13 * 60, 15 * 60, "2026-11-20T13:00", "2026-11-20T15:00");
    check_quiet(tokyo_zone, 13 * 60, 15 * 60, "2026-11-20T15:00", "2026-11-20T15:00");
    check_quiet(tokyo_zone, 22 * 60, 1440, "2026-11-20T23:59", "2026-11-21T00:00");
    check_quiet(tokyo_zone, 22 * 60, 1440, "2026-11-21T00:00", "2026-11-21T00:00");
    check_quiet(tokyo_zone, 22 * 60, 0, "2026-11-20T23:59", "2026-11-21T00:00");
    check_quiet(tokyo_zone, 0, 6 * 60, "2026-11-21T00:00", "2026-11-21T06:00");
    check_quiet(tokyo_zone, 0, 6 * 60, "2026-11-20T23:59", "2026-11-20T23:59");
    check_quiet(tokyo_zone, 600, 600, "2026-11-20T10:00", "2026-11-20T10:00");
}

TEST(quiet_hours_end_with_an_hour_that_the_zone_skips)
{
    /* New York goes from 02:00 to 03:00 on 8 March and back on 1 November 2026. */
    check_quiet("America/New_York", 22 * 60, 150, "2026-03-07T23:00", "2026-03-08T03:00");
    check_quiet("America/New_York", 22 * 60, 6 * 60, "2026-03-07T23:00", "2026-03-08T06:00");
    check_quiet("America/New_York", 22 * 60, 6 * 60, "2026-10-31T23:00", "2026-11-01T06:00");
}

TEST(quiet_hours_never_send_back_in_time)
{
    int64_t first = instant("America/New_York", "2026-11-01T01:15"), due_at;

    /* 01:15 for the second time: the quiet hours' end of 01:30 was there once already. */
    CHECK_STATUS(notice_after_quiet("America/New_York", 0, 90, first + HOUR_MS, &due_at), OK);
    CHECK(due_at >= first + HOUR_MS);
    CHECK_STATUS(notice_after_quiet("Nowhere/Land", 0, 90, first, &due_at), E_INVALID);
}

static const struct notice_member somebody = {.id = 1, .state = "active", .locale = "ja"};

static struct notice_facts facts(void)
{
    return (struct notice_facts){.request_state = "open",
                                 .closes_at = tokyo(11, 25, 16, 15),
                                 .start_at = tokyo(11, 25, 16, 45),
                                 .end_at = tokyo(11, 25, 18, 0),
                                 .offer_state = "asked"};
}

static bool is_true(enum notice_kind kind, const struct notice_facts *f, int64_t now)
{
    struct notice n = {.channel = "mail", .kind = notice_kind_text(kind)};

    return notice_still_true(&n, kind, &somebody, f, now);
}

TEST(an_ask_is_true_until_it_closes_and_not_a_moment_longer)
{
    struct notice_facts f = facts();

    CHECK(is_true(NOTICE_ASKED, &f, f.closes_at - 1));
    CHECK(!is_true(NOTICE_ASKED, &f, f.closes_at));
    f.closes_at = f.start_at + 1; /* urgent: open until the start */
    CHECK(is_true(NOTICE_ASKED, &f, f.start_at - 1));
    CHECK(!is_true(NOTICE_ASKED, &f, f.start_at));
}

/* Everything else about the offer is as it should be; `state` alone decides. */
static void check_states(enum notice_kind kind, const char *all, const char *fine, bool of_offer)
{
    char copy[200], *rest = copy, *state;

    snprintf(copy, sizeof copy, "%s", all);
    while ((state = strsep(&rest, " ")) != NULL) {
        struct notice_facts f = facts();
        char word[40];

        *(of_offer ? &f.offer_state : &f.booking_state) = state;
        f.claim_open = f.pay_waits = 1;
        f.overtime_minor = 300;
        f.late_at = kind == NOTICE_LATE ? f.end_at : 0;
        snprintf(word, sizeof word, " %s ", state);
        if (is_true(kind, &f, kind == NOTICE_OVERDUE ? f.end_at : f.start_at - 1) !=
            (strstr(fine, word) != NULL)) {
            test_fail(__FILE__, __LINE__, "%s in state %s", notice_kind_text(kind), state);
        }
    }
}

TEST(a_notice_of_an_offer_is_true_in_its_own_state_alone)
{
    static const char all[] = "asked offered chosen released reserve declined withdrawn expired";

    check_states(NOTICE_OFFERED, all, " offered ", true);
    check_states(NOTICE_RESERVE, all, " reserve ", true);
    check_states(NOTICE_RESERVE_CALLED, all, " offered ", true);
    check_states(NOTICE_RELEASED, all, " released ", true);
}

TEST(a_notice_of_a_booking_is_true_only_where_the_booking_has_got_to)
{
    static const char all[] = "agreed confirmed in_care returned completed settled closed "
                              "payment_failed cancelled no_show";

    check_states(NOTICE_CHOSEN, all, " agreed ", false);
    check_states(NOTICE_CONFIRMED, all, " confirmed in_care ", false);
    check_states(NOTICE_CHANGED, all, " agreed confirmed in_care returned ", false);
    check_states(NOTICE_ON_TIME, all, " confirmed in_care ", false);
    check_states(NOTICE_NEXT_ADULT, all, " confirmed in_care ", false);
    check_states(NOTICE_UNTIL_PASSED, all, " in_care ", false);
    check_states(NOTICE_OVERRUN, all, " agreed confirmed ", false);
    check_states(NOTICE_ARRIVED, all, " in_care returned ", false);
    check_states(NOTICE_FEVER, all, " in_care ", false);
    check_states(NOTICE_CALL_GUARDIAN, all, " in_care ", false);
    check_states(NOTICE_DISASTER, all, " in_care ", false);
    check_states(NOTICE_DISASTER_OVER, all, " in_care returned ", false);
    check_states(NOTICE_LATE, all, " confirmed in_care ", false);
    check_states(NOTICE_CANCELLED, all, " cancelled ", false);
    check_states(NOTICE_HANDED_IN, all, " in_care ", false);
    check_states(NOTICE_RETURNED, all, " returned completed settled closed ", false);
    check_states(NOTICE_OVERDUE, all, " in_care ", false);
    check_states(NOTICE_CODE_WRONG, all, " confirmed in_care ", false);
    check_states(NOTICE_NO_SHOW_ASKED, all, " confirmed ", false);
    check_states(NOTICE_NO_SHOW, all, " no_show ", false);
    check_states(NOTICE_PAYMENT_FAILED, all, " payment_failed ", false);
    check_states(NOTICE_PAYMENT_NEEDED, all,
                 " agreed confirmed in_care returned completed settled no_show ", false);
}

TEST(nothing_is_said_between_people_of_whom_one_blocked_the_other_until_a_job_is_agreed)
{
    struct notice_facts f = facts();

    f.blocked = 1;
    CHECK(!is_true(NOTICE_ASKED, &f, f.start_at - DAY_MS));
    f.offer_state = "offered";
    CHECK(!is_true(NOTICE_OFFERED, &f, f.start_at - DAY_MS));
    f.offer_state = "released";
    CHECK(!is_true(NOTICE_RELEASED, &f, f.start_at - DAY_MS));
    f.booking_state = "cancelled";
    CHECK(is_true(NOTICE_CANCELLED, &f, f.start_at - DAY_MS));
    f.booking_state = "in_care";
    CHECK(is_true(NOTICE_OVERDUE, &f, f.end_at));
}

TEST(a_withdrawn_ask_is_told_to_those_alone_who_heard_of_it)
{
    struct notice_facts f = facts();

    f.offer_state = "expired";
    f.request_state = "withdrawn";
    CHECK(!is_true(NOTICE_WITHDRAWN, &f, f.start_at - 1));
    f.ask_sent = 1;
    CHECK(is_true(NOTICE_WITHDRAWN, &f, f.start_at - 1));
    f.request_state = "unfilled";
    CHECK(!is_true(NOTICE_WITHDRAWN, &f, f.start_at - 1));
}

TEST(a_cancellation_is_an_sms_only_when_it_is_near)
{
    struct notice n = {.channel = "sms", .kind = "cancelled"};
    struct notice_facts f = facts();

    f.booking_state = "cancelled";
    CHECK(
        !notice_still_true(&n, NOTICE_CANCELLED, &somebody, &f, f.start_at - NOTICE_SMS_AHEAD_MS));
    CHECK(notice_still_true(&n, NOTICE_CANCELLED, &somebody, &f,
                            f.start_at - NOTICE_SMS_AHEAD_MS + 1));
    CHECK(!notice_still_true(&n, NOTICE_CANCELLED, &somebody, &f, f.end_at));
    n.channel = "mail";
    CHECK(notice_still_true(&n, NOTICE_CANCELLED, &somebody, &f, f.start_at - 30 * DAY_MS));
}

TEST(an_account_that_is_closed_hears_nothing_and_one_on_hold_is_not_asked)
{
    struct notice n = {.channel = "mail", .kind = "asked"};
    struct notice_facts f = facts();
    struct notice_member closed = {.state = "closed"}, held = {.state = "active", .held_at = 1};

    for (int kind = 0; kind < NOTICE_COUNT; kind++) {
        CHECK(!notice_still_true(&n, (enum notice_kind)kind, &closed, &f, f.start_at - 1));
    }
    CHECK(!notice_still_true(&n, NOTICE_ASKED, &held, &f, f.closes_at - 1));
    f.offer_state = "released";
    CHECK(notice_still_true(&n, NOTICE_RELEASED, &held, &f, f.start_at - 1));
}

TEST(pauses_double_up_to_their_limit_and_half_of_each_is_chance)
{
    int64_t usual = 1000, least = INT64_MAX, most = 0;

    for (int64_t tries = 1; tries <= 70; tries++) {
        int64_t ms = notice_pause_ms(tries, 1000, 60000);

        CHECK(ms >= usual / 2 && ms <= usual);
        usual = usual * 2 < 60000 ? usual * 2 : 60000;
    }
    for (int i = 0; i < 200; i++) {
        int64_t ms = notice_pause_ms(1, 1000, 60000);

        least = ms < least ? ms : least;
        most = ms > most ? ms : most;
    }
    CHECK(most - least > 250);
}

TEST(every_kind_is_found_again_by_its_text_and_nothing_else_is)
{
    enum notice_kind kind;

    for (int i = 0; i < NOTICE_COUNT; i++) {
        CHECK_STATUS(notice_kind_parse(notice_kind_text((enum notice_kind)i), &kind), OK);
        CHECK_I64(kind, i);
    }
    CHECK_STATUS(notice_kind_parse("", &kind), E_INVALID);
    CHECK_STATUS(notice_kind_parse("ask", &kind), E_INVALID);
    CHECK_STATUS(notice_kind_parse("asked ", &kind), E_INVALID);
}
