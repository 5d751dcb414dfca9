/* process.c - see process.h. */
#include "app/domain/process.h"

#include <assert.h>
#include <string.h>

#define TOLD (FX_TELL_GUARDIANS | FX_TELL_SUPPORTER)
/* clang-format off */
static const struct transition table[MOVE_COUNT] = {
    {MOVE_REQUEST_ASK, MACHINE_REQUEST, "ask", "", "open",
     BY_GUARDIAN | BY_STAFF, GUARD_NOT_STARTED, FX_TELL_ASKED,
     {{"request.close", FROM_CLOSING, 0, NULL}, {"request.urgent", BEFORE_START, 0, "urgent_call_min"},
      {"request.alarm", AT_ALARMS, 0, NULL}}},
    {MOVE_REQUEST_MATCH, MACHINE_REQUEST, "match", "open", "matched",
     BY_GUARDIAN | BY_SUPPORTER | BY_STAFF | BY_TIME, GUARD_NOT_STARTED, FX_RELEASE_OTHERS, {{0}}},
    {MOVE_REQUEST_WITHDRAW, MACHINE_REQUEST, "withdraw", "open", "withdrawn",
     BY_GUARDIAN | BY_STAFF, GUARD_NONE, FX_CLOSE_OFFERS | FX_TELL_ASKED, {{0}}},
    {MOVE_REQUEST_CLOSE, MACHINE_REQUEST, "close", "open", "unfilled",
     BY_TIME, GUARD_NONE, FX_CLOSE_OFFERS | FX_TELL_GUARDIANS, {{0}}},
    {MOVE_REQUEST_REOPEN, MACHINE_REQUEST, "reopen", "matched", "open",
     BY_SUPPORTER | BY_STAFF | BY_TIME, GUARD_NOT_STARTED, FX_TELL_ASKED,
     {{"request.close", FROM_CLOSING, 0, NULL}, {"request.urgent", BEFORE_START, 0, "urgent_call_min"},
      {"request.alarm", AT_ALARMS, 0, NULL}}},

    {MOVE_OFFER_ASK, MACHINE_OFFER, "ask", "", "asked",
     BY_GUARDIAN | BY_STAFF, GUARD_FREE, 0, {{0}}},
    {MOVE_OFFER_OFFER, MACHINE_OFFER, "offer", "asked", "offered",
     BY_SUPPORTER | BY_STAFF, GUARD_FREE, FX_TELL_GUARDIANS, {{0}}},
    {MOVE_OFFER_DECLINE, MACHINE_OFFER, "decline", "asked", "declined",
     BY_SUPPORTER, GUARD_NONE, 0, {{0}}},
    {MOVE_OFFER_WITHDRAW, MACHINE_OFFER, "withdraw", "offered", "withdrawn",
     BY_SUPPORTER, GUARD_NONE, 0, {{0}}},
    {MOVE_OFFER_LEAVE_RESERVE, MACHINE_OFFER, "withdraw", "reserve", "withdrawn",
     BY_SUPPORTER, GUARD_NONE, 0, {{0}}},
    {MOVE_OFFER_RESERVE, MACHINE_OFFER, "reserve", "offered", "reserve",
     BY_GUARDIAN, GUARD_NONE, FX_TELL_SUPPORTER, {{0}}},
    {MOVE_OFFER_CHOOSE, MACHINE_OFFER, "choose", "offered", "chosen",
     BY_GUARDIAN | BY_SUPPORTER | BY_STAFF | BY_TIME, GUARD_FREE, FX_TELL_SUPPORTER, {{0}}},
    {MOVE_OFFER_RELEASE_ASKED, MACHINE_OFFER, "release", "asked", "released",
     BY_GUARDIAN | BY_SUPPORTER | BY_STAFF | BY_TIME, GUARD_NONE, 0, {{0}}},
    {MOVE_OFFER_RELEASE_OFFERED, MACHINE_OFFER, "release", "offered", "released",
     BY_GUARDIAN | BY_SUPPORTER | BY_STAFF | BY_TIME, GUARD_NONE, FX_TELL_SUPPORTER, {{0}}},
    {MOVE_OFFER_EXPIRE_ASKED, MACHINE_OFFER, "expire", "asked", "expired",
     BY_TIME | BY_GUARDIAN | BY_STAFF, GUARD_NONE, 0, {{0}}},
    {MOVE_OFFER_EXPIRE_OFFERED, MACHINE_OFFER, "expire", "offered", "expired",
     BY_TIME | BY_GUARDIAN | BY_STAFF, GUARD_NONE, 0, {{0}}},
    {MOVE_OFFER_EXPIRE_RESERVE, MACHINE_OFFER, "expire", "reserve", "expired",
     BY_TIME | BY_GUARDIAN | BY_STAFF, GUARD_NONE, 0, {{0}}},
    {MOVE_OFFER_CALL_RESERVE, MACHINE_OFFER, "call_reserve", "reserve", "offered",
     BY_TIME | BY_GUARDIAN | BY_SUPPORTER | BY_STAFF, GUARD_FREE, FX_TELL_SUPPORTER, {{0}}},
    {MOVE_OFFER_ASK_AGAIN, MACHINE_OFFER, "ask_again", "released", "asked",
     BY_TIME | BY_SUPPORTER | BY_STAFF, GUARD_FREE, FX_TELL_SUPPORTER, {{0}}},
    {MOVE_OFFER_ASK_RESERVE, MACHINE_OFFER, "ask_again", "reserve", "asked",
     BY_TIME | BY_SUPPORTER | BY_STAFF, GUARD_FREE, FX_TELL_SUPPORTER, {{0}}},
    {MOVE_OFFER_STEP_BACK, MACHINE_OFFER, "step_back", "chosen", "withdrawn",
     BY_SUPPORTER | BY_STAFF, GUARD_NONE, 0, {{0}}},
    {MOVE_OFFER_STAND_AGAIN, MACHINE_OFFER, "stand_again", "chosen", "offered",
     BY_TIME, GUARD_NONE, 0, {{0}}},

    {MOVE_BOOKING_AGREE, MACHINE_BOOKING, "agree", "", "agreed",
     BY_GUARDIAN | BY_SUPPORTER | BY_STAFF | BY_TIME, GUARD_FREE, FX_FREEZE | FX_OPEN_PAYMENT,
     {{"booking.pay_deadline", FROM_NOW, 15, NULL}}},
    {MOVE_BOOKING_CONFIRM, MACHINE_BOOKING, "confirm", "agreed", "confirmed",
     BY_GUARDIAN | BY_SUPPORTER | BY_STAFF | BY_TIME, GUARD_MONEY_SECURED,
     FX_ISSUE_COVERAGE | TOLD, {{"booking.no_show", FROM_START, 30, NULL}}},
    {MOVE_BOOKING_FAIL_PAYMENT, MACHINE_BOOKING, "fail_payment", "agreed", "payment_failed",
     BY_TIME, GUARD_NONE, FX_RELEASE_MONEY | FX_REOPEN | TOLD, {{0}}},
    {MOVE_BOOKING_BEGIN, MACHINE_BOOKING, "begin", "confirmed", "in_care",
     BY_GUARDIAN | BY_SUPPORTER | BY_DESK | BY_STAFF, GUARD_NONE,
     FX_COVERAGE_BEGAN | FX_TELL_GUARDIANS,
     {{"booking.overdue", FROM_END, 15, NULL}, {"booking.overdue_staff", FROM_END, 0, "late_task_min"},
      {"booking.overrun", FROM_END, 0, NULL}, {"booking.until", LATEST, 0, NULL}}},
    {MOVE_BOOKING_RETURN, MACHINE_BOOKING, "return", "in_care", "returned",
     BY_GUARDIAN | BY_SUPPORTER | BY_DESK | BY_STAFF, GUARD_ALL_BACK, FX_TELL_GUARDIANS,
     {{"booking.report", FROM_NOW, 0, "report_h"}}},
    {MOVE_BOOKING_COMPLETE, MACHINE_BOOKING, "complete", "returned", "completed",
     BY_GUARDIAN | BY_SUPPORTER | BY_STAFF | BY_TIME, GUARD_HOURS_AGREED,
     FX_COVERAGE_ACTUAL | FX_COUNT_JOB | FX_OVERTIME | FX_COLLECT, {{0}}},
    {MOVE_BOOKING_SETTLE, MACHINE_BOOKING, "settle", "completed", "settled",
     BY_GUARDIAN | BY_SUPPORTER | BY_STAFF | BY_TIME, GUARD_ALL_PAID,
     FX_RECEIPT | FX_TELL_GUARDIANS, {{"booking.close", FROM_NOW, 14 * 24 * 60, NULL}}},
    {MOVE_BOOKING_CLOSE, MACHINE_BOOKING, "close", "settled", "closed",
     BY_TIME, GUARD_NONE, 0, {{0}}},
    {MOVE_BOOKING_GUARDIAN_LEAVES, MACHINE_BOOKING, "cancel", "agreed", "cancelled",
     BY_GUARDIAN | BY_STAFF, GUARD_NONE, FX_RELEASE_MONEY | TOLD, {{0}}},
    {MOVE_BOOKING_GUARDIAN_CANCELS, MACHINE_BOOKING, "cancel", "confirmed", "cancelled",
     BY_GUARDIAN | BY_STAFF, GUARD_NONE, FX_COVERAGE_UNUSED | FX_LADDER | TOLD, {{0}}},
    {MOVE_BOOKING_SUPPORTER_LEAVES, MACHINE_BOOKING, "supporter_cancel", "agreed", "cancelled",
     BY_SUPPORTER | BY_STAFF, GUARD_NONE, FX_RELEASE_MONEY | FX_REOPEN | TOLD, {{0}}},
    {MOVE_BOOKING_SUPPORTER_CANCELS, MACHINE_BOOKING, "supporter_cancel", "confirmed", "cancelled",
     BY_SUPPORTER | BY_STAFF, GUARD_NONE,
     FX_COVERAGE_UNUSED | FX_RELEASE_MONEY | FX_REOPEN | TOLD, {{0}}},
    {MOVE_BOOKING_NO_SHOW, MACHINE_BOOKING, "no_show", "confirmed", "no_show",
     BY_TIME, GUARD_CLAIM_STANDS, FX_COVERAGE_UNUSED | FX_LADDER | TOLD, {{0}}},
    {MOVE_BOOKING_DECIDE_NO_SHOW, MACHINE_BOOKING, "decide_no_show", "confirmed", "no_show",
     BY_STAFF, GUARD_CLAIM_DECIDED, FX_COVERAGE_UNUSED | FX_LADDER | TOLD, {{0}}},
};

