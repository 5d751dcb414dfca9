/* second_factor.c - see second_factor.h. */
#include "app/domain/second_factor.h"

#include "app/base/crypto.h"
#include "app/base/limits.h"
#include "app/domain/attempt.h"
#include "app/domain/audit.h"
#include "app/domain/code.h"
#include "app/domain/password.h"
#include "app/domain/session.h"
#include "app/domain/staff.h"
#include "app/domain/vault.h"

#include <string.h>

#define TEXT_BYTES (2 * TOTP_SECRET_BYTES + 1)

void second_factor_text(const uint8_t *secret, char *totp_text)
{
    hex_encode(secret, TOTP_SECRET_BYTES, totp_text);
}

enum status second_factor_count(struct ctx *x, int64_t member_id)
{
    const char *target = arena_printf(x->arena, "%lld", (long long)member_id);

    return target != NULL
               ? attempt_count(x, "second_factor", target, LOGIN_WINDOW_MS, LOGIN_TRIES_MAX)
               : E_BUSY;
}

static enum status secret_of(struct ctx *x, const struct member *m,
                             uint8_t secret[TOTP_SECRET_BYTES])
{
    const char *text = NULL;
    enum status s = vault_unseal(x, m->id, "member", "totp_sealed", m->id, m->totp_sealed, &text);

    if (s != OK || text == NULL) {
        return s != OK ? s : E_NOT_FOUND;
    }
    return hex_decode(text, secret, TOTP_SECRET_BYTES) == OK ? OK : E_INTERNAL;
}

/* The time step whose code this is; E_UNAUTHORISED when it is none's. */
static enum status step_of(struct ctx *x, const struct member *m, const char *code, int64_t *step)
{
    uint8_t secret[TOTP_SECRET_BYTES];
    enum status s = secret_of(x, m, secret);

    s = s == OK ? totp_check(secret, code, x->now, step) : s;
    explicit_bzero(secret, sizeof secret);
    return s;
}

enum status second_factor_check(struct ctx *x, const struct member *m, const char *code,
                                enum reason *why)
{
    int64_t step = 0;
    enum status s = m->totp_confirmed_at != 0 ? step_of(x, m, code, &step) : E_UNAUTHORISED;

    s = s == OK ? store_member_totp_step(x->tx, m->id, step) : s;
    *why = s == OK ? R_NONE : R_TOTP_WRONG;
    return s == E_UNAUTHORISED || s == E_NOT_FOUND ? OK : s;
}

enum status second_factor_send(struct ctx *x, void *arg)
{
    struct code_order order = {
        .member_id = x->member_id,
        .purpose = CODE_STEP_UP,
        .channel = "mail",
        .limit = arena_printf(x->arena, "member:%lld", (long long)x->member_id),
    };
    int64_t id;

    (void)arg;
    return order.limit != NULL ? code_send(x, &order, &id) : E_BUSY;
}

static enum status me_tx(struct ctx *x, void *arg)
{
    return store_member_get(x->tx, x->member_id, arg);
}

struct run {
    struct step_up *up;
    struct member m;
    enum reason why;
};

static enum status step_up_tx(struct ctx *x, void *arg)
{
    struct run *run = arg;
    struct code c;
    enum status s = run->m.totp_confirmed_at != 0
                        ? second_factor_check(x, &run->m, run->up->totp, &run->why)
                        : code_check_newest(x, CODE_STEP_UP, run->up->code, &c, &run->why);

    return s == OK && run->why == R_NONE ? session_step_up(x, &run->up->token) : s;
}

/* What is shown: the app's code alone, or password and mailed code. */
static enum status shown(struct ctx *x, const struct run *run)
{
    const struct step_up *up = run->up;
    enum status s;

    if (run->m.totp_confirmed_at != 0) {
        return up->totp != NULL ? OK : invalid(x, "totp");
    }
    if (up->password == NULL || up->code == NULL) {
        return invalid(x, up->password == NULL ? "password" : "code");
    }
    s = password_verify(x, up->password, run->m.password_hash);
    if (s == E_UNAUTHORISED) {
        return refuse_field(x, R_LOGIN_WRONG, "password");
    }
    return s;
}

enum status second_factor_step_up(struct ctx *x, struct step_up *up)
{
    struct run run = {.up = up};
    enum status s = second_factor_count(x, x->member_id);

