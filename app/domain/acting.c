/* acting.c - see acting.h. */
#include "app/domain/acting.h"

#include "app/base/limits.h"
#include "app/domain/audit.h"
#include "app/domain/notice.h"
#include "app/domain/rules.h"
#include "app/domain/staff.h"
#include "app/domain/vault.h"
#include "db/store/guardian.h"
#include "db/store/membership.h"

#include <string.h>

#define OFFICE (STAFF_COORDINATOR | STAFF_ADMIN)

/* Nobody acts for himself or his family, nor for who belongs to another office's people as well. */
static enum status judge_bond(struct ctx *x, int64_t member_id, int64_t community_id)
{
    struct acting_bond bond = {0};
    enum status s = store_acting_bond(x->tx, x->member_id, member_id, community_id, &bond);

    if (s == OK && (member_id == x->member_id || bond.relative || bond.elsewhere)) {
        return refuse(x, R_ACTING_NOT_FOR);
    }
    return s;
}

static enum status insert(struct ctx *x, struct acting_begin *b)
{
    struct acting_row row = {
        .id = new_id(x),
        .community_id = b->community_id,
        .staff_id = x->member_id,
        .session_id = x->session_id,
        .member_id = b->member_id,
        .consent = b->consent,
        .created_at = x->now,
        .expires_at = x->now + ACTING_MS,
    };
    enum status s =
        vault_seal(x, row.member_id, "acting", "note_sealed", row.id, b->note, &row.note_sealed);

    s = s == OK ? store_acting_insert(x->tx, &row) : s;
    s = s == OK ? audit_note(x, 0, "acting.began", row.member_id) : s;
    s = s == OK ? notice_put(x, row.member_id, NOTICE_ACTED, row.member_id) : s;
    return s == OK ? store_acting_get(x->tx, row.id, &b->made) : s;
}

enum status acting_begin(struct ctx *x, void *arg)
{
    struct acting_begin *b = arg;
    enum status s = staff_has_role(x, b->community_id, OFFICE);

    s = s == OK ? store_membership_live(x->tx, b->member_id, b->community_id) : s;
    s = s == OK ? judge_bond(x, b->member_id, b->community_id) : s;
    return s == OK ? insert(x, b) : s;
}

enum status acting_end(struct ctx *x, void *arg)
{
    const struct acting_ref *ref = arg;
    struct acting_row row;
    enum status s = staff_has_role(x, ref->community_id, OFFICE);

    s = s == OK ? store_acting_get(x->tx, ref->id, &row) : s;
    if (s != OK || row.community_id != ref->community_id) {
        return s != OK ? s : E_NOT_FOUND;
    }
    if (row.ended_at != 0 || row.expires_at <= x->now) {
        return OK;
    }
    s = store_acting_end(x->tx, row.id, x->now);
    return s == OK ? audit_note(x, 0, "acting.ended", row.member_id) : s;
}

enum status acting_list(struct ctx *x, void *arg)
{
    struct acting_listing *l = arg;
    enum status s = staff_has_role(x, l->community_id, OFFICE | STAFF_SAFEGUARDING | STAFF_AUDITOR);

    return s == OK
               ? store_acting_list(x->tx, l->community_id, l->before_id, l->max, &l->rows, &l->n)
               : s;
}

enum status acting_use(struct ctx *x, void *arg)
{
    struct acting_row *a = arg;

    return store_acting_live(x->tx, a->id, x->session_id, x->member_id, x->now, a);
}

void acting_enter(struct ctx *x, const struct acting_row *a)
{
    x->acted_by = x->member_id;
    x->member_id = a->member_id;
    x->acting_id = a->id;
    x->acted_in = a->community_id;
}

enum status acting_note(struct ctx *x, const char *act, const char *subject)
{
    struct acting_act_row row = {.id = new_id(x),
                                 .acting_id = x->acting_id,
                                 .member_id = x->member_id,
                                 .at = x->now,
                                 .act = act,
                                 .subject = subject};
    enum status s;

    if (x->acted_by == 0) {
        return OK;
    }
    s = store_acting_act_insert(x->tx, &row);
    return s == OK ? notice_put(x, row.member_id, NOTICE_ACTED, row.member_id) : s;
}