static const char *const machine_words[] = {"request", "offer", "booking"};
static const char *const who_words[] = {"guardian", "supporter", "nursery desk", "staff", "time"};
static const char *const guard_words[] = {
    "",
    "before the start",
    "tie, gates, policy and time allow it",
    "money secured",
    "every child is back",
    "report and hours agreed, or 48 h",
    "nothing is owed",
    "claim uncontested for 24 h",
    "contested claim decided by the office",
};
static const char *const effect_words[FX_COUNT] = {
    "freeze the agreement",      "release the other offers",   "open the payment",
    "issue the coverage record", "note on it that care began", "add the actual times to it",
    "note on it that it was not used", "collect",              "overtime as a second payment",
    "fee by the ladder",         "release the hold",           "reopen the ask, reserves first",
    "count the job for the tie", "receipt",                    "expire the open offers",
    "tell the guardians",        "tell the supporter",         "tell everyone asked",
};
/* clang-format on */

const struct transition *process_row(enum move move)
{
    assert(move < MOVE_COUNT && table[move].move == move);
    return &table[move];
}

bool booking_state_is_live(const char *state)
{
    return strcmp(state, "agreed") == 0 || strcmp(state, "confirmed") == 0 ||
           strcmp(state, "in_care") == 0;
}

static void add_words(struct buf *b, unsigned bits, const char *const *words, int n)
{
    const char *comma = "";

    for (int i = 0; i < n; i++) {
        if ((bits & (1u << i)) != 0) {
            buf_printf(b, "%s%s", comma, words[i]);
            comma = ", ";
        }
    }
}

