/* rules_test.c - a community's numbers in the database: versions, names, ranges. */
#include "app/domain/rules.h"
#include "tests/database.h"
#include "tests/test.h"
#include "tests/town.h"

struct change {
    int64_t community_id;
    const struct rule_value_row *rows;
    int n;
};

static enum status change(struct ctx *x, void *arg)
{
    const struct change *c = arg;

    return rules_change(x, c->community_id, c->rows, c->n);
}

struct look {
    int64_t community_id;
    struct rules rules;
};

static enum status look(struct ctx *x, void *arg)
{
    struct look *l = arg;

    return rules_of(x, l->community_id, &l->rules);
}

static struct rules rules_now(struct ctx *x, int64_t community_id)
{
    struct look l = {.community_id = community_id};

    CHECK_STATUS(ctx_read(x, look, &l), OK);
    return l.rules;
}

TEST_BOTH(a_community_without_rules_of_its_own_has_the_shipped_ones)
{
    struct ctx x = town_new(engine);

    CHECK_I64(rules_now(&x, TOWN_ID).travel_buffer_min, 15);
    CHECK_I64(rules_now(&x, 999).travel_buffer_min, 15);
    database_check(x.db);
}

TEST_BOTH(the_newest_rule_set_counts_and_keeps_what_it_did_not_change)
{
    static const struct rule_value_row first[] = {{"travel_buffer_min", 20}, {"report_h", 24}};
    static const struct rule_value_row second[] = {{"travel_buffer_min", 0}};
    struct ctx x = town_new(engine);
    struct change c = {TOWN_ID, first, 2};

    CHECK_STATUS(ctx_tx(&x, change, &c), OK);
    CHECK_I64(rules_now(&x, TOWN_ID).travel_buffer_min, 20);
    c = (struct change){TOWN_ID, second, 1};
    CHECK_STATUS(ctx_tx(&x, change, &c), OK);
    CHECK_I64(rules_now(&x, TOWN_ID).travel_buffer_min, 0);
    CHECK_I64(rules_now(&x, TOWN_ID).report_h, 24);
    CHECK_I64(rules_now(&x, TOWN_ID).ask_closes_min, 30);
    CHECK_I64(rules_now(&x, OTHER_ID).report_h, 48);
    database_check(x.db);
}

TEST_BOTH(a_rule_unknown_or_out_of_range_changes_nothing_at_all)
{
    static const struct rule_value_row unknown[] = {{"report_h", 24}, {"report_days", 1}};
    static const struct rule_value_row too_much[] = {{"report_h", 24}, {"report_h", 169}};
    struct ctx x = town_new(engine);
    struct change c = {TOWN_ID, unknown, 2};

    CHECK_STATUS(ctx_tx(&x, change, &c), E_INVALID);
    CHECK_TEXT(x.field, "report_days");
    c.rows = too_much;
    CHECK_STATUS(ctx_tx(&x, change, &c), E_INVALID);
    CHECK_TEXT(x.field, "report_h");
    CHECK_I64(rules_now(&x, TOWN_ID).report_h, 48);
}

TEST_BOTH(rules_for_a_community_that_does_not_exist_are_refused)
{
    struct ctx x = town_new(engine);
    struct change c = {999, NULL, 0};

    CHECK_STATUS(ctx_tx(&x, change, &c), E_CONFLICT);
}

static enum status write_nonsense(struct tx *t, void *arg)
{
    (void)arg;
    return db_script(
        t, "INSERT INTO rule_set (id, community_id, version, created_at, created_by) "
           "VALUES (1, 7, 1, 1, 0);"
           "INSERT INTO rule_value (rule_set_id, name, value) VALUES (1, 'report_h', 9999)");
}

TEST_BOTH(a_stored_number_out_of_range_is_an_error_not_a_rule)
{
    struct ctx x = town_new(engine);
    struct look l = {.community_id = TOWN_ID};

    CHECK_STATUS(db_tx(x.db, x.arena, write_nonsense, NULL), OK);
    CHECK_STATUS(ctx_read(&x, look, &l), E_INTERNAL);
}
