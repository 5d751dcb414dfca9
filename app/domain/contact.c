/* contact.c - see contact.h. */
#include "app/domain/contact.h"

#include "app/base/text.h"
#include "app/domain/vault.h"

#include <string.h>

#define TAIL_DIGITS  4
#define JAPAN        "+81"
#define JAPAN_DIGITS 10 /* behind the country's code, of a mobile number */

/* The column's name goes in: an address and a number of the same letters are not the same thing. */
static const char *blind(struct ctx *x, const char *column, const char *text)
{
    const char *both = arena_printf(x->arena, "member.%s:%s", column, text);

    return both != NULL ? vault_blind(x, both) : NULL;
}

enum status contact_mobile(struct ctx *x, const char *typed, const char **phone)
{
    size_t n = sizeof JAPAN - 1;
    enum status s = phone_clean(x->arena, typed, phone);

    if (s != OK || strncmp(*phone, JAPAN, n) != 0) {
        return s;
    }
    return strlen(*phone) == n + JAPAN_DIGITS && strchr("6789", (*phone)[n]) != NULL &&
                   (*phone)[n + 1] == '0'
               ? OK
               : E_INVALID;
}

const char *contact_email_blind(struct ctx *x, const char *email)
{
    char *lower = arena_strdup(x->arena, email);

    for (char *at = lower; at != NULL && *at != '\0'; at++) {
        *at = *at >= 'A' && *at <= 'Z' ? (char)(*at - 'A' + 'a') : *at;
    }
    return lower != NULL ? blind(x, "email", lower) : NULL;
}

const char *contact_phone_blind(struct ctx *x, const char *phone)
{
    return blind(x, "phone", phone);
}

const char *contact_phone_tail(struct ctx *x, int64_t member_id, const char *phone)
{
    size_t len = strlen(phone);
    const char *tail = len > TAIL_DIGITS ? phone + len - TAIL_DIGITS : phone;
    const char *column = arena_printf(x->arena, "phone_tail:%lld", (long long)member_id);

    return column != NULL ? blind(x, column, tail) : NULL;
}
