/* thread.c - see thread.h. */
#include "app/domain/thread.h"

#include "app/domain/community.h"
#include "app/domain/reveal.h"
#include "app/domain/tie.h"
#include "db/store/block.h"
#include "db/store/guardian.h"
#include "db/store/member.h"

#include <string.h>

static bool is_confirmed(const struct booking_row *b)
{
    static const char *const no[] = {"agreed", "payment_failed", "cancelled", "no_show"};

    for (size_t i = 0; i < sizeof no / sizeof no[0]; i++) {
        if (strcmp(b->state, no[i]) == 0) {
            return false;
        }
    }
    return true;
}

static enum status open_booking(struct ctx *x, struct thread *t)
{
    struct community c;
    enum status s = booking_for_party(x, t->booking_id, &t->b, &t->who);

    s = s == OK ? store_tie_get(x->tx, t->b.tie_id, &t->tie) : s;
    s = s == OK ? community_get(x, t->b.community_id, &c) : s;
    if (s == OK) {
        t->talk_until_at = reveal_talk_until(&t->b, c.rules.reveal_after_end_h * HOUR_MS);
        t->masked = t->tie.jobs_done == 0 && !is_confirmed(&t->b);
    }
    return s;
}

enum status thread_open(struct ctx *x, struct thread *t)
{
    enum status s;

    t->id = t->booking_id != 0 ? t->booking_id : t->tie_id;
    if (t->booking_id != 0) {
        return open_booking(x, t);
    }
    s = tie_mine(x, t->tie_id, &t->tie);
    t->masked = s == OK && t->tie.jobs_done == 0;
    return s;
}

static int64_t other_of(const struct ctx *x, const struct tie_row *tie)
{
    return tie->low_id == x->member_id ? tie->high_id : tie->low_id;
}

/* Told of what they did themselves, never of what the other did. */
enum status thread_why_not_write(struct ctx *x, const struct thread *t, enum reason *why,
                                 bool *arrives)
{
    int64_t other_id = other_of(x, &t->tie);
    enum status s;

    *why = R_NONE;
    *arrives = true;
    if (t->booking_id != 0) {
        *why = x->now < t->talk_until_at ? R_NONE : R_MESSAGE_JOB_OVER;
        return OK;
    }
    s = store_block_is(x->tx, x->member_id, other_id);
    if (s == OK) {
        *why = R_MESSAGE_BLOCKED;
        return OK;
    }
    if (s != E_NOT_FOUND) {
        return s;
    }
    if (t->tie.ended_at != 0 && t->tie.ended_by == x->member_id) {
        *why = R_MESSAGE_TIE_ENDED;
        return OK;
    }
    s = store_block_is(x->tx, other_id, x->member_id);
    *arrives = t->tie.ended_at == 0 && s == E_NOT_FOUND;
    return s == E_NOT_FOUND ? OK : s;
}

/* The guardians and the supporter, without x->member_id. */
static enum status others_of_booking(struct ctx *x, const struct thread *t, int64_t *ids, int *n)
{
    int64_t *guardians;
    int guardians_n = 0;
    enum status s = store_guardians(x->tx, t->b.household_id, &guardians, &guardians_n);

    *n = 0;
    if (t->b.supporter_id != x->member_id) {
        ids[(*n)++] = t->b.supporter_id;
    }
    for (int i = 0; s == OK && i < guardians_n && i < GUARDIANS_MAX; i++) {
        if (guardians[i] != x->member_id) {
            ids[(*n)++] = guardians[i];
        }
    }
    return s;
}

enum status thread_others(struct ctx *x, const struct thread *t, int64_t **member_ids, int *n)
{
    int64_t *ids = arena_alloc(x->arena, (GUARDIANS_MAX + 1) * sizeof *ids);

    *member_ids = ids;
    if (ids == NULL) {
        return E_BUSY;
    }
    if (t->booking_id != 0) {
        return others_of_booking(x, t, ids, n);
    }
    ids[0] = other_of(x, &t->tie);
    *n = 1;
    return OK;
}

enum status thread_list(struct ctx *x, void *arg)
{
    struct thread_page *p = arg;

    return store_threads_of(x->tx, x->member_id, p->only_id, p->before_at, p->before_id, p->max,
                            &p->lines, &p->n);
}

/* Nobody has said anything yet. */
static enum status empty_line(struct ctx *x, const struct thread *t, struct thread_line *line)
{
    struct member m;
    int64_t other_id = t->booking_id == 0       ? other_of(x, &t->tie)
                       : t->who == BY_SUPPORTER ? t->b.guardian_id
                                                : t->b.supporter_id;
    enum status s = store_member_get(x->tx, other_id, &m);

    *line = (struct thread_line){.id = t->id,
                                 .tie_id = t->tie.id,
                                 .booking_id = t->booking_id,
                                 .other_id = other_id,
                                 .other_name = s == OK ? m.display_name : NULL};
    return s;
}

enum status thread_show(struct ctx *x, void *arg)
{
    struct thread_view *v = arg;
    struct thread_page p = {.before_at = INT64_MAX, .max = 1};
    bool arrives;
    enum status s = thread_open(x, &v->thread);

    s = s == OK ? thread_why_not_write(x, &v->thread, &v->closed, &arrives) : s;
    p.only_id = v->thread.id;
    s = s == OK ? thread_list(x, &p) : s;
    if (s != OK || p.n == 0) {
        return s == OK ? empty_line(x, &v->thread, &v->line) : s;
    }
    v->line = p.lines[0];
    return OK;
}
