/* signing_up.c - see signing_up.h. */
#include "tests/signing_up.h"

#include "tests/people.h"
#include "tests/test.h"

json_t *sign_up_form(struct world *w, const char *email)
{
    return json_pack("{s:s, s:s, s:s, s:s, s:s, s:s, s:s, s:s}", "email", email, "phone",
                     "090-1234-5678", "name", "山田花子", "reading", "やまだはなこ", "display_name",
                     "はなこ", "birth_date", "1990-01-31", "password", SIGN_UP_PASSWORD,
                     "community_id", world_community_text(w));
}

int sign_up(struct world *w, struct client *c, const char *email)
{
    return client_post(c, ACCOUNTS, sign_up_form(w, email));
}

int sign_up_with(struct world *w, struct client *c, const char *field, const char *value)
{
    json_t *body = sign_up_form(w, "hanako@example.jp");

    json_object_set_new(body, field, json_string(value));
    return client_post(c, ACCOUNTS, body);
}

const char *sign_up_ticket(struct world *w, const struct client *c)
{
    const char *text = client_text(c, "pending");

    CHECK(text != NULL);
    text = arena_strdup(w->arena, text);
    CHECK(text != NULL);
    return text;
}

int sign_up_confirm(struct client *c, const char *pending, const char *code)
{
    return client_post(c, ACCOUNTS "/confirm",
                       json_pack("{s:s, s:s}", "pending", pending, "code", code));
}
