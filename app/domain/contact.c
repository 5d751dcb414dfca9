/* contact.c - see contact.h. */
#include "app/domain/contact.h"

#include "app/domain/vault.h"

#include <string.h>

#define TAIL_DIGITS 4

/* The column's name goes in: an address and a number of the same letters are not the same thing. */
static const char *blind(struct ctx *x, const char *column, const char *text)
{
    const char *both = arena_printf(x->arena, "member.%s:%s", column, text);

    return both != NULL ? vault_blind(x, both) : NULL;
}

const char *contact_email_blind(struct ctx *x, const char *email)
{
    return blind(x, "email", email);
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
