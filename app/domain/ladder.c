/* ladder.c - see ladder.h. */
#include "app/domain/ladder.h"

#include "app/base/clock.h"
#include "app/base/money.h"
#include "app/base/zone.h"

#include <assert.h>
#include <stddef.h>
#include <string.h>

#define CAUSE_TEXT(name, text) text,
static const char *const cause_texts[CANCEL_CAUSE_COUNT] = {CANCEL_CAUSES(CAUSE_TEXT)};
#undef CAUSE_TEXT

static enum status cause_find(const char *text, size_t len, enum cancel_cause *out)
{
    for (int i = 0; i < CANCEL_CAUSE_COUNT; i++) {
        if (strlen(cause_texts[i]) == len && memcmp(cause_texts[i], text, len) == 0) {
            *out = (enum cancel_cause)i;
            return OK;
        }
    }
    return E_INVALID;
}

enum status cancel_cause_parse(const char *text, enum cancel_cause *out)
{
    return cause_find(text, strlen(text), out);
}

const char *cancel_cause_text(enum cancel_cause c)
{
    assert(c < CANCEL_CAUSE_COUNT);
    return cause_texts[c];
}

/* "child_fever disaster": names parted by one space; each once. */
static enum status exempt_parse(const char *text, unsigned *out)
{
    *out = 0;
    while (*text != '\0') {
        size_t len = strcspn(text, " ");
        enum cancel_cause cause;

        if (cause_find(text, len, &cause) != OK || cause == CAUSE_NONE ||
            (*out >> cause & 1) != 0) {
            return E_INVALID;
        }
        *out |= 1u << cause;
        text += len;
        if (text[0] == ' ' && text[1] != '\0') {
            text++;
        }
    }
    return OK;
}

enum status ladder_step_parse(const char *until_kind, int64_t until_n, const char *charge,
                              int64_t amount, const char *exempt, struct ladder_step *out)
{
    static const char *const kinds[] = {"days_before", "minutes_before", "rest"};
    int kind = 0;

    while (kind < 3 && strcmp(kinds[kind], until_kind) != 0) {
        kind++;
    }
    if (kind == 3 || until_n < 0 || until_n > 100000 || (kind == UNTIL_REST && until_n != 0)) {
        return E_INVALID;
    }
    out->until = (enum ladder_until)kind;
    out->until_n = until_n;
    out->percent = strcmp(charge, "percent") == 0;
    out->amount = amount;
    if (!out->percent && strcmp(charge, "fixed") != 0) {
        return E_INVALID;
    }
    if (amount < 0 || amount > (out->percent ? 100 : MONEY_MINOR_MAX)) {
        return E_INVALID;
    }
    return exempt_parse(exempt, &out->exempt);
}

enum status ladder_check(const struct ladder *l)
{
    if (l->n < 0 || l->n > LADDER_STEPS_MAX || l->waived_below_minor < 0) {
        return E_INVALID;
    }
    for (int i = 0; i < l->n; i++) {
        if ((l->step[i].until == UNTIL_REST) != (i == l->n - 1)) {
            return E_INVALID;
        }
    }
    return OK;
}

/* The first instant of a local day: where midnight is skipped, the hour that the clock jumps to. */
static enum status day_begins(const char *zone, int64_t day_number, int64_t *at)
{
    struct local_time t = {0};
    enum status s = E_INVALID;

    day_number_to_date(day_number, &t.year, &t.month, &t.day);
    for (int minute = 0; s == E_INVALID && minute <= 180; minute += 30) {
        t.hour = minute / 60;
        t.minute = minute % 60;
        s = zone_instant(zone, &t, at);
    }
    return s;
}

/* Up to when the step counts, not counted itself. */
static enum status step_ends(const struct ladder_step *step, const char *zone, int64_t start_at,
                             int64_t *until_at)
{
    struct local_time start;
    enum status s;

    if (step->until == UNTIL_REST) {
        *until_at = INT64_MAX;
        return OK;
    }
    if (step->until == UNTIL_MINUTES_BEFORE) {
        *until_at = start_at - step->until_n * MINUTE_MS;
        return OK;
    }
    s = zone_local(zone, start_at, &start);
    return s == OK ? day_begins(zone, start.day_number - step->until_n + 1, until_at) : s;
}

static enum status step_fee(const struct ladder *l, const struct ladder_step *step,
                            int64_t agreed_minor, int64_t *fee_minor)
{
    enum status s = OK;

    *fee_minor = step->amount < agreed_minor ? step->amount : agreed_minor;
    if (step->percent) {
        s = money_part_down(agreed_minor, step->amount, 100, fee_minor);
    }
    if (s == OK && *fee_minor < l->waived_below_minor) {
        *fee_minor = 0;
    }
    return s;
}

/* Why this fee, when neither the supporter nor a cause made it nothing. */
static const char *step_why(const struct ladder_step *step, int64_t agreed_minor, int64_t fee_minor)
{
    if (step->amount == 0 || agreed_minor == 0) {
        return "cancel.free";
    }
    if (fee_minor == 0) {
        return "cancel.small";
    }
    return step->percent ? "cancel.percent" : "cancel.fixed";
}

enum status ladder_fee(const struct ladder *l, const struct cancellation *c, struct cancel_fee *out)
{
    int64_t until_at = INT64_MIN;
    enum status s = OK;
    int i = -1;

    *out = (struct cancel_fee){0, -1, c->by_supporter ? "cancel.supporter" : "cancel.free"};
    if (c->agreed_minor < 0 || c->agreed_minor > MONEY_MINOR_MAX) {
        return E_INVALID;
    }
    if (c->by_supporter || l->n == 0) {
        return OK;
    }
    while (s == OK && c->at >= until_at && i + 1 < l->n) {
        s = step_ends(&l->step[++i], c->zone, c->start_at, &until_at);
    }
    if (s != OK) {
        return s;
    }
    out->step = i;
    if ((l->step[i].exempt >> c->cause & 1) != 0) {
        out->why = "cancel.exempt";
        return OK;
    }
    s = step_fee(l, &l->step[i], c->agreed_minor, &out->fee_minor);
    out->why = step_why(&l->step[i], c->agreed_minor, out->fee_minor);
    return s;
}

enum status ladder_rungs(const struct ladder *l, const char *zone, int64_t start_at,
                         int64_t agreed_minor, struct ladder_rung out[LADDER_STEPS_MAX])
{
    enum status s = OK;

    for (int i = 0; i < l->n && s == OK; i++) {
        s = step_ends(&l->step[i], zone, start_at, &out[i].until_at);
        if (s == OK) {
            s = step_fee(l, &l->step[i], agreed_minor, &out[i].fee_minor);
        }
    }
    return s;
}
