/* code.c - see code.h. */
#include "app/domain/code.h"

#include "app/base/limits.h"
#include "app/base/text.h"
#include "app/domain/attempt.h"
#include "app/domain/notice.h"
#include "app/domain/vault.h"

#include <string.h>

#define DIGITS_TEXT_BYTES (2 * CODE_DIGITS + 1)

static void make_digits(char *out, int n)
{
    for (int i = 0; i < n; i++) {
        out[i] = (char)('0' + random_below(10));
    }
    out[n] = '\0';
}

/* Bound to the row: the digits of one code never fit another. NULL when the arena is full. */
static const char *blind(struct ctx *x, int64_t code_id, const char *digits)
{
    const char *text = arena_printf(x->arena, "code:%lld:%s", (long long)code_id, digits);

    return text != NULL ? vault_blind(x, text) : NULL;
}

static enum status count_sending(struct ctx *x, const char *limit)
{
    return attempt_count(x, "send", limit, SEND_WINDOW_MS, SENDS_MAX);
}

static enum status insert(struct ctx *x, const struct code_order *o, const char *digits,
                          int64_t *code_id)
{
    struct code c = {
        .id = new_id(x),
        .member_id = o->member_id,
        .purpose = o->purpose,
        .created_at = x->now,
        .expires_at = x->now + CODE_MS,
    };
    enum status s = count_sending(x, o->limit);

    c.code_blind = blind(x, c.id, digits);
    if (s != OK || c.code_blind == NULL) {
        return s != OK ? s : E_BUSY;
    }
    if (o->target != NULL) {
        s = vault_seal(x, o->member_id, "code", "target_sealed", c.id, o->target, &c.target_sealed);
    }
    *code_id = c.id;
    return s == OK ? store_code_insert(x->tx, &c) : s;
}

enum status code_send(struct ctx *x, const struct code_order *o, int64_t *code_id)
{
    char digits[DIGITS_TEXT_BYTES];
    enum status s;

    make_digits(digits, CODE_DIGITS);
    s = insert(x, o, digits, code_id);
    s = s == OK ? notice_put_code(x, o->member_id, o->channel, o->purpose, digits) : s;
    explicit_bzero(digits, sizeof digits);
    return s;
}

enum status code_send_both(struct ctx *x, const struct code_order *o, int64_t *code_id)
{
    char digits[DIGITS_TEXT_BYTES], mail[CODE_DIGITS + 1] = "";
    enum status s;

    make_digits(digits, 2 * CODE_DIGITS);
    memcpy(mail, digits, CODE_DIGITS);
    s = insert(x, o, digits, code_id);
    s = s == OK ? notice_put_code(x, o->member_id, "mail", o->purpose, mail) : s;
    s = s == OK ? notice_put_code(x, o->member_id, "sms", o->purpose, digits + CODE_DIGITS) : s;
    explicit_bzero(digits, sizeof digits);
    explicit_bzero(mail, sizeof mail);
    return s;
}

enum status code_decoy(struct ctx *x, const char *limit, int64_t *code_id)
{
    struct code_order o = {.purpose = "decoy", .limit = limit};

    return insert(x, &o, "never", code_id);
}

/* What was typed, as ASCII digits: phones and people put full-width ones, blanks and hyphens.
 * Whatever else is in it stays and is simply wrong. */
static const char *plain_digits(struct ctx *x, const char *typed)
{
    size_t len = strlen(typed), n = 0;
    char *out = arena_alloc(x->arena, len + 1);

    for (size_t i = 0; out != NULL && i < len;) {
        size_t from = i;
        int32_t c = utf8_next(typed, len, &i);

        if (c >= 0xff10 && c <= 0xff19) {
            out[n++] = (char)('0' + (c - 0xff10));
        } else if (c != ' ' && c != '-' && c != 0x3000) {
            memcpy(out + n, typed + from, i - from);
            n += i - from;
        }
    }
    return out;
}

static bool fits(const struct code *c, const char *purpose, const char *typed_blind)
{
    return strcmp(c->purpose, purpose) == 0 && strlen(c->code_blind) == strlen(typed_blind) &&
           bytes_equal(c->code_blind, typed_blind, strlen(typed_blind));
}

static enum status judge(struct ctx *x, const struct code *c, const char *purpose,
                         const char *typed_blind, enum reason *why)
{
    if (c->used_at != 0 || c->expires_at <= x->now || c->newest_id != c->id) {
        *why = R_CODE_EXPIRED;
        return OK;
    }
    if (c->tries >= CODE_TRIES_MAX) {
        *why = R_CODE_SPENT;
        return OK;
    }
    if (fits(c, purpose, typed_blind)) {
        *why = R_NONE;
        return store_code_use(x->tx, c->id, x->now);
    }
    *why = c->tries + 1 >= CODE_TRIES_MAX ? R_CODE_SPENT : R_CODE_WRONG;
    return store_code_tried(x->tx, c->id);
}

enum status code_check(struct ctx *x, int64_t code_id, const char *purpose, const char *digits,
                       struct code *c, enum reason *why)
{
    const char *plain = plain_digits(x, digits);
    const char *typed = plain != NULL ? blind(x, code_id, plain) : NULL;
    enum status s = typed != NULL ? store_code_get(x->tx, code_id, c) : E_BUSY;

    if (s == E_NOT_FOUND) {
        *why = R_CODE_EXPIRED;
        return OK;
    }
    return s == OK ? judge(x, c, purpose, typed, why) : s;
}

enum status code_check_newest(struct ctx *x, const char *purpose, const char *digits,
                              struct code *c, enum reason *why)
{
    int64_t id = 0;
    enum status s = store_code_newest(x->tx, x->member_id, purpose, &id);

    if (s == E_NOT_FOUND) {
        *why = R_CODE_EXPIRED;
        return OK;
    }
    return s == OK ? code_check(x, id, purpose, digits, c, why) : s;
}

enum status code_target(struct ctx *x, const struct code *c, const char **target)
{
    return vault_unseal(x, c->member_id, "code", "target_sealed", c->id, c->target_sealed, target);
}