enum status acting_may(struct ctx *x, int64_t community_id, int64_t household_id,
                       int64_t supporter_id)
{
    enum status s;

    if (x->acted_by == 0) {
        return OK;
    }
    if (community_id != x->acted_in) {
        return E_NOT_FOUND;
    }
    s = supporter_id == x->acted_by ? OK : store_guardian_is(x->tx, household_id, x->acted_by);
    if (s == OK) {
        return refuse(x, R_ACTING_OWN_AFFAIR);
    }
    return s == E_NOT_FOUND ? OK : s;
}

enum status acting_spend(struct ctx *x, const char *act, int64_t subject_id, int64_t amount_minor)
{
    struct acting_approval_row of = {.community_id = x->acted_in,
                                     .staff_id = x->acted_by,
                                     .member_id = x->member_id,
                                     .act = act,
                                     .subject_id = subject_id,
                                     .amount_minor = amount_minor};
    struct rules rules;
    enum status s;

    if (x->acted_by == 0) {
        return OK;
    }
    s = rules_of(x, x->acted_in, &rules);
    if (s != OK || amount_minor <= rules.acting_money_max) {
        return s;
    }
    s = store_acting_approval_use(x->tx, &of, x->now - ACTING_SECOND_MS, x->now);
    return s == E_NOT_FOUND ? refuse(x, R_ACTING_SECOND_PERSON) : s;
}

/* ---- the second person ---- */

enum status acting_ask_second(struct ctx *x, void *arg)
{
    struct acting_asking *a = arg;
    struct acting_row acting;
    struct acting_approval_row row;
    enum status s = staff_has_role(x, a->community_id, OFFICE);

    s = s == OK ? store_acting_get(x->tx, a->acting_id, &acting) : s;
    if (s == OK && (acting.community_id != a->community_id || acting.staff_id != x->member_id)) {
        return E_NOT_FOUND;
    }
    if (s == OK && (acting.ended_at != 0 || acting.expires_at <= x->now)) {
        return refuse(x, R_ACTING_OVER);
    }
    if (s != OK) {
        return s;
    }
    row = (struct acting_approval_row){.id = new_id(x),
                                       .community_id = a->community_id,
                                       .staff_id = x->member_id,
                                       .member_id = acting.member_id,
                                       .act = a->act,
                                       .subject_id = a->subject_id,
                                       .amount_minor = a->amount_minor,
                                       .asked_at = x->now};
    s = store_acting_approval_insert(x->tx, &row);
    s = s == OK ? audit_note(x, 0, "acting.second_asked", row.id) : s;
    return s == OK ? store_acting_approval_get(x->tx, row.id, &a->made) : s;
}

enum status acting_approvals(struct ctx *x, void *arg)
{
    struct acting_approvals *l = arg;
    enum status s = staff_has_role(x, l->community_id, OFFICE | STAFF_AUDITOR);

    return s == OK ? store_acting_approvals(x->tx, l->community_id, x->now - ACTING_SECOND_MS,
                                            l->after_id, l->max, &l->rows, &l->n)
                   : s;
}

static enum status approve(struct ctx *x, struct acting_approval_row *row)
{
    enum status s = judge_bond(x, row->member_id, row->community_id);

    if (s != OK || row->staff_id == x->member_id) {
        return s != OK ? s : refuse(x, R_ACTING_NOT_FOR);
    }
    if (row->asked_at + ACTING_SECOND_MS <= x->now) {
        return refuse(x, R_ACTING_OVER);
    }
    s = store_acting_approve(x->tx, row->id, x->member_id, x->now);
    s = s == OK ? audit_note(x, 0, "acting.approved", row->id) : s;
    return s == OK ? store_acting_approval_get(x->tx, row->id, row) : s;
}

enum status acting_approve(struct ctx *x, void *arg)
{
    struct acting_approving *a = arg;
    enum status s = staff_has_role(x, a->community_id, OFFICE);

    s = s == OK ? store_acting_approval_get(x->tx, a->id, &a->row) : s;
    if (s != OK || a->row.community_id != a->community_id) {
        return s != OK ? s : E_NOT_FOUND;
    }
    return a->row.approved_at != 0 ? OK : approve(x, &a->row); /* whoever said yes, it is said */
}

enum status acting_acts(struct ctx *x, void *arg)
{
    struct acting_acts *a = arg;

    return store_acting_acts(x->tx, x->member_id, a->before_id, a->max, &a->rows, &a->n);
}
