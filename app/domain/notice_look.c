/* notice_look.c - see notice_look.h. */
#include "app/domain/notice_look.h"

#include "app/base/limits.h"
#include "app/domain/notice_wish.h"
#include "app/domain/vault.h"

#include <string.h>

static bool is(const char *state, const char *one)
{
    return state != NULL && strcmp(state, one) == 0;
}

/* Words of the set are divided by one space. */
static bool is_one_of(const char *state, const char *set)
{
    size_t len = state != NULL ? strlen(state) : 0;
    const char *at = len > 0 ? set : NULL;

    while (at != NULL && !(strncmp(at, state, len) == 0 && (at[len] == ' ' || at[len] == '\0'))) {
        at = strchr(at, ' ');
        at = at != NULL ? at + 1 : NULL;
    }
    return at != NULL;
}

/* Before anything is agreed: people of whom one blocked the other hear nothing. A yes that was
 * taken back still tells of those that came with it. */
static bool offer_still_true(enum notice_kind kind, const struct notice_member *m,
                             const struct notice_facts *f, int64_t now)
{
    if (kind == NOTICE_OFFERED && f->others_n > 0) {
        return is(f->request_state, "open") && now < f->start_at;
    }
    if (f->blocked || now >= f->end_at) {
        return false;
    }
    switch (kind) {
    case NOTICE_ASKED:
    case NOTICE_ASKED_URGENT:
    case NOTICE_SERIES_ASKED:
        return is(f->offer_state, "asked") && is(f->request_state, "open") && now < f->closes_at &&
               now < f->start_at && m->held_at == 0;
    case NOTICE_OFFERED:
    case NOTICE_SERIES_YES:
    case NOTICE_RESERVE_CALLED:
    case NOTICE_RESERVE_READY:
        return is(f->offer_state, "offered") && is(f->request_state, "open") && now < f->start_at;
    case NOTICE_RESERVE:
        return is(f->offer_state, "reserve") && is_one_of(f->request_state, "open matched");
    case NOTICE_RELEASED:
        return is(f->offer_state, "released");
    case NOTICE_SERIES_ENDED:
        return is(f->request_state, "withdrawn");
    case NOTICE_WITHDRAWN:
        return is(f->request_state, "withdrawn") && f->ask_sent;
    default:
        return false;
    }
}

/* Once something is agreed a block changes nothing: a child is in somebody's hands. */
static bool booking_still_true(enum notice_kind kind, const struct notice *n,
                               const struct notice_facts *f, int64_t now)
{
    const char *state = f->booking_state;

    switch (kind) {
    case NOTICE_CHOSEN: /* once it is confirmed, that is what to say */
        return is(state, "agreed");
    case NOTICE_CONFIRMED:
        return is_one_of(state, "confirmed in_care") && now < f->end_at;
    case NOTICE_LATE:
        return is_one_of(state, "confirmed in_care") && f->late_at != 0;
    case NOTICE_ON_TIME:
        return is_one_of(state, "confirmed in_care") && f->late_at == 0;
    case NOTICE_OVERRUN:
        return is_one_of(state, "agreed confirmed");
    case NOTICE_UNTIL_PASSED:
    case NOTICE_FEVER:
    case NOTICE_CALL_GUARDIAN:
    case NOTICE_DISASTER:
        return is(state, "in_care");
    case NOTICE_ARRIVED:
    case NOTICE_DISASTER_OVER:
        return is_one_of(state, "in_care returned");
    case NOTICE_SOS: /* never too late to look */
        return true;
    case NOTICE_NEXT_ADULT:
    case NOTICE_CODE_WRONG:
        return is_one_of(state, "confirmed in_care");
    case NOTICE_CHANGED:
        return is_one_of(state, "agreed confirmed in_care returned");
    case NOTICE_CANCELLED:
        return is(state, "cancelled") &&
               (is(n->channel, "mail") ||
                (f->start_at - now < NOTICE_SMS_AHEAD_MS && now < f->end_at));
    case NOTICE_HANDED_IN:
    case NOTICE_HANDED_ON:
        return is(state, "in_care");
    case NOTICE_CHILD_LEFT:
        return is_one_of(state, "agreed confirmed in_care returned");
    case NOTICE_HANDOVER_WEAK:
        return true; /* whatever became of the job: somebody has to ask where the child is */
    case NOTICE_OVERDUE:
        return is(state, "in_care") && now >= f->end_at;
    case NOTICE_RETURNED:
        return is_one_of(state, "returned completed settled closed");
    case NOTICE_NO_SHOW_ASKED:
        return is(state, "confirmed") && f->claim_open;
    case NOTICE_NO_SHOW:
        return is(state, "no_show");
    case NOTICE_PAYMENT_NEEDED:
        return f->pay_waits && !is_one_of(state, "cancelled payment_failed closed");
    case NOTICE_PAYMENT_FAILED:
        return is(state, "payment_failed");
    case NOTICE_OVERTIME:
        return f->overtime_minor > 0;
    case NOTICE_RECEIPT:
        return true;
    default:
        return false;
    }
}

