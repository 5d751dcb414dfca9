/* handover_code.c - see handover.h: showing and checking the one-time code.
 *
 * DESIGN: the code of a way is derived from the process's blind key and the booking, so that it can
 * be shown again and again without being stored; it is spent when every child went that way. */
#include "app/domain/handover.h"

#include "app/base/crypto.h"
#include "app/base/limits.h"
#include "app/domain/notice.h"
#include "app/domain/vault.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static enum status derive_code(struct ctx *x, int64_t booking_id, const char *way,
                               char out[HANDOVER_CODE_BYTES])
{
    const char *text = arena_printf(x->arena, "handover:%lld:%s", (long long)booking_id, way);
    const char *blind = text != NULL ? vault_blind(x, text) : NULL;
    char head[16] = {0};

    if (blind == NULL) {
        return E_BUSY;
    }
    memcpy(head, blind, 15); /* 60 bits: the remainder of a million is as good as even */
    snprintf(out, HANDOVER_CODE_BYTES, "%06llu", strtoull(head, NULL, 16) % 1000000);
    return OK;
}

enum status handover_show_code(struct ctx *x, void *arg)
{
    struct handover_code *c = arg;
    struct booking_row b;
    unsigned who;
    enum status s = booking_for_party(x, c->booking_id, &b, &who);

    if (s == OK && who == BY_SUPPORTER && strcmp(c->way, "out") == 0) {
        return E_NOT_FOUND; /* the receiving adult shows it, the supporter types it */
    }
    if (s == OK && (strcmp(b.state, "confirmed") != 0 && strcmp(b.state, "in_care") != 0)) {
        return refuse(x, R_HANDOVER_NOT_NOW);
    }
    return s == OK ? derive_code(x, b.id, c->way, c->code) : s;
}

static bool has_code(const struct handover *h)
{
    return strcmp(h->proof, "code") == 0 || strcmp(h->proof, "qr") == 0;
}

static enum status count_wrong(struct ctx *x, const struct handover *h, const struct booking_row *b)
{
    int64_t tries;
    enum status s = store_handover_wrong(x->tx, h->booking_id, h->way, &tries);

    return s == OK && tries >= HANDOVER_CODE_TRIES_MAX
               ? notice_put_guardians(x, b->household_id, 0, NOTICE_CODE_WRONG, b->id)
               : s;
}

enum status handover_check_code(struct ctx *x, void *arg)
{
    struct handover *h = arg;
    struct booking_row b;
    char code[HANDOVER_CODE_BYTES];
    int64_t tries = 0;
    unsigned who;
    enum status s = booking_for_party(x, h->booking_id, &b, &who);

    h->wrong_code = false;
    if (s != OK || !has_code(h)) {
        return s;
    }
    s = store_handover_tries(x->tx, b.id, h->way, &tries);
    if (s == OK) {
        s = derive_code(x, b.id, h->way, code);
    }
    if (s == OK) {
        h->wrong_code = h->code == NULL || strlen(h->code) != HANDOVER_CODE_BYTES - 1 ||
                        !bytes_equal(h->code, code, HANDOVER_CODE_BYTES - 1) ||
                        tries >= HANDOVER_CODE_TRIES_MAX;
        s = h->wrong_code ? count_wrong(x, h, &b) : OK;
    }
    return s;
}
