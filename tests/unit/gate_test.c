/* gate_test.c - who may help with what, to the last instant of the job; and which policy takes it.
 */
#include "app/base/arena.h"
#include "app/base/clock.h"
#include "app/base/doc.h"
#include "app/domain/coverage.h"
#include "app/domain/gate.h"
#include "app/domain/policy.h"
#include "tests/test.h"

#include <stdio.h>
#include <string.h>

#define START 1000000
#define END   2000000

static struct rules usual(void)
{
    struct rules rules;

    rules_defaults(&rules);
    return rules;
}

static struct gate_row ready(void)
{
    return (struct gate_row){
        .active = 1,
        .is_on = 1,
        .member_here = 1,
        .identity_until_at = END,
        .lesson_until_at = END,
        .certificate_until_at = END,
        .tie_how = "qr",
        .premet_until_at = END,
        .kinds = KIND_PICKUP | KIND_CARE,
        .care_at = CARE_AT_HOME,
        .age_max = 12,
    };
}

static struct gate_job job_of(const char *kind, int age)
{
    return (struct gate_job){kind, "home", START, END, age, age, false};
}

static const char *why(const struct gate_row *who, const char *kind, int age)
{
    struct rules rules = usual();
    struct gate_job job = job_of(kind, age);
    enum reason r = gate_why_not_ask(&rules, who, &job);

    return r == R_NONE ? "" : reason_text(r);
}

TEST(whoever_is_off_away_held_or_blocked_is_just_not_available)
{
    struct gate_row rows[] = {ready(), ready(), ready(), ready(), ready(), ready()};

    rows[0].active = 0;
    rows[1].is_on = 0;
    rows[2].member_here = 0;
    rows[3].held_at = 1;
    rows[4].blocked = 1;
    for (int i = 0; i < 5; i++) {
        CHECK_TEXT(why(&rows[i], "pickup", 5), "gate.not_available");
    }
    CHECK_TEXT(why(&rows[5], "pickup", 5), "");
    rows[5].relative = 1;
    CHECK_TEXT(why(&rows[5], "pickup", 5), "gate.own_household");
}

TEST(what_ends_one_instant_before_the_job_does_is_not_enough)
{
    struct gate_row who = ready();

    who.identity_until_at = END - 1;
    CHECK_TEXT(why(&who, "pickup", 5), "gate.identity");
    who = ready();
    who.premet_until_at = END - 1;
    CHECK_TEXT(why(&who, "pickup", 5), "tie.not_premet");
    who.premet_until_at = 0;
    CHECK_TEXT(why(&who, "joint", 5), "gate.kind"); /* a guardian is there: met is enough */
    who = ready();
    who.lesson_until_at = END - 1;
    CHECK_TEXT(why(&who, "pickup", 5), ""); /* the certificate stands for it */
    who.certificate_until_at = END - 1;
    CHECK_TEXT(why(&who, "pickup", 5), "gate.safety_lesson");
    who.lesson_until_at = END;
    CHECK_TEXT(why(&who, "pickup", 3), "");
    CHECK_TEXT(why(&who, "pickup", 2), "gate.certificate");
    who.tie_how = "event";
    CHECK_TEXT(why(&who, "pickup", 5), "gate.certificate"); /* met through a host */
}

TEST(kinds_places_and_ages_are_the_supporters_own_word)
{
    struct gate_row who = ready();

    CHECK_TEXT(why(&who, "dropoff", 5), "gate.kind");
    CHECK_TEXT(why(&who, "care", 5), "");
    who.care_at = CARE_AT_SUPPORTER;
    CHECK_TEXT(why(&who, "care", 5), "gate.kind");
    who.age_min = 4;
    who.age_max = 6;
    CHECK_TEXT(why(&who, "pickup", 3), "gate.ages");
    CHECK_TEXT(why(&who, "pickup", 4), "");
    CHECK_TEXT(why(&who, "pickup", 6), "");
    CHECK_TEXT(why(&who, "pickup", 7), "gate.ages");
    CHECK_I64(kind_bit("callout"), KIND_CALLOUT);
    CHECK_I64(kind_bit("party"), 0);
    CHECK_I64(care_at_bit(NULL), 0);
}

TEST(levels_come_from_what_happened_and_rest_on_a_pre_meeting)
{
    struct rules rules = usual();
    struct gate_row who = ready();
    struct gate_job job = job_of("pickup", 5);

    CHECK_I64(tie_level(END, 0, 0, END - 1), RULE_LEVEL_PREMET);
    CHECK_I64(tie_level(END, 0, 0, END), RULE_LEVEL_MET);
    CHECK_I64(tie_level(END, 1, 2, START), RULE_LEVEL_TRIALLED);
    CHECK_I64(tie_level(END, 0, 3, START), RULE_LEVEL_TRUSTED);
    CHECK_I64(tie_level(START, 9, 9, START), RULE_LEVEL_MET);
    rules.job_level = RULE_LEVEL_TRIALLED;
    CHECK_TEXT(reason_text(gate_why_not(&rules, &who, &job)), "tie.level_low");
    who.trials_done = 1;
    CHECK_I64(gate_why_not(&rules, &who, &job), R_NONE);
}

static struct policy_row policy(void)
{
    return (struct policy_row){
        .valid_from_day = 100, .valid_to_day = 200, .age_min = 1, .age_below = 13};
}

static const char *policy_why(const struct policy_row *p, int64_t from, int64_t to, int youngest,
                              int oldest, bool sick)
{
    struct policy_job job = {1, from, to, youngest, oldest, sick};
    enum reason r = policy_why_not(p, &job);

    return r == R_NONE ? "" : reason_text(r);
}

TEST(a_policy_takes_its_days_and_ages_and_says_which_does_not_fit)
{
    struct policy_row p = policy();

    CHECK_TEXT(policy_why(&p, 100, 200, 1, 12, false), "");
    CHECK_TEXT(policy_why(&p, 99, 100, 1, 12, false), "policy.dates");
    CHECK_TEXT(policy_why(&p, 200, 201, 1, 12, false), "policy.dates");
    CHECK_TEXT(policy_why(&p, 100, 100, 0, 12, false), "policy.age");
    CHECK_TEXT(policy_why(&p, 100, 100, 1, 13, false), "policy.age");
    CHECK_TEXT(policy_why(&p, 100, 100, 5, 5, true), "policy.sick");
    p.covers_sick = 1;
    CHECK_TEXT(policy_why(&p, 100, 100, 5, 5, true), "");
    p.ended_at = 1;
    CHECK_TEXT(policy_why(&p, 100, 100, 5, 5, false), "policy.dates");
}

TEST(each_coverage_record_rests_on_the_one_before_it)
{
    struct arena *a = arena_open(64 * 1024);
    char first[65], second[65], other[65], by_hand[65];

    CHECK_STATUS(coverage_digest(a, "", 1, "{\"a\":1}", first), OK);
    doc_digest("\n1\n{\"a\":1}", by_hand);
    CHECK_TEXT(first, by_hand);
    CHECK_STATUS(coverage_digest(a, first, 2, "{\"a\":1}", second), OK);
    CHECK(strcmp(first, second) != 0);
    CHECK_STATUS(coverage_digest(a, first, 3, "{\"a\":1}", other), OK);
    CHECK(strcmp(second, other) != 0);
    CHECK_STATUS(coverage_digest(a, second, 2, "{\"a\":1}", other), OK);
    CHECK(strcmp(second, other) != 0);
    arena_close(a);
}