    s = s == OK ? ctx_read(x, me_tx, &run.m) : s;
    s = s == OK ? shown(x, &run) : s;
    s = s == OK ? ctx_tx(x, step_up_tx, &run) : s;
    if (s == OK && run.why != R_NONE) {
        return refuse_field(x, run.why, run.m.totp_confirmed_at != 0 ? "totp" : "code");
    }
    return s;
}

/* RFC 3986: what is not unreserved is escaped. */
static const char *escaped(struct ctx *x, const char *text)
{
    static const char plain[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";
    static const char hex[] = "0123456789ABCDEF";
    char *out = arena_alloc(x->arena, 3 * strlen(text) + 1);
    char *to = out;

    for (; out != NULL && *text != '\0'; text++) {
        if (strchr(plain, *text) != NULL) {
            *to++ = *text;
        } else {
            *to++ = '%';
            *to++ = hex[(unsigned char)*text >> 4];
            *to++ = hex[(unsigned char)*text & 15];
        }
    }
    return out;
}

/* Google Authenticator's key URI: what every app reads. */
static enum status uri(struct ctx *x, const struct member *m, struct totp_enrolment *e)
{
    const char *email = NULL;
    enum status s =
        vault_unseal(x, m->id, "member", "email_sealed", m->id, m->email_sealed, &email);
    const char *label = s == OK && email != NULL ? escaped(x, email) : NULL;

    if (label == NULL) {
        return s != OK ? s : E_BUSY;
    }
    e->uri = arena_printf(x->arena, "otpauth://totp/Otagai:%s?secret=%s&issuer=Otagai", label,
                          e->secret);
    return e->uri != NULL ? OK : E_BUSY;
}

enum status second_factor_enrol(struct ctx *x, void *arg)
{
    struct totp_enrolment *e = arg;
    uint8_t secret[TOTP_SECRET_BYTES];
    char text[TEXT_BYTES];
    struct slice sealed;
    struct member m;
    enum status s = store_member_get(x->tx, x->member_id, &m);

    if (s == OK && m.totp_confirmed_at != 0) {
        return refuse(x, R_TOTP_ON);
    }
    random_bytes(secret, sizeof secret);
    totp_secret_text(secret, e->secret);
    second_factor_text(secret, text);
    s = s == OK ? vault_seal(x, m.id, "member", "totp_sealed", m.id, text, &sealed) : s;
    s = s == OK ? store_member_set_totp(x->tx, m.id, sealed) : s;
    explicit_bzero(secret, sizeof secret);
    explicit_bzero(text, sizeof text);
    return s == OK ? uri(x, &m, e) : s;
}

static enum status confirm_tx(struct ctx *x, void *arg)
{
    struct totp_confirmation *c = arg;
    struct member m;
    int64_t step = 0;
    enum status s = store_member_get(x->tx, x->member_id, &m);

    if (s == OK && m.totp_confirmed_at != 0) {
        return refuse(x, R_TOTP_ON);
    }
    s = s == OK ? step_of(x, &m, c->code, &step) : s;
    if (s == E_UNAUTHORISED) {
        return refuse_field(x, R_TOTP_WRONG, "code");
    }
    s = s == OK ? store_member_confirm_totp(x->tx, m.id, step, x->now) : s;
    s = s == OK ? audit_note(x, 0, "totp.on", m.id) : s;
    return s == OK ? session_step_up(x, &c->token) : s;
}

enum status second_factor_confirm(struct ctx *x, struct totp_confirmation *c)
{
    enum status s = second_factor_count(x, x->member_id);

    return s == OK ? ctx_tx(x, confirm_tx, c) : s;
}

enum status second_factor_disable(struct ctx *x, void *arg)
{
    struct member m;
    int64_t roles = 0;
    enum status s = store_member_get(x->tx, x->member_id, &m);

    (void)arg;
    if (s == OK && m.totp_confirmed_at == 0) {
        return E_NOT_FOUND;
    }
    s = s == OK ? staff_held(x, &roles) : s;
    if (s == OK && roles != 0) {
        return refuse(x, R_TOTP_STAFF);
    }
    s = s == OK ? store_member_set_totp(x->tx, m.id, (struct slice){NULL, 0}) : s;
    return s == OK ? audit_note(x, 0, "totp.off", m.id) : s;
}
