/* human.c - see human.h. */
#include "payments/sandbox/human.h"

#include "payments/sandbox/object.h"
#include "payments/sandbox/steps.h"

#include <string.h>

static const char *keep(struct call *c, const char *text)
{
    const char *copy = arena_strdup(c->arena, text);

    if (copy == NULL) {
        well(c, E_BUSY);
        return "";
    }
    return copy;
}

/* success_url with the session's id in its place. */
static const char *with_session(struct call *c, const char *url, const char *ref)
{
    static const char mark[] = "{CHECKOUT_SESSION_ID}";
    const char *at = strstr(url, mark);
    const char *whole;

    if (at == NULL) {
        return keep(c, url);
    }
    whole = arena_printf(c->arena, "%.*s%s%s", (int)(at - url), url, ref, at + strlen(mark));
    return whole != NULL ? whole : keep(c, "");
}

static void read_session(struct call *c, json_t *session, struct human_step *h)
{
    const char *status = text_at(session, "status");
    json_t *setup = object_find(c, text_at(session, "setup_intent"));

    h->ok_url = with_session(c, text_at(session, "success_url"), text_at(session, "id"));
    h->ng_url = keep(c, text_at(session, "cancel_url"));
    h->locale = keep(c, text_at(session, "locale"));
    h->back_url = strcmp(status, "complete") == 0 ? h->ok_url : "";
    if (setup != NULL && strcmp(text_at(setup, "status"), "requires_action") == 0) {
        h->setup_ref = keep(c, text_at(setup, "id"));
    }
}

static void read_payment(struct call *c, json_t *intent, struct human_step *h)
{
    const char *url = own_text(intent, "return_url");
    bool done = strcmp(text_at(intent, "status"), "requires_payment_method") != 0;

    h->amount = arena_printf(c->arena, "%lld %s", (long long)number_at(intent, "amount"),
                             text_at(intent, "currency"));
    h->back_url = "";
    if (url[0] != '\0') {
        h->back_url = arena_printf(c->arena, "%s%cpayment_intent=%s&redirect_status=%s", url,
                                   strchr(url, '?') != NULL ? '&' : '?', text_at(intent, "id"),
                                   done ? "succeeded" : "failed");
    }
    if (h->amount == NULL || h->back_url == NULL) {
        well(c, E_BUSY);
    }
}

static void read_step(struct call *c, json_t *o, struct human_step *h)
{
    const char *kind = text_at(o, "object");

    h->status = keep(c, text_at(o, "status"));
    h->setup_ref = h->session_ref = h->locale = h->ok_url = h->ng_url = h->back_url = "";
    h->amount = "";
    if (strcmp(kind, "checkout.session") == 0) {
        read_session(c, o, h);
    } else if (strcmp(kind, "payment_intent") == 0) {
        read_payment(c, o, h);
    } else {
        h->session_ref = keep(c, own_text(o, "session"));
        h->back_url = keep(c, own_text(o, "return_url"));
    }
}

static json_t *find(struct call *c, const char *ref, const char *a, const char *b)
{
    json_t *o = object_find(c, ref);
    const char *kind = text_at(o, "object");

    if (o != NULL && (strcmp(kind, a) == 0 || strcmp(kind, b) == 0)) {
        return o;
    }
    well(c, E_NOT_FOUND);
    return NULL;
}

void human_look(struct call *c, void *step)
{
    struct human_step *h = step;
    json_t *o = object_find(c, h->ref);

    if (o == NULL || text_at(o, "status")[0] == '\0') {
        well(c, E_NOT_FOUND);
        return;
    }
    read_step(c, o, h);
}

void human_choose(struct call *c, void *step)
{
    struct human_step *h = step;
    json_t *session = find(c, h->ref, "checkout.session", "");
    const struct test_card *card = card_by_name(h->card);

    if (session == NULL) {
        return;
    }
    if (card == NULL) {
        well(c, E_INVALID);
        return;
    }
    session_choose(c, session, card);
    read_step(c, session, h);
}

void human_authenticate(struct call *c, void *step)
{
    struct human_step *h = step;
    json_t *o = find(c, h->ref, "payment_intent", "setup_intent");
    json_t *session;

    if (o == NULL) {
        return;
    }
    if (strcmp(text_at(o, "object"), "payment_intent") == 0) {
        intent_authenticated(c, o, h->approved);
    } else {
        setup_authenticated(c, o, h->approved);
        session = object_find(c, own_text(o, "session"));
        if (session != NULL && strcmp(text_at(o, "status"), "succeeded") == 0) {
            session_complete(c, session);
        }
    }
    read_step(c, o, h);
}
