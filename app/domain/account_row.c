/* account_row.c - see account_row.h. */
#include "app/domain/account_row.h"

#include "app/base/crypto.h"
#include "app/base/limits.h"
#include "app/base/text.h"
#include "app/base/zone.h"
#include "app/domain/contact.h"
#include "app/domain/password.h"
#include "app/domain/vault.h"

#define AGE_YEARS_MAX 130 /* older than anybody: a slip of the finger */

enum status account_age(const char *zone, int64_t now, int64_t birth_day, int *years)
{
    struct local_time local;
    enum status s = zone_local(zone, now, &local);

    if (s == OK) {
        *years = birth_day <= local.day_number ? age_on(birth_day, local.day_number) : -1;
    }
    return s;
}

struct community_look {
    int64_t id;
    struct community community;
};

static enum status community_tx(struct ctx *x, void *arg)
{
    struct community_look *look = arg;

    return community_get(x, look->id, &look->community);
}

static enum status check_age(struct ctx *x, const struct account_form *f, const struct community *c)
{
    int years = 0;
    enum status s = account_age(c->row.zone, x->now, f->birth_day, &years);

    if (s != OK || years < 0 || years > AGE_YEARS_MAX) {
        return s != OK ? s : invalid(x, "birth_date");
    }
    return years >= c->rules.member_age_years ? OK
                                              : refuse_field(x, R_ACCOUNT_TOO_YOUNG, "birth_date");
}

static enum status clean(struct ctx *x, struct account_form *f)
{
    if (email_clean(x->arena, f->email, &f->email) != OK) {
        return invalid(x, "email");
    }
    return contact_mobile(x, f->phone, &f->phone) == OK ? OK : invalid(x, "phone");
}

enum status account_check_in(struct ctx *x, struct account_form *f, const struct community *c)
{
    char birth[LOCAL_TEXT_BYTES];
    struct password_owner owner;
    enum reason why;
    enum status s = clean(x, f);

    s = s == OK ? check_age(x, f, c) : s;
    if (s != OK) {
        return s;
    }
    date_format(f->birth_day, birth);
    owner =
        (struct password_owner){f->email, f->phone, f->name, f->reading, f->display_name, birth};
    why = password_why_not(f->password, &owner);
    return why == R_NONE ? OK : refuse_field(x, why, "password");
}

enum status account_check(struct ctx *x, struct account_form *f)
{
    struct community_look look = {.id = f->community_id};
    enum status s = ctx_read(x, community_tx, &look);

    if (s != OK) {
        return s == E_NOT_FOUND ? invalid(x, "community_id") : s;
    }
    return account_check_in(x, f, &look.community);
}

const char *account_limit(struct ctx *x, const struct pending *p)
{
    char hex[2 * PENDING_MARK_BYTES + 1];

    hex_encode(p->mark, PENDING_MARK_BYTES, hex);
    return arena_printf(x->arena, "sign_up:%s", hex);
}

enum status account_row(struct ctx *x, const struct account_form *f, struct member *row)
{
    enum status s;

    *row = (struct member){
        .id = new_id(x),
        .email_blind = contact_email_blind(x, f->email),
        .display_name = f->display_name,
        .locale = f->locale != NULL ? f->locale : "ja",
        .created_at = x->now,
    };
    s = row->email_blind != NULL ? password_make(x, f->password, &row->password_hash) : E_BUSY;
    return s == OK ? vault_create(x, row->id) : s;
}

static enum status seal_column(struct ctx *x, int64_t id, const char *column, const char *text,
                               struct slice *sealed)
{
    return vault_seal(x, id, "member", column, id, text, sealed);
}

enum status account_seal(struct ctx *x, const struct account_form *f, struct member *row)
{
    const char *birth = arena_printf(x->arena, "%lld", (long long)f->birth_day);
    int64_t id = row->id;
    enum status s = birth != NULL
                        ? seal_column(x, id, "birth_day_sealed", birth, &row->birth_day_sealed)
                        : E_BUSY;

    s = s == OK ? seal_column(x, id, "email_sealed", f->email, &row->email_sealed) : s;
    s = s == OK ? seal_column(x, id, "phone_sealed", f->phone, &row->phone_sealed) : s;
    s = s == OK ? seal_column(x, id, "name_sealed", f->name, &row->name_sealed) : s;
    return s == OK ? seal_column(x, id, "reading_sealed", f->reading, &row->reading_sealed) : s;
}

enum status account_activate(struct ctx *x, int64_t member_id, const char *phone)
{
    const char *blind = contact_phone_blind(x, phone);
    const char *tail = contact_phone_tail(x, member_id, phone);
    int64_t other;
    enum status s;

    if (blind == NULL || tail == NULL) {
        return E_BUSY;
    }
    s = store_member_by_phone(x->tx, blind, &other);
    if (s != E_NOT_FOUND) {
        return s == OK ? refuse_field(x, R_PHONE_TAKEN, "phone") : s;
    }
    s = store_member_activate(x->tx, member_id, blind, tail, x->now);
    return s == E_CONFLICT ? lost(x, R_PHONE_TAKEN) : s;
}
