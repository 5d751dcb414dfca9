/* pay.c - see pay.h. */
#include "payments/pay.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#define PAY_RC_TEXT(name, text) text,
static const char *const rc_texts[PAY_RC_COUNT] = {PAY_RCS(PAY_RC_TEXT)};
#undef PAY_RC_TEXT

#define PAY_STATE_TEXT(name, text) text,
static const char *const state_texts[PAY_STATE_COUNT] = {PAY_STATES(PAY_STATE_TEXT)};
#undef PAY_STATE_TEXT

const char *pay_rc_text(enum pay_rc rc)
{
    assert(rc < PAY_RC_COUNT);
    return rc_texts[rc];
}

const char *pay_state_text(enum pay_state st)
{
    assert(st < PAY_STATE_COUNT);
    return state_texts[st];
}

static enum status parse(const char *text, const char *const *texts, int n, int *out)
{
    for (int i = 0; i < n; i++) {
        if (strcmp(text, texts[i]) == 0) {
            *out = i;
            return OK;
        }
    }
    return E_INVALID;
}

enum status pay_rc_parse(const char *text, enum pay_rc *rc)
{
    int i;
    enum status s = parse(text, rc_texts, PAY_RC_COUNT, &i);

    if (s == OK) {
        *rc = (enum pay_rc)i;
    }
    return s;
}

enum status pay_state_parse(const char *text, enum pay_state *st)
{
    int i;
    enum status s = parse(text, state_texts, PAY_STATE_COUNT, &i);

    if (s == OK) {
        *st = (enum pay_state)i;
    }
    return s;
}

enum status pay_key(const char *op_id, int attempt, char out[PAY_KEY_BYTES])
{
    static const char allowed[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-";
    int n;

    if (attempt < 1 || op_id[0] == '\0' || op_id[strspn(op_id, allowed)] != '\0') {
        return E_INVALID;
    }
    n = snprintf(out, PAY_KEY_BYTES, "%s-%d", op_id, attempt);
    return n > 0 && n < PAY_KEY_BYTES ? OK : E_INVALID;
}
