/* rules_test.c - the numbers of a community: shipped defaults, names, ranges. */
#include "app/domain/rules.h"
#include "tests/test.h"

#include <string.h>

TEST(rules_start_from_the_numbers_of_the_domain_text)
{
    struct rules r;

    memset(&r, 0xff, sizeof r);
    rules_defaults(&r);
    CHECK_I64(r.member_age_years, 18);
    CHECK_I64(r.reveal_after_end_h, 24);
    CHECK_I64(r.job_level, RULE_LEVEL_PREMET);
    CHECK_I64(r.premet_grace_days, 60);
    CHECK_I64(r.lesson_child_age_years, 3);
    CHECK_I64(r.urgent_call_min, 20);
    CHECK_I64(r.ask_closes_min, 30);
    CHECK_I64(r.higher_fee_allowed, 0);
    CHECK_I64(r.late_task_min, 45);
    CHECK_I64(r.report_h, 48);
    CHECK_I64(r.travel_buffer_min, 15);
    CHECK_I64(r.sleep_check_age_0_min, 5);
    CHECK_I64(r.course_validity_years, 5);
    CHECK_I64(r.ratings_shown, 0);
}

TEST(every_rule_has_a_default_in_its_range_a_unit_and_a_source)
{
    const struct rule *all = rules_all();

    for (int i = 0; i < RULES_COUNT; i++) {
        CHECK(all[i].min <= all[i].usual && all[i].usual <= all[i].max);
        CHECK(all[i].unit[0] != '\0');
        CHECK(strncmp(all[i].source, "domain.md ", 10) == 0);
        for (int j = 0; j < i; j++) {
            CHECK(strcmp(all[i].name, all[j].name) != 0);
        }
    }
}

TEST(every_rule_can_be_set_to_its_bounds_and_not_one_beyond)
{
    const struct rule *all = rules_all();
    struct rules r;

    rules_defaults(&r);
    for (int i = 0; i < RULES_COUNT; i++) {
        CHECK_STATUS(rules_set(&r, all[i].name, all[i].min), OK);
        CHECK_I64(rules_value(&r, i), all[i].min);
        CHECK_STATUS(rules_set(&r, all[i].name, all[i].max), OK);
        CHECK_STATUS(rules_set(&r, all[i].name, all[i].min - 1), E_INVALID);
        CHECK_STATUS(rules_set(&r, all[i].name, all[i].max + 1), E_INVALID);
        CHECK_I64(rules_value(&r, i), all[i].max);
    }
}

TEST(a_rule_nobody_knows_is_refused)
{
    struct rules r, before;

    rules_defaults(&r);
    before = r;
    CHECK_STATUS(rules_set(&r, "travel_buffer", 10), E_INVALID);
    CHECK_STATUS(rules_set(&r, "Travel_Buffer_Min", 10), E_INVALID);
    CHECK_STATUS(rules_set(&r, "", 10), E_INVALID);
    CHECK(memcmp(&r, &before, sizeof r) == 0);
}
