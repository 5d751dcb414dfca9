/* draft_test.c - what of a draft makes no sense by itself, field by field. */
#include "app/domain/draft.h"
#include "tests/test.h"

#include <string.h>

#define START INT64_C(1800000000000)
#define END   (START + 2 * HOUR_MS)

/* Collected at place 1, brought to place 2; children 11 and 12. */
static struct draft pickup(void)
{
    return (struct draft){
        .household_id = 1,
        .kind = "pickup",
        .start_at = START,
        .end_at = END,
        .child_ids = {11, 12},
        .children_n = 2,
        .stops = {{.place_id = 1, .at = START, .act = "collect"},
                  {.place_id = 2, .at = END, .act = "bring"}},
        .stops_n = 2,
        .pay_by = "card",
        .to_all = true,
    };
}

static const char *wrong(const struct draft *d)
{
    static char text[64];
    int stop;
    const char *field = draft_wrong(d, &stop);

    if (field == NULL || stop < 0) {
        return field != NULL ? field : "";
    }
    text[0] = (char)('0' + stop);
    text[1] = '.';
    strncpy(text + 2, field, sizeof text - 3);
    return text;
}

TEST(a_whole_draft_has_nothing_wrong)
{
    struct draft d = pickup();

    CHECK_TEXT(wrong(&d), "");
}

TEST(a_draft_ends_after_its_start_and_within_a_day)
{
    struct draft d = pickup();

    d.end_at = START;
    CHECK_TEXT(wrong(&d), "end_at");
    d = pickup();
    d.end_at = START + JOB_MS_MAX + 1;
    CHECK_TEXT(wrong(&d), "end_at");
    d.end_at = START + JOB_MS_MAX;
    CHECK_TEXT(wrong(&d), "");
    d = pickup();
    d.start_at = -5;
    CHECK_TEXT(wrong(&d), "start_at");
    d = pickup();
    d.until_at = END - 1;
    CHECK_TEXT(wrong(&d), "until_at");
    d.until_at = INT64_MAX;
    CHECK_TEXT(wrong(&d), "until_at");
    d.until_at = END;
    CHECK_TEXT(wrong(&d), "");
}

TEST(a_place_of_care_belongs_to_care_and_to_nothing_else)
{
    struct draft d = pickup();

    d.care_at = "home";
    CHECK_TEXT(wrong(&d), "care_at");
    d.kind = "care";
    CHECK_TEXT(wrong(&d), "");
    d.care_at = NULL;
    CHECK_TEXT(wrong(&d), "care_at");
}

TEST(no_child_twice_none_at_all_or_more_than_three)
{
    struct draft d = pickup();

    d.child_ids[1] = 11;
    CHECK_TEXT(wrong(&d), "child_ids");
    d.children_n = 0;
    CHECK_TEXT(wrong(&d), "child_ids");
    d.children_n = CHILDREN_PER_JOB_MAX + 1;
    CHECK_TEXT(wrong(&d), "child_ids");
}

TEST(stops_lie_within_the_job_and_their_times_rise)
{
    struct draft d = pickup();

    d.stops[0].at = START - 1;
    CHECK_TEXT(wrong(&d), "0.at");
    d = pickup();
    d.stops[1].at = END + 1;
    CHECK_TEXT(wrong(&d), "1.at");
    d.stops[1].at = START;
    CHECK_TEXT(wrong(&d), "1.at");
    d.stops[1].at = START + 1;
    CHECK_TEXT(wrong(&d), "");
}

TEST(each_child_is_collected_first_and_brought_last)
{
    struct draft d = pickup();

    d.stops[0].act = "bring";
    CHECK_TEXT(wrong(&d), "0.act");
    d = pickup();
    d.stops[1].act = "collect";
    CHECK_TEXT(wrong(&d), "1.act");
    d = pickup();
    d.stops_n = 1;
    CHECK_TEXT(wrong(&d), "stops");
    d = pickup();
    d.stops[1].children_n = 1; /* the second child is never brought back */
    d.stops[1].child_ids[0] = 11;
    CHECK_TEXT(wrong(&d), "stops");
    d.stops[1].child_ids[0] = 13; /* somebody else's */
    CHECK_TEXT(wrong(&d), "1.child_ids");
    d.stops[1].children_n = 2;
    d.stops[1].child_ids[0] = d.stops[1].child_ids[1] = 11;
    CHECK_TEXT(wrong(&d), "1.child_ids");
}

