/* match_test.c - who could take a job, and in which order: the pure rules. */
#include "app/domain/match.h"
#include "app/domain/request_view.h"
#include "app/domain/texts.h"
#include "tests/test.h"

#include <stdio.h>

#define START INT64_C(1800000000000)
#define END   (START + 2 * HOUR_MS)

static struct community town(void)
{
    struct community c = {.row = {.zone = "Asia/Tokyo"}};

    rules_defaults(&c.rules);
    return c;
}

static struct match_job job_in(const struct community *c)
{
    return (struct match_job){
        .community = c,
        .gate = {"pickup", NULL, START, END, 4, 4, false},
        .children_n = 1,
    };
}

/* Everything in order, nothing special: score 0 but for the load. */
static struct match_facts somebody(void)
{
    return (struct match_facts){
        .gate = {.active = 1,
                 .is_on = 1,
                 .member_here = 1,
                 .identity_until_at = END,
                 .lesson_until_at = END,
                 .premet_until_at = END,
                 .tie_how = "qr",
                 .kinds = KIND_PICKUP,
                 .age_max = 12,
                 .until_min = 24 * 60},
        .distance = DISTANCE_FAR,
    };
}

static const struct local_piece evening = {
    .day = 20000, .weekday = 3, .from_min = 1200, .to_min = 1320};

static bool could(const struct match_job *job, const struct match_facts *f)
{
    return match_could(job, f, &evening, 1);
}

TEST(a_friend_in_order_could_and_one_thing_missing_is_enough_for_no)
{
    struct community c = town();
    struct match_job job = job_in(&c);
    struct match_facts f = somebody();

    CHECK(could(&job, &f));
    f.row.busy = 1;
    CHECK(!could(&job, &f));
    f = somebody();
    f.gate.blocked = 1;
    CHECK(!could(&job, &f));
    f = somebody();
    f.gate.kinds = KIND_CARE;
    CHECK(!could(&job, &f));
    f = somebody();
    f.gate.identity_until_at = END - 1;
    CHECK(!could(&job, &f));
}

TEST(with_siblings_there_already_three_children_fit_and_four_do_not)
{
    struct community c = town();
    struct match_job job = job_in(&c);
    struct match_facts f = somebody();

    f.row.children_with = 2;
    CHECK(could(&job, &f));
    job.children_n = 2;
    CHECK(!could(&job, &f));
}

TEST(the_latest_hour_holds_to_the_minute_and_over_midnight)
{
    struct community c = town();
    struct match_job job = job_in(&c);
    struct match_facts f = somebody();
    struct local_piece night[] = {{20000, 3, 1380, 1440}, {20001, 4, 0, 30}};

    f.gate.until_min = 1320;
    CHECK(could(&job, &f));
    f.gate.until_min = 1319;
    CHECK(!could(&job, &f));
    CHECK(!match_could(&job, &f, night, 2));
    f.gate.until_min = 1440; /* any hour */
    CHECK(match_could(&job, &f, night, 2));
}

TEST(the_weeks_cap_counts_what_is_agreed_and_the_job_itself)
{
    struct community c = town();
    struct match_job job = job_in(&c);
    struct match_facts f = somebody();

    f.gate.cap_week_min = 5 * 60;
    f.row.week_ms = 3 * HOUR_MS;
    CHECK(could(&job, &f));
    f.row.week_ms += 1;
    CHECK(!could(&job, &f));
    f.gate.cap_week_min = 0; /* none */
    CHECK(could(&job, &f));
}

TEST(quiet_hours_filter_only_jobs_that_lie_inside_them)
{
    struct community c = town();
    struct match_job job = job_in(&c);
    struct match_facts f = somebody();

    f.row.quiet_from_min = 1200;
    f.row.quiet_to_min = 1320;
    CHECK(!could(&job, &f));
    f.row.quiet_from_min = 1201;
    CHECK(could(&job, &f));
    f.row.quiet_from_min = 1200; /* over midnight */
    f.row.quiet_to_min = 360;
    CHECK(!could(&job, &f));
    f.row.quiet_from_min = 1260;
    CHECK(could(&job, &f));
    f.row.quiet_from_min = f.row.quiet_to_min = 1200; /* none */
    CHECK(could(&job, &f));
}

TEST(each_weight_counts_for_itself_and_together_no_more_than_all)
{
    struct community c = town();
    struct match_job job = job_in(&c);
    struct match_facts f = somebody();
    int64_t base = match_score(&c.rules, &job, &f);

    CHECK_I64(base, 10000 + 20 * 333); /* no load yet; pre-met is a third of the way */
    f.row.load_ms = 40 * HOUR_MS;
    CHECK_I64(match_score(&c.rules, &job, &f), 20 * 333);
    f.row.load_ms = 0;
    f.row.with_child = 3;
    CHECK_I64(match_score(&c.rules, &job, &f) - base, 30 * 600);
    f.row.with_child = 50;
    CHECK_I64(match_score(&c.rules, &job, &f) - base, 30000);
    f = somebody();
    f.gate.jobs_done = 3;
    CHECK_I64(match_score(&c.rules, &job, &f), 10000 + 20000);
    f = somebody();
    f.free_permille = 500;
    CHECK_I64(match_score(&c.rules, &job, &f) - base, 10000);
    f = somebody();
    f.distance = DISTANCE_SAME;
    CHECK_I64(match_score(&c.rules, &job, &f) - base, 15000);
    f = somebody();
    f.row.group_name = "みどり保育園";
    CHECK_I64(match_score(&c.rules, &job, &f) - base, 5000);
}

TEST(a_certificate_counts_more_for_a_child_under_three)
{
    struct community c = town();
    struct match_job job = job_in(&c);
    struct match_facts f = somebody();
    int64_t base = match_score(&c.rules, &job, &f);

    f.gate.certificate_until_at = END;
    CHECK_I64(match_score(&c.rules, &job, &f) - base, 5000);
    job.gate.youngest_years = 2;
    CHECK_I64(match_score(&c.rules, &job, &f) - base, 15000);
    f.gate.certificate_until_at = END - 1; /* runs out before the job does */
    CHECK_I64(match_score(&c.rules, &job, &f) - base, 0);
}

TEST(distance_is_a_band_of_cells_never_more)
{
    CHECK_TEXT(distance_text(distance_of(0, 0)), "same");
    CHECK_TEXT(distance_text(distance_of(-1, 1)), "next");
    CHECK_TEXT(distance_text(distance_of(2, 0)), "around");
    CHECK_TEXT(distance_text(distance_of(0, -3)), "around");
    CHECK_TEXT(distance_text(distance_of(4, 0)), "far");
    CHECK(distance_text(DISTANCE_UNKNOWN) == NULL);
}

TEST(every_reason_has_its_words_in_every_language)
{
    static const char *const locales[] = {"ja", "en", "ja-easy"};

    for (int r = 0; r < MATCH_REASON_COUNT; r++) {
        char key[40];

        snprintf(key, sizeof key, "match.%s", match_reason_text((enum match_reason)r));
        for (int i = 0; i < 3; i++) {
            CHECK(text_of(locales[i], key) != NULL);
        }
    }
}

TEST(a_silent_no_looks_like_no_answer_in_every_state_of_the_ask)
{
    CHECK_TEXT(offer_state_seen("declined", "open"), "asked");
    CHECK_TEXT(offer_state_seen("declined", "matched"), "released");
    CHECK_TEXT(offer_state_seen("declined", "withdrawn"), "expired");
    CHECK_TEXT(offer_state_seen("declined", "unfilled"), "expired");
    CHECK_TEXT(offer_state_seen("offered", "open"), "offered");
}
