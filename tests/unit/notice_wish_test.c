/* notice_wish_test.c - what waits for the end of the quiet hours, what can be switched off, and
 * what never waits and always comes. */
#include "app/base/limits.h"
#include "app/base/zone.h"
#include "app/domain/notice_wish.h"
#include "tests/errand.h"
#include "tests/test.h"

#define NIGHT_FROM (22 * 60)
#define NIGHT_TO   (7 * 60)
#define ALL_OFF    ((1 << CATEGORY_COUNT) - 1)

static int64_t in_zone(const char *zone, const char *local)
{
    struct local_time t;
    int64_t at;

    CHECK_STATUS(local_parse(local, &t), OK);
    CHECK_STATUS(zone_instant(zone, &t, &at), OK);
    return at;
}

static struct notice_member sleeper(const char *zone)
{
    return (struct notice_member){.id = 1,
                                  .state = "active",
                                  .locale = "ja",
                                  .zone = zone,
                                  .quiet_from_min = NIGHT_FROM,
                                  .quiet_to_min = NIGHT_TO};
}

static int64_t due(enum notice_kind kind, const struct notice_member *m,
                   const struct notice_facts *f, int64_t now)
{
    int64_t due_at;

    CHECK_STATUS(notice_wait(kind, m, f, now, &due_at), OK);
    return due_at;
}

static struct notice_facts job_at(int64_t start_at)
{
    return (struct notice_facts){.start_at = start_at,
                                 .end_at = start_at + HOUR_MS,
                                 .booking_state = "confirmed",
                                 .zone = "Asia/Tokyo"};
}

TEST(what_is_new_waits_over_midnight_and_what_is_about_a_child_in_care_does_not)
{
    struct notice_member m = sleeper("Asia/Tokyo");
    struct notice_facts f = job_at(tokyo(11, 25, 16, 45));
    int64_t morning = tokyo(11, 21, 7, 0);

    CHECK_I64(due(NOTICE_CHANGED, &m, &f, tokyo(11, 20, 21, 59)), tokyo(11, 20, 21, 59));
    CHECK_I64(due(NOTICE_CHANGED, &m, &f, tokyo(11, 20, 22, 0)), morning);
    CHECK_I64(due(NOTICE_CHANGED, &m, &f, tokyo(11, 20, 23, 59)), morning);
    CHECK_I64(due(NOTICE_CHANGED, &m, &f, tokyo(11, 21, 0, 0)), morning);
    CHECK_I64(due(NOTICE_CHANGED, &m, &f, morning), morning);
    for (int i = 0; i < NOTICE_COUNT; i++) {
        enum notice_kind kind = (enum notice_kind)i;

        CHECK_I64(due(kind, &m, &f, tokyo(11, 21, 0, 0)),
                  notice_kind_category(kind) < CATEGORY_FIXED ? morning : tokyo(11, 21, 0, 0));
    }
    f.booking_state = "in_care";
    CHECK_I64(due(NOTICE_CHANGED, &m, &f, tokyo(11, 21, 0, 0)), tokyo(11, 21, 0, 0));
}

TEST(a_job_that_would_be_near_by_the_morning_wakes_people_and_an_ask_does_not)
{
    struct notice_member m = sleeper("Asia/Tokyo");
    struct notice_facts f = job_at(tokyo(11, 21, 10, 0));
    int64_t night = tokyo(11, 21, 1, 0);

    CHECK_I64(due(NOTICE_CANCELLED, &m, &f, night), tokyo(11, 21, 7, 0));
    f = job_at(tokyo(11, 21, 10, 0) - 1);
    CHECK_I64(due(NOTICE_CANCELLED, &m, &f, night), night);
    CHECK_I64(due(NOTICE_ASKED, &m, &f, night), tokyo(11, 21, 7, 0));
    f = job_at(night + URGENT_MS - 1);
    CHECK_I64(due(NOTICE_CANCELLED, &m, &f, night), night);
    CHECK_I64(due(NOTICE_ASKED_URGENT, &m, &f, night), tokyo(11, 21, 7, 0));
}

TEST(a_supporters_hours_for_asks_and_the_hours_of_everything_are_both_kept)
{
    struct notice_member m = sleeper("Asia/Tokyo");
    struct notice_facts f = job_at(tokyo(11, 25, 16, 45));

    m.ask_quiet_from_min = 6 * 60;
    m.ask_quiet_to_min = 9 * 60;
    CHECK_I64(due(NOTICE_ASKED, &m, &f, tokyo(11, 20, 23, 0)), tokyo(11, 21, 9, 0));
    CHECK_I64(due(NOTICE_CHANGED, &m, &f, tokyo(11, 20, 23, 0)), tokyo(11, 21, 7, 0));
    m.zone = NULL; /* in no community: the job's zone */
    CHECK_I64(due(NOTICE_CHANGED, &m, &f, tokyo(11, 20, 23, 0)), tokyo(11, 21, 7, 0));
    f.zone = NULL; /* a message to somebody who has left: no zone to sleep in */
    CHECK_I64(due(NOTICE_MESSAGE, &m, &f, tokyo(11, 20, 23, 0)), tokyo(11, 20, 23, 0));
}

TEST(the_night_in_which_the_clock_jumps_ends_at_its_own_seven_o_clock)
{
    static const char *const nights[][4] = {
        {"Europe/Berlin", "2026-03-28T23:00", "2026-03-29T07:00", "7"},
        {"Europe/Berlin", "2026-10-24T23:00", "2026-10-25T07:00", "9"},
        {"America/New_York", "2026-03-07T23:00", "2026-03-08T07:00", "7"},
        {"America/New_York", "2026-10-31T23:00", "2026-11-01T07:00", "9"},
    };

    for (int i = 0; i < 4; i++) {
        struct notice_member m = sleeper(nights[i][0]);
        int64_t at = in_zone(nights[i][0], nights[i][1]);
        int64_t morning = in_zone(nights[i][0], nights[i][2]);
        struct notice_facts f = job_at(morning + DAY_MS);

        CHECK_I64(due(NOTICE_CHANGED, &m, &f, at), morning);
        CHECK_I64(due(NOTICE_CHANGED, &m, &f, morning - 1), morning);
        CHECK_I64((morning - at) / HOUR_MS, nights[i][3][0] - '0');
    }
}

TEST(all_switched_off_leaves_what_is_about_care_the_account_and_a_near_job)
{
    struct notice_member m = {.state = "active", .mail_off = ALL_OFF};
    struct notice_facts f = job_at(tokyo(11, 25, 16, 45));
    struct notice mail = {.channel = "mail"}, sms = {.channel = "sms"};

    for (int i = 0; i < NOTICE_COUNT; i++) {
        enum notice_kind kind = (enum notice_kind)i;
        enum notice_category c = notice_kind_category(kind);

        CHECK((c < CATEGORY_FIXED) == notice_is_off(&mail, kind, &m, &f, f.start_at - URGENT_MS));
        CHECK((c < CATEGORY_FIXED && c != CATEGORY_CHANGES && c != CATEGORY_REMINDERS) ==
              notice_is_off(&mail, kind, &m, &f, f.start_at - URGENT_MS + 1));
        CHECK(!notice_is_off(&sms, kind, &m, &f, f.start_at - DAY_MS));
    }
}