static void add_timers(struct buf *b, const struct transition *row)
{
    static const char *const from_words[] = {"now",   "start",      "end",   "closing",
                                             "start", "next alarm", "latest"};
    const char *comma = "";

    for (int i = 0; i < TRANSITION_TIMERS_MAX && row->timers[i].kind != NULL; i++) {
        const struct process_timer *t = &row->timers[i];

        buf_printf(b, "%s%s: %s", comma, t->kind, from_words[t->from]);
        if (t->rule != NULL) {
            buf_printf(b, " %s %s", t->from == BEFORE_START ? "-" : "+", t->rule);
        } else if (t->offset_min != 0) {
            buf_printf(b, " + %lld min", (long long)t->offset_min);
        }
        comma = ", ";
    }
}

static void add_edge(struct buf *b, const struct transition *row)
{
    const char *m = machine_words[row->machine];

    if (row->from[0] == '\0') {
        buf_printf(b, "    %s_ [shape=point];\n    %s_", m, m);
    } else {
        buf_printf(b, "    %s_%s", m, row->from);
    }
    buf_printf(b, " -> %s_%s [label=\"%s\\n", m, row->to, row->name);
    add_words(b, row->who, who_words, (int)(sizeof who_words / sizeof *who_words));
    buf_text(b, "\"];\n");
}

