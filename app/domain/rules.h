/* rules.h - the numbers a community may choose for itself: every one that domain.md marks as data,
 * with the shipped default and the range in which it makes sense. */
#ifndef APP_DOMAIN_RULES_H
#define APP_DOMAIN_RULES_H

#include "app/domain/ctx.h"
#include "db/store/rules.h"

/* Order of the tie levels as a rule counts them. */
#define RULE_LEVEL_MET      0
#define RULE_LEVEL_PREMET   1
#define RULE_LEVEL_TRIALLED 2
#define RULE_LEVEL_TRUSTED  3

/* name, default, unit, min, max, where it comes from. A flag is 0 or 1. */
/* clang-format off */
#define RULES(X) \
    X(member_age_years,           18, "years",   16,  30, "domain.md 1: member") \
    X(reveal_after_end_h,         24, "hours",    0, 168, "domain.md 1: what the job needs is seen until") \
    X(job_level,                   1, "level",    0,   3, "domain.md 2: ties, level for other than joint and trial jobs") \
    X(premet_year_month,           4, "month",    1,  12, "domain.md 2: a pre-meeting is good for a fiscal year from") \
    X(premet_year_day,             1, "day",      1,  28, "domain.md 2: a pre-meeting is good for a fiscal year from") \
    X(premet_grace_days,          60, "days",     0, 180, "domain.md 2: grace after the fiscal year") \
    X(lesson_child_age_years,      3, "years",    0,  18, "domain.md 2: who may help, with the safety lesson alone") \
    X(certificate_for_events,      1, "flag",     0,   1, "domain.md 2: who may help, care at events") \
    X(certificate_for_hosted,      1, "flag",     0,   1, "domain.md 2: who may help, people met through a host") \
    X(policy_age_years,            1, "years",    0,  18, "domain.md 2, 5: youngest child a new policy starts with") \
    X(policy_age_below_years,     13, "years",    1,  20, "domain.md 2, 5: age at which a new policy ends") \
    X(acting_money_max,        10000, "minor",    0, 10000000, "domain.md 1: the office acts on the phone, above it with a second person") \
    X(urgent_call_min,            20, "minutes",  0, 180, "domain.md 3: urgent, call buttons before the start") \
    X(ask_closes_min,             30, "minutes",  0, 1440, "domain.md 3: a request closes before the start") \
    X(alarm_evening_min,        1200, "minutes",  0, 1439, "domain.md 3: nobody has taken it, wall time of the day before") \
    X(alarm_morning_min,         420, "minutes",  0, 1439, "domain.md 3: nobody has taken it, wall time of the day itself") \
    X(alarm_first_min,            60, "minutes",  0, 1440, "domain.md 3: nobody has taken it, before the start") \
    X(alarm_last_min,             30, "minutes",  0, 1440, "domain.md 3: nobody has taken it, before the start") \
    X(higher_fee_allowed,          0, "flag",     0,   1, "domain.md 3: an offer may ask for more") \
    X(callout_policy,              0, "policy",   0,   2, "domain.md 3: callout, 0 never, 1 only to the guardian, 2 after a doctor") \
    X(trial_max_min,             120, "minutes", 15, 480, "domain.md 2: a job this short is a trial") \
    X(met_point_age_years,         6, "years",    3,  18, "domain.md 3: a child may come out to the meeting point alone") \
    X(handover_early_min,         60, "minutes",  0, 1440, "domain.md 3: hand-over in, before the start; earlier is flagged, never refused") \
    X(series_ahead_days,          42, "days",     7, 150, "domain.md 3: a date of a series is asked so long before") \
    X(late_task_min,              45, "minutes", 15, 240, "domain.md 3: in_care after the planned end, task for staff") \
    X(report_h,                   48, "hours",    1, 168, "domain.md 3: returned becomes completed by itself") \
    X(travel_buffer_min,          15, "minutes",  0, 180, "domain.md 3: never, between two places") \
    X(sleep_check_age_0_min,       5, "minutes",  1,  60, "domain.md 3: sleep checks, age 0") \
    X(sleep_check_age_1_min,      10, "minutes",  1,  60, "domain.md 3: sleep checks, ages 1 and 2") \
    X(fever_tenths,              375, "tenths",  370, 400, "domain.md 3: fever, from this temperature on") \
    X(fever_again_min,            15, "minutes",   5,  60, "domain.md 3: fever, measured again after") \
    X(weight_history,             30, "points",   0, 100, "domain.md 3: matching, shared history with this child") \
    X(weight_level,               20, "points",   0, 100, "domain.md 3: matching, tie level") \
    X(weight_availability,        20, "points",   0, 100, "domain.md 3: matching, availability fit") \
    X(weight_distance,            15, "points",   0, 100, "domain.md 3: matching, distance band") \
    X(weight_certificate,          5, "points",   0, 100, "domain.md 3: matching, certificate") \
    X(weight_licence,              5, "points",   0, 100, "domain.md 3: matching, licence") \
    X(weight_qualified_under_3,   10, "points",   0, 100, "domain.md 3: matching, certificate or licence, child under 3") \
    X(weight_load,                10, "points",   0, 100, "domain.md 3: matching, load in the last 4 weeks") \
    X(weight_group,                5, "points",   0, 100, "domain.md 3: matching, same group") \
    X(course_validity_years,       5, "years",    1,  20, "domain.md 6: life-saving and accident prevention") \
    X(ratings_shown,               0, "flag",     0,   1, "domain.md 7: ratings")
/* clang-format on */

#define RULE_FIELD(name, usual, unit, min, max, source) int64_t name;
struct rules {
    RULES(RULE_FIELD)
};
#undef RULE_FIELD

#define RULE_ONE(name, usual, unit, min, max, source) +1
#define RULES_COUNT                                   (0 RULES(RULE_ONE))

/* One rule, for screens and for the store. */
struct rule {
    const char *name;
    int64_t usual; /* the shipped default */
    const char *unit;
    int64_t min, max;
    const char *source;
};

/* RULES_COUNT of them, in the order of the list above. */
const struct rule *rules_all(void);

void rules_defaults(struct rules *r);

/* Sets one rule by name. E_INVALID for a name that is no rule and for a value out of its range;
 * *r is unchanged then. */
enum status rules_set(struct rules *r, const char *name, int64_t value) WARN_UNUSED;

/* The value of the i-th rule of rules_all(). */
int64_t rules_value(const struct rules *r, int i);

/* The community's numbers now, in an open transaction: its newest rule set over the shipped
 * defaults, which alone stand when it has none. */
enum status rules_of(struct ctx *x, int64_t community_id, struct rules *out) WARN_UNUSED;

/* Stores a new rule set, whole, in an open transaction: the numbers as they stand with these
 * changes. E_INVALID with the rule's name as x->field when there is no such rule or it is out of
 * range. E_CONFLICT for no such community. */
enum status rules_change(struct ctx *x, int64_t community_id, const struct rule_value_row *changes,
                         int n) WARN_UNUSED;

#endif