/* Nobody has taken it, and there is time yet. */
static bool request_still_true(enum notice_kind kind, const struct notice *n,
                               const struct notice_facts *f, int64_t now)
{
    if (kind == NOTICE_UNFILLED) {
        return is(f->request_state, "unfilled") && now < f->end_at;
    }
    if (kind == NOTICE_UNTAKEN && is(n->channel, "sms") && f->start_at - now > URGENT_MS) {
        return false;
    }
    return is(f->request_state, "open") && now < f->start_at;
}

bool notice_still_true(const struct notice *n, enum notice_kind kind, const struct notice_member *m,
                       const struct notice_facts *f, int64_t now)
{
    if (is(m->state, "closed")) {
        return false;
    }
    switch (notice_kind_subject(kind)) {
    case SUBJECT_OFFER:
        return offer_still_true(kind, m, f, now);
    case SUBJECT_REQUEST:
        return request_still_true(kind, n, f, now);
    case SUBJECT_BOOKING:
        return booking_still_true(kind, n, f, now);
    case SUBJECT_AMENDMENT:
        return is(f->amendment_state, kind == NOTICE_CHANGE_DECLINED ? "declined" : "proposed") &&
               is_one_of(f->booking_state, "agreed confirmed in_care returned");
    case SUBJECT_THREAD:
        return f->unread > 0 && !f->blocked;
    case SUBJECT_SERIES_DATE: /* whatever became of it since is seen on its page */
        return now < f->start_at && f->series_open;
    case SUBJECT_CODE:
    case SUBJECT_MEMBER:
        break;
    }
    return true;
}

struct look {
    const struct notice *n;
    struct notice_look *out;
    struct notice_member member;
    struct notice_code code;
};

static enum status read_subject(struct ctx *x, struct look *l)
{
    struct notice_facts *f = &l->out->facts;

    switch (notice_kind_subject(l->out->kind)) {
    case SUBJECT_OFFER:
        return store_notice_facts_offer(x->tx, l->n->subject_id, l->n->created_at, f);
    case SUBJECT_REQUEST:
        return store_notice_facts_request(x->tx, l->n->subject_id, f);
    case SUBJECT_BOOKING:
        return store_notice_facts_booking(x->tx, l->n->subject_id, f);
    case SUBJECT_AMENDMENT:
        return store_notice_facts_amendment(x->tx, l->n->subject_id, f);
    case SUBJECT_CODE:
        return store_notice_code_get(x->tx, l->n->subject_id, &l->code);
    case SUBJECT_THREAD:
        return store_notice_facts_thread(x->tx, l->n->subject_id, l->n->member_id, f);
    case SUBJECT_SERIES_DATE:
        return store_notice_facts_series_date(x->tx, l->n->subject_id, f);
    case SUBJECT_MEMBER:
        break;
    }
    return OK;
}

static enum status read_all(struct ctx *x, void *arg)
{
    struct look *l = arg;
    enum status s = store_notice_member(x->tx, l->n->member_id, &l->member);

    return s == OK ? read_subject(x, l) : s;
}

/* The newest alone counts, once; a notice that carries no code has none that could be stale. */
static bool code_still_true(const struct notice_code *c, int64_t now)
{
    return c->id == 0 || (c->newest && c->used_at == 0 && now < c->expires_at);
}

/* The address: the code's own target, or what the member has. */
static enum status open_address(struct ctx *x, struct look *l)
{
    int64_t id = l->n->member_id;

    if (l->code.target_sealed.data != NULL) {
        return vault_unseal(x, id, "code", "target_sealed", l->code.id, l->code.target_sealed,
                            &l->out->to);
    }
    if (strcmp(l->n->channel, "sms") == 0) {
        return vault_unseal(x, id, "member", "phone_sealed", id, l->member.phone_sealed,
                            &l->out->to);
    }
    return vault_unseal(x, id, "member", "email_sealed", id, l->member.email_sealed, &l->out->to);
}

static enum status open_sealed(struct ctx *x, struct look *l)
{
    enum status s = open_address(x, l);

    if (s == OK) {
        s = vault_unseal(x, l->n->member_id, "notice", "code_sealed", l->n->id, l->n->code_sealed,
                         &l->out->code);
    }
    return s;
}

enum status notice_look(struct ctx *x, const struct notice *n, struct notice_look *look)
{
    struct look l = {.n = n, .out = look};
    enum status s;

    memset(look, 0, sizeof *look);
    s = notice_kind_parse(n->kind, &look->kind);
    if (s == OK) {
        s = ctx_read(x, read_all, &l);
    }
    if (s != OK) {
        return s == E_NOT_FOUND ? OK : s;
    }
    if (!notice_still_true(n, look->kind, &l.member, &look->facts, x->now) ||
        !code_still_true(&l.code, x->now)) {
        return OK;
    }
    if (notice_is_off(n, look->kind, &l.member, &look->facts, x->now)) {
        return OK;
    }
    s = notice_wait(look->kind, &l.member, &look->facts, x->now, &look->wait_until_at);
    if (s != OK) {
        return s;
    }
    look->locale = l.member.locale;
    look->code_expires_at = l.code.expires_at;
    look->to_supporter = n->member_id == look->facts.supporter_id;
    s = open_sealed(x, &l);
    look->still_true = s == OK && look->to != NULL;
    return s == E_NOT_FOUND ? OK : s; /* the key is destroyed: the person is gone */
}