TEST(two_children_are_collected_at_two_places_and_brought_to_one)
{
    struct draft d = pickup();

    d.stops[2] = d.stops[1];
    d.stops[1] = (struct draft_stop){
        .place_id = 3, .at = START + HOUR_MS, .act = "collect", .child_ids = {12}, .children_n = 1};
    d.stops[0].child_ids[0] = 11;
    d.stops[0].children_n = 1;
    d.stops_n = 3;
    CHECK_TEXT(wrong(&d), "");
}

TEST(a_lesson_between_two_ways_is_one_escort)
{
    struct draft d = pickup();

    d.kind = "escort";
    d.stops[3] = d.stops[1];
    d.stops[1] = (struct draft_stop){.place_id = 3, .at = START + 20 * MINUTE_MS, .act = "bring"};
    d.stops[2] = (struct draft_stop){.place_id = 3, .at = START + 80 * MINUTE_MS, .act = "collect"};
    d.stops_n = 4;
    CHECK_TEXT(wrong(&d), "");
}

TEST(a_pickup_begins_at_a_place_and_a_drop_off_ends_at_one)
{
    struct draft d = pickup();

    d.stops[0].place_id = 0;
    CHECK_TEXT(wrong(&d), "0.place_id");
    d.kind = "dropoff";
    CHECK_TEXT(wrong(&d), "");
    d.stops[1].place_id = 0;
    CHECK_TEXT(wrong(&d), "1.place_id");
    d.kind = "escort";
    d.stops[0].place_id = 1;
    CHECK_TEXT(wrong(&d), "1.place_id");
    d = pickup();
    d.kind = "care";
    d.care_at = "elsewhere";
    d.stops[0].place_id = 0;
    CHECK_TEXT(wrong(&d), "0.place_id");
}

TEST(only_care_at_the_supporters_and_joint_jobs_do_without_stops)
{
    struct draft d = pickup();

    d.stops_n = 0;
    CHECK_TEXT(wrong(&d), "stops");
    d.kind = "joint";
    CHECK_TEXT(wrong(&d), "");
    d.kind = "care";
    d.care_at = "home";
    CHECK_TEXT(wrong(&d), "stops");
    d.care_at = "supporter";
    CHECK_TEXT(wrong(&d), "");
}

TEST(a_rate_belongs_to_a_flat_fee_and_nothing_to_pay_to_thanks)
{
    struct draft d = pickup();

    d.rate_minor = 500;
    CHECK_TEXT(wrong(&d), "fee.rate_minor");
    d.fee_mode = FEE_FLAT_PER_HOUR;
    CHECK_TEXT(wrong(&d), "");
    d.rate_minor = 0;
    CHECK_TEXT(wrong(&d), "fee.rate_minor");
    d = pickup();
    d.pay_by = "nothing";
    CHECK_TEXT(wrong(&d), "pay_by");
    d.fee_mode = FEE_THANKS;
    CHECK_TEXT(wrong(&d), "");
}

TEST(what_was_agreed_before_was_agreed_with_one_person)
{
    struct draft d = pickup();

    d.already_agreed = true;
    CHECK_TEXT(wrong(&d), "already_agreed");
    d.to_all = false;
    CHECK_TEXT(wrong(&d), "audience.member_ids");
    d.members_n = 2;
    CHECK_TEXT(wrong(&d), "already_agreed");
    d.members_n = 1;
    CHECK_TEXT(wrong(&d), "");
    d.to_all = true;
    CHECK_TEXT(wrong(&d), "audience.member_ids");
}
