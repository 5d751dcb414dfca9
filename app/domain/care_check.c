/* care_check.c - see care_check.h. */
#include "app/domain/care_check.h"

#include "app/base/text.h"
#include "app/domain/notice.h"
#include "app/domain/vault.h"
#include "db/store/request.h"

#include <string.h>

enum fever fever_judge(const struct reading *readings, int n, int64_t fever_tenths,
                       int64_t again_ms, int64_t *again_at)
{
    enum fever now = FEVER_NONE;
    int64_t first_at = 0;

    for (int i = 0; i < n && now != FEVER_HAND_OVER; i++) {
        if (readings[i].tenths < fever_tenths) {
            now = FEVER_NONE;
        } else if (now == FEVER_NONE) {
            now = FEVER_AGAIN;
            first_at = readings[i].at;
        } else if (readings[i].at >= first_at + again_ms) {
            now = FEVER_HAND_OVER;
        }
    }
    *again_at = now == FEVER_AGAIN ? first_at + again_ms : 0;
    return now;
}

int64_t sleep_check_ms(const struct rules *rules, int64_t age_years)
{
    if (age_years == 0) {
        return rules->sleep_check_age_0_min * MINUTE_MS;
    }
    return age_years <= 2 ? rules->sleep_check_age_1_min * MINUTE_MS : 0;
}

static enum status look_at_sleep(struct ctx *x, int64_t booking_id, int64_t every_ms,
                                 struct child_look *look)
{
    struct sleep_now now;
    enum status s = store_sleep_now(x->tx, booking_id, look->child_id, &now);

    if (s != OK || strcmp(now.what, "woke") == 0) {
        return s == E_NOT_FOUND ? OK : s;
    }
    look->asleep = true;
    look->asleep_since_at = now.since_at;
    look->last_check_at = now.at;
    look->checks = now.checks;
    look->next_check_at = every_ms != 0 ? now.at + every_ms : 0;
    return OK;
}

static enum status open_readings(struct ctx *x, int64_t booking_id, int64_t child_id,
                                 struct reading *out, int *n)
{
    struct temperature_row *rows;
    const char *text = NULL;
    enum status s = store_temperatures(x->tx, booking_id, child_id, &rows, n);

    for (int i = 0; s == OK && i < *n; i++) {
        s = vault_unseal(x, child_id, "temperature", "tenths_sealed", rows[i].id,
                         rows[i].tenths_sealed, &text);
        if (s == OK) {
            s = int64_parse(text, &out[i].tenths);
        }
        out[i].at = rows[i].at;
    }
    return s;
}

static enum status look_at_fever(struct ctx *x, int64_t booking_id, const struct rules *rules,
                                 struct child_look *look)
{
    struct reading readings[TEMPERATURES_MAX];
    int n = 0;
    enum status s = open_readings(x, booking_id, look->child_id, readings, &n);

    if (s == OK && n > 0) {
        look->tenths = readings[n - 1].tenths;
        look->measured_at = readings[n - 1].at;
        look->fever = fever_judge(readings, n, rules->fever_tenths,
                                  rules->fever_again_min * MINUTE_MS, &look->again_at);
    }
    return s;
}

static int64_t age_of(const struct request_child_row *children, int n, int64_t child_id)
{
    for (int i = 0; i < n; i++) {
        if (children[i].child_id == child_id) {
            return children[i].age_years;
        }
    }
    return 0; /* the youngest is looked at most often */
}

static enum status load_looks(struct ctx *x, struct care_looks *l)
{
    struct booking_child_row *children;
    struct request_child_row *asked;
    struct rules rules;
    int n, asked_n;
    enum status s = rules_of(x, l->booking.community_id, &rules);

    s = s == OK ? store_request_children(x->tx, l->booking.request_id, &asked, &asked_n) : s;
    s = s == OK ? store_booking_children(x->tx, l->booking_id, &children, &n) : s;
    l->n = 0;
    for (int i = 0; s == OK && i < n; i++) {
        struct child_look *look = &l->children[l->n];

        if (children[i].dropped_at != 0) {
            continue;
        }
        *look = (struct child_look){.child_id = children[i].child_id};
        s = look_at_sleep(x, l->booking_id,
                          sleep_check_ms(&rules, age_of(asked, asked_n, look->child_id)), look);
        s = s == OK ? look_at_fever(x, l->booking_id, &rules, look) : s;
        l->n += 1;
    }
    return s;
}

enum status care_looks(struct ctx *x, void *arg)
{
    struct care_looks *l = arg;
    unsigned who;
    enum status s = booking_for_party(x, l->booking_id, &l->booking, &who);

