/* contact_change.c - see contact_change.h. */
#include "app/domain/contact_change.h"

#include "app/base/text.h"
#include "app/domain/audit.h"
#include "app/domain/code.h"
#include "app/domain/contact.h"
#include "app/domain/notice.h"
#include "app/domain/vault.h"
#include "db/store/member.h"

enum status contact_ask(struct ctx *x, void *arg)
{
    const struct contact_asking *a = arg;
    struct code_order order = {
        .member_id = x->member_id,
        .purpose = a->phone != NULL ? CODE_PHONE : CODE_EMAIL,
        .channel = a->phone != NULL ? "sms" : "mail",
    };
    int64_t code_id;
    enum status s = a->phone != NULL ? contact_mobile(x, a->phone, &order.target)
                                     : email_clean(x->arena, a->email, &order.target);

    if (s != OK) {
        return s == E_INVALID ? invalid(x, a->phone != NULL ? "phone" : "email") : s;
    }
    order.limit = order.target;
    s = code_send(x, &order, &code_id);
    return s == OK ? notice_put(x, x->member_id,
                                a->phone != NULL ? NOTICE_PHONE_CHANGING : NOTICE_EMAIL_CHANGING,
                                x->member_id)
                   : s;
}

static enum status set_email(struct ctx *x, const char *email)
{
    const char *blind = contact_email_blind(x, email);
    struct slice sealed;
    struct member other;
    enum status s = blind != NULL ? store_member_by_email(x->tx, blind, &other) : E_BUSY;

    if (s == OK && other.id != x->member_id) {
        return refuse_field(x, R_EMAIL_TAKEN, "email");
    }
    if (s == OK || s == E_NOT_FOUND) {
        s = vault_seal(x, x->member_id, "member", "email_sealed", x->member_id, email, &sealed);
    }
    s = s == OK ? store_member_set_email(x->tx, x->member_id, blind, sealed, x->now) : s;
    s = s == OK ? notice_arrives(x, x->member_id, "mail") : s;
    return s == E_CONFLICT ? lost(x, R_EMAIL_TAKEN) : s;
}

static enum status set_phone(struct ctx *x, const char *phone)
{
    const char *blind = contact_phone_blind(x, phone);
    const char *tail = contact_phone_tail(x, x->member_id, phone);
    struct slice sealed;
    int64_t other = 0;
    enum status s =
        blind != NULL && tail != NULL ? store_member_by_phone(x->tx, blind, &other) : E_BUSY;

    if (s == OK && other != x->member_id) {
        return refuse_field(x, R_PHONE_TAKEN, "phone");
    }
    if (s == OK || s == E_NOT_FOUND) {
        s = vault_seal(x, x->member_id, "member", "phone_sealed", x->member_id, phone, &sealed);
    }
    s = s == OK ? store_member_set_phone(x->tx, x->member_id, blind, tail, sealed, x->now) : s;
    s = s == OK ? notice_arrives(x, x->member_id, "sms") : s;
    return s == E_CONFLICT ? lost(x, R_PHONE_TAKEN) : s;
}

struct run {
    const struct contact_proof *proof;
    enum reason why;
};

static enum status prove_tx(struct ctx *x, void *arg)
{
    struct run *run = arg;
    bool phone = run->proof->is_phone;
    const char *target = NULL;
    struct code c;
    enum status s =
        code_check_newest(x, phone ? CODE_PHONE : CODE_EMAIL, run->proof->code, &c, &run->why);

    if (s != OK || run->why != R_NONE) {
        return s;
    }
    s = code_target(x, &c, &target);
    if (s == OK && target == NULL) {
        return refuse(x, R_CODE_EXPIRED); /* the code of the sign-up: it proves nothing new */
    }
    if (s == OK) {
        s = phone ? set_phone(x, target) : set_email(x, target);
    }
    return s == OK ? audit_note(x, 0, phone ? "phone.changed" : "email.changed", x->member_id) : s;
}

enum status contact_prove(struct ctx *x, const struct contact_proof *proof)
{
    struct run run = {.proof = proof};
    enum status s = ctx_tx(x, prove_tx, &run);

    return s == OK && run.why != R_NONE ? refuse_field(x, run.why, "code") : s;
}
