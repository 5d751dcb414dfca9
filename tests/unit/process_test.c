/* process_test.c - the table of transitions makes sense: every state is reached, every timer has
 * somebody who runs it, every word is there. */
#include "app/domain/process.h"
#include "app/domain/process_timers.h"
#include "app/domain/rules.h"
#include "tests/test.h"

#include <string.h>

static bool is_state(enum machine machine, const char *state)
{
    for (int i = 0; i < MOVE_COUNT; i++) {
        const struct transition *row = process_row((enum move)i);

        if (row->machine == machine && strcmp(row->to, state) == 0) {
            return true;
        }
    }
    return state[0] == '\0';
}

TEST(every_move_starts_where_another_one_ends)
{
    for (int i = 0; i < MOVE_COUNT; i++) {
        const struct transition *row = process_row((enum move)i);

        CHECK(is_state(row->machine, row->from));
        CHECK(row->who != 0 && (row->who & ~31u) == 0);
        CHECK(row->name[0] != '\0');
        CHECK((row->effects & ~((1u << FX_COUNT) - 1)) == 0);
    }
}

TEST(nobody_moves_twice_from_one_state_by_one_name)
{
    for (int i = 0; i < MOVE_COUNT; i++) {
        for (int k = 0; k < i; k++) {
            const struct transition *a = process_row((enum move)i), *b = process_row((enum move)k);

            CHECK(a->machine != b->machine || strcmp(a->from, b->from) != 0 ||
                  strcmp(a->name, b->name) != 0);
        }
    }
}

TEST(the_states_of_a_booking_are_those_of_the_domain)
{
    static const char *const states[] = {"agreed",    "confirmed", "in_care", "returned",
                                         "completed", "settled",   "closed",  "payment_failed",
                                         "cancelled", "no_show"};
    static const char *const live[] = {"agreed", "confirmed", "in_care"};
    int n = 0;

    for (size_t i = 0; i < sizeof states / sizeof *states; i++) {
        bool is_live = false;

        CHECK(is_state(MACHINE_BOOKING, states[i]));
        for (size_t k = 0; k < sizeof live / sizeof *live; k++) {
            is_live = is_live || strcmp(states[i], live[k]) == 0;
        }
        CHECK(booking_state_is_live(states[i]) == is_live);
    }
    for (int i = 0; i < MOVE_COUNT; i++) {
        n += process_row((enum move)i)->machine == MACHINE_BOOKING;
    }
    CHECK_I64(n, MOVE_COUNT - MOVE_BOOKING_AGREE);
}

static bool is_rule(const char *name)
{
    for (int i = 0; i < RULES_COUNT; i++) {
        if (strcmp(rules_all()[i].name, name) == 0) {
            return true;
        }
    }
    return false;
}

static bool is_run(const char *kind)
{
    for (const struct timer_kind *t = process_timers; t->kind != NULL; t++) {
        if (strcmp(t->kind, kind) == 0) {
            return t->run != NULL && t->desk[0] != '\0';
        }
    }
    return false;
}

TEST(every_timer_of_the_table_is_run_by_somebody_and_counts_by_a_rule_there_is)
{
    int n = 0;

    for (int i = 0; i < MOVE_COUNT; i++) {
        const struct process_timer *timers = process_row((enum move)i)->timers;

        for (int k = 0; k < TRANSITION_TIMERS_MAX && timers[k].kind != NULL; k++) {
            CHECK(is_run(timers[k].kind));
            CHECK(timers[k].rule == NULL || is_rule(timers[k].rule));
            n++;
        }
    }
    CHECK(n > 5);
    CHECK(!is_run("booking.sing"));
}

TEST(the_table_is_drawn_whole)
{
    struct arena *a = arena_open(1024 * 1024);
    const char *dot = process_dot(a), *markdown = process_markdown(a);
    int edges = 0, lines = 0;

    CHECK(dot != NULL && markdown != NULL);
    for (const char *p = dot; (p = strstr(p, " -> ")) != NULL; p++) {
        edges++;
    }
    for (const char *p = markdown; (p = strchr(p, '\n')) != NULL; p++) {
        lines++;
    }
    CHECK_I64(edges, MOVE_COUNT);
    CHECK_I64(lines, MOVE_COUNT + 2);
    CHECK(strstr(dot, "booking_agreed -> booking_confirmed") != NULL);
    CHECK(strstr(markdown, "| booking | begin | confirmed | in_care |") != NULL);
    CHECK(strstr(markdown, "(null)") == NULL); /* an effect without words */
    arena_close(a);
}