    return s == OK ? load_looks(x, l) : s;
}

/* The supporter, the state, and the child being there. */
static enum status may_note(struct ctx *x, struct care_looks *l, int64_t child_id)
{
    struct booking_child_row *children;
    int n;
    unsigned who;
    enum status s = booking_for_party(x, l->booking_id, &l->booking, &who);

    if (s == OK && (who != BY_SUPPORTER || strcmp(l->booking.state, "in_care") != 0)) {
        return refuse(x, R_CARE_NOT_NOW);
    }
    s = s == OK ? store_booking_children(x->tx, l->booking_id, &children, &n) : s;
    for (int i = 0; s == OK && i < n; i++) {
        if (children[i].child_id == child_id) {
            return children[i].in_at != 0 && children[i].out_at == 0 ? OK
                                                                     : refuse(x, R_CARE_NOT_NOW);
        }
    }
    return s == OK ? invalid(x, "child_id") : s;
}

/* Whether the note says nothing new. */
static enum status says_nothing(struct ctx *x, const struct sleep_note *note, bool *nothing)
{
    struct sleep_now now;
    bool woke = strcmp(note->what, "woke") == 0, check = strcmp(note->what, "check") == 0;
    bool asleep;
    enum status s = store_sleep_now(x->tx, note->looks.booking_id, note->child_id, &now);

    if (s != OK && s != E_NOT_FOUND) {
        return s;
    }
    asleep = s == OK && strcmp(now.what, "woke") != 0;
    if (check && !asleep) {
        return refuse(x, R_SLEEP_AWAKE);
    }
    *nothing = woke ? !asleep : asleep && (!check || x->now - now.at < SAME_TAP_MS);
    return OK;
}

enum status sleep_put(struct ctx *x, void *arg)
{
    struct sleep_note *note = arg;
    struct sleep_row row = {new_id(x),  note->looks.booking_id, note->child_id,
                            note->what, x->member_id,           x->now};
    bool nothing = false;
    enum status s = may_note(x, &note->looks, note->child_id);

    s = s == OK ? says_nothing(x, note, &nothing) : s;
    if (s == OK && !nothing) {
        s = store_sleep_insert(x->tx, &row);
    }
    return s == OK ? load_looks(x, &note->looks) : s;
}

static const struct child_look *look_of(const struct care_looks *l, int64_t child_id)
{
    for (int i = 0; i < l->n; i++) {
        if (l->children[i].child_id == child_id) {
            return &l->children[i];
        }
    }
    return NULL;
}

static enum status room_for_reading(struct ctx *x, const struct temperature_note *note)
{
    struct temperature_row *rows;
    int n;
    enum status s = store_temperatures(x->tx, note->looks.booking_id, note->child_id, &rows, &n);

    return s == OK && n >= TEMPERATURES_MAX ? refuse(x, R_BOOKING_TOO_OFTEN) : s;
}

static enum status store_reading(struct ctx *x, const struct temperature_note *note)
{
    struct temperature_row row = {.id = new_id(x),
                                  .booking_id = note->looks.booking_id,
                                  .child_id = note->child_id,
                                  .by_id = x->member_id,
                                  .at = x->now};
    const char *text = arena_printf(x->arena, "%lld", (long long)note->tenths);
    enum status s = text != NULL ? vault_seal(x, note->child_id, "temperature", "tenths_sealed",
                                              row.id, text, &row.tenths_sealed)
                                 : E_BUSY;

    return s == OK ? store_temperature_insert(x->tx, &row) : s;
}

static enum status ask_to_collect(struct ctx *x, const struct booking_row *b)
{
    enum status s = booking_fact(x, b, "fever", "");

    return s == OK ? notice_put_guardians(x, b->household_id, 0, NOTICE_FEVER, b->id) : s;
}

enum status temperature_put(struct ctx *x, void *arg)
{
    struct temperature_note *note = arg;
    const struct child_look *look;
    enum fever before = FEVER_NONE;
    enum status s = may_note(x, &note->looks, note->child_id);

    s = s == OK ? room_for_reading(x, note) : s;
    s = s == OK ? load_looks(x, &note->looks) : s;
    if (s == OK) {
        look = look_of(&note->looks, note->child_id);
        before = look != NULL ? look->fever : FEVER_NONE;
        s = store_reading(x, note);
    }
    s = s == OK ? load_looks(x, &note->looks) : s;
    look = s == OK ? look_of(&note->looks, note->child_id) : NULL;
    if (look != NULL && look->fever == FEVER_HAND_OVER && before != FEVER_HAND_OVER) {
        s = ask_to_collect(x, &note->looks.booking);
    }
    return s;
}
