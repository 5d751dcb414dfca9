/* vouched.c - see vouched.h. */
#include "app/domain/vouched.h"

#include "app/base/crypto.h"
#include "app/base/text.h"
#include "app/base/zone.h"
#include "app/domain/audit.h"
#include "app/domain/contact.h"
#include "app/domain/ledger.h"
#include "app/domain/second_factor.h"
#include "app/domain/staff.h"
#include "app/domain/vault.h"
#include "db/store/membership.h"
#include "db/store/session.h"

#include <string.h>

#define ADMIN "admin"

enum status vouched_prepare(struct ctx *x, struct vouched *v)
{
    return account_row(x, &v->form, &v->row);
}

/* A second factor that is in force from the start: whoever makes it hands the secret on. */
static enum status give_totp(struct ctx *x, int64_t member_id, char totp_text[TOTP_TEXT_BYTES])
{
    uint8_t secret[TOTP_SECRET_BYTES];
    char text[2 * TOTP_SECRET_BYTES + 1];
    struct slice sealed;
    enum status s;

    random_bytes(secret, sizeof secret);
    totp_secret_text(secret, totp_text);
    second_factor_text(secret, text);
    s = vault_seal(x, member_id, "member", "totp_sealed", member_id, text, &sealed);
    s = s == OK ? store_member_set_totp(x->tx, member_id, sealed) : s;
    explicit_bzero(secret, sizeof secret);
    explicit_bzero(text, sizeof text);
    return s == OK ? store_member_confirm_totp(x->tx, member_id, 0, x->now) : s;
}

static enum status give_role(struct ctx *x, const struct vouched *v)
{
    struct staff_role role = {
        .id = new_id(x),
        .member_id = v->row.id,
        .community_id = v->form.community_id,
        .role = v->role,
        .given_at = x->now,
    };
    bool given;
    enum status s = store_staff_give(x->tx, &role, &given);

    return s == OK ? audit_note(x, 0, "role.vouched", v->row.id) : s;
}

enum status vouched_make(struct ctx *x, struct vouched *v)
{
    bool inserted = false;
    enum status s = account_seal(x, &v->form, &v->row);

    s = s == OK ? store_member_insert(x->tx, &v->row, &inserted) : s;
    if (s == OK && !inserted) {
        return lost(x, R_EMAIL_TAKEN);
    }
    s = s == OK ? store_member_email_proved(x->tx, v->row.id, x->now) : s;
    s = s == OK ? account_activate(x, v->row.id, v->form.phone) : s;
    s = s == OK ? store_membership_join(x->tx, v->row.id, v->form.community_id, x->now) : s;
    if (s == OK && v->role != NULL) {
        s = give_totp(x, v->row.id, v->totp_text);
        s = s == OK ? give_role(x, v) : s;
    }
    return s;
}

static enum status has_no_admin(struct ctx *x, int64_t community_id)
{
    struct staff_role any = {.community_id = community_id, .role = ADMIN};
    int64_t n = 0;
    enum status s = store_staff_others(x->tx, &any, &n);

    return s == OK && n > 0 ? lost(x, R_STAFF_HAS_ROLE) : s;
}

static enum status first_admin_tx(struct ctx *x, void *arg)
{
    struct first_admin *a = arg;
    bool is_new = a->community.created_at != 0;
    enum status s =
        is_new ? store_community_insert(x->tx, &a->community) : has_no_admin(x, a->community.id);

    return s == OK ? vouched_make(x, &a->who) : s;
}

static enum status get_community(struct ctx *x, void *arg)
{
    struct community_row *row = arg;

    return store_community_get(x->tx, row->id, row);
}

static enum status check_new_community(struct ctx *x, struct first_admin *a)
{
    struct community c = {.row = a->community};

    if (zone_check(a->community.zone) != OK) {
        return invalid(x, "zone");
    }
    if (!ledger_has_currency(a->community.currency)) {
        return invalid(x, "currency");
    }
    rules_defaults(&c.rules);
    return account_check_in(x, &a->who.form, &c);
}

static enum status check(struct ctx *x, struct first_admin *a)
{
    struct community_row row = {.id = a->community.id};
    enum status s;

    if (a->community.id == 0) {
        s = check_new_community(x, a);
        a->community.id = new_id(x);
        a->community.created_at = x->now;
        a->who.form.community_id = a->community.id;
        return s;
    }
    s = ctx_read(x, get_community, &row);
    a->community = row;
    a->community.created_at = 0; /* not to be made */
    a->who.form.community_id = row.id;
    return s == OK ? account_check(x, &a->who.form) : s;
}

enum status vouched_first_admin(struct ctx *x, struct first_admin *a)
{
    enum status s = check(x, a);

    a->who.role = ADMIN;
    s = s == OK ? vouched_prepare(x, &a->who) : s;
    return s == OK ? ctx_tx(x, first_admin_tx, a) : s;
}

static enum status new_totp_tx(struct ctx *x, void *arg)
{
    struct new_totp *n = arg;
    const char *blind = contact_email_blind(x, n->email);
    struct member m;
    enum status s = blind != NULL ? store_member_by_email(x->tx, blind, &m) : E_BUSY;

    if (s == OK && strcmp(m.state, "active") != 0) {
        return E_NOT_FOUND;
    }
    s = s == OK ? give_totp(x, m.id, n->totp_text) : s;
    s = s == OK ? store_session_end_all(x->tx, m.id, 0, x->now) : s;
    return s == OK ? audit_note(x, 0, "totp.vouched", m.id) : s;
}

enum status vouched_new_totp(struct ctx *x, struct new_totp *n)
{
    if (email_clean(x->arena, n->email, &n->email) != OK) {
        return invalid(x, "email");
    }
    return ctx_tx(x, new_totp_tx, n);
}