static void add_states(struct buf *b, enum machine machine)
{
    for (int i = 0; i < MOVE_COUNT; i++) {
        if (table[i].machine == machine) {
            buf_printf(b, "    %s_%s [label=\"%s\"];\n", machine_words[machine], table[i].to,
                       table[i].to);
        }
    }
}

const char *process_dot(struct arena *a)
{
    struct buf b;

    buf_init(&b, a, 64 * 1024);
    buf_text(&b, "digraph process {\n  rankdir=LR; node [shape=box, style=rounded];\n");
    for (int m = MACHINE_REQUEST; m <= MACHINE_BOOKING; m++) {
        buf_printf(&b, "  subgraph cluster_%s {\n    label=\"%s\";\n", machine_words[m],
                   machine_words[m]);
        add_states(&b, (enum machine)m);
        for (int i = 0; i < MOVE_COUNT; i++) {
            if (table[i].machine == (enum machine)m) {
                add_edge(&b, &table[i]);
            }
        }
        buf_text(&b, "  }\n");
    }
    buf_text(&b, "}\n");
    return buf_done(&b);
}

static void add_table_row(struct buf *b, const struct transition *row)
{
    buf_printf(b, "| %s | %s | %s | %s | ", machine_words[row->machine], row->name,
               row->from[0] != '\0' ? row->from : "–", row->to);
    add_words(b, row->who, who_words, (int)(sizeof who_words / sizeof *who_words));
    buf_printf(b, " | %s | ", guard_words[row->guard]);
    add_words(b, row->effects, effect_words, FX_COUNT);
    buf_text(b, " | ");
    add_timers(b, row);
    buf_text(b, " |\n");
}

const char *process_markdown(struct arena *a)
{
    struct buf b;

    buf_init(&b, a, 64 * 1024);
    buf_text(&b, "| of | move | from | to | who may | guard | effects | timers |\n"
                 "|---|---|---|---|---|---|---|---|\n");
    for (int i = 0; i < MOVE_COUNT; i++) {
        add_table_row(&b, &table[i]);
    }
    return buf_done(&b);
}
