/* pending.c - see pending.h. */
#include "app/domain/pending.h"

#include "app/base/limits.h"
#include "app/domain/vault.h"

#include <string.h>

#define AAD         "pending:1"
#define PLAIN_BYTES (1 + 3 * 8 + PENDING_MARK_BYTES)

/* A key of its own from the one for cursors: a cursor is never a ticket. */
static void pending_key(const struct ctx *x, uint8_t key[KEY_BYTES])
{
    static const char label[] = "pending";

    hmac_sha256(x->keys->cursor, KEY_BYTES, label, sizeof label - 1, key);
}

static void put_i64(uint8_t *out, int64_t value)
{
    for (int i = 0; i < 8; i++) {
        out[i] = (uint8_t)((uint64_t)value >> (8 * (7 - i)));
    }
}

static int64_t get_i64(const uint8_t *in)
{
    uint64_t value = 0;

    for (int i = 0; i < 8; i++) {
        value = value << 8 | in[i];
    }
    return (int64_t)value;
}

enum status pending_seal(struct ctx *x, const struct pending *p, const char **text)
{
    uint8_t plain[PLAIN_BYTES], key[KEY_BYTES];
    struct slice sealed;
    enum status s;

    plain[0] = (uint8_t)p->step;
    put_i64(plain + 1, p->code_id);
    put_i64(plain + 9, p->member_id);
    put_i64(plain + 17, p->issued_at);
    memcpy(plain + 25, p->mark, PENDING_MARK_BYTES);
    pending_key(x, key);
    s = seal(x->arena, key, AAD, (struct slice){plain, sizeof plain}, &sealed);
    *text = s == OK ? base64url_encode(x->arena, sealed.data, sealed.len) : NULL;
    explicit_bzero(key, sizeof key);
    return *text != NULL ? OK : E_BUSY;
}

static enum status unseal_text(struct ctx *x, const char *text, struct slice *plain)
{
    uint8_t key[KEY_BYTES];
    struct slice sealed;
    enum status s = base64url_decode(x->arena, text, &sealed);

    if (s != OK) {
        return s;
    }
    pending_key(x, key);
    s = unseal(x->arena, key, AAD, sealed, plain);
    explicit_bzero(key, sizeof key);
    return s == OK && plain->len != PLAIN_BYTES ? E_INVALID : s;
}

enum status pending_open(struct ctx *x, const char *text, enum pending_step a, enum pending_step b,
                         struct pending *p)
{
    struct slice plain;
    enum status s = unseal_text(x, text, &plain);

    if (s == E_BUSY) {
        return s;
    }
    if (s == OK) {
        p->step = (enum pending_step)plain.data[0];
        p->code_id = get_i64(plain.data + 1);
        p->member_id = get_i64(plain.data + 9);
        p->issued_at = get_i64(plain.data + 17);
        memcpy(p->mark, plain.data + 25, PENDING_MARK_BYTES);
    }
    if (s != OK || (p->step != a && p->step != b) || p->issued_at <= x->now - PENDING_MS) {
        return refuse(x, R_PENDING_EXPIRED);
    }
    return OK;
}

void pending_mark(const char *text, uint8_t mark[PENDING_MARK_BYTES])
{
    uint8_t digest[SHA256_BYTES];

    sha256(text, strlen(text), digest);
    memcpy(mark, digest, PENDING_MARK_BYTES);
}
