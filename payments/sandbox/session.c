/* session.c - checkout sessions in set-up mode: the hosted page on which a card is saved; see
 * steps.h. */
#include "payments/sandbox/object.h"
#include "payments/sandbox/ops.h"
#include "payments/sandbox/steps.h"

#include <string.h>

#define KIND            "checkout.session"
#define SESSION_LIFE_MS DAY_MS

static bool is_open(json_t *session)
{
    return strcmp(text_at(session, "status"), "open") == 0;
}

/* A web address, https, or plain http on this machine. */
static bool read_url(struct call *c, const char *name, const char **url)
{
    if (!param_required(c, name, url)) {
        return false;
    }
    if ((strncmp(*url, "https://", 8) != 0 && strncmp(*url, "http://", 7) != 0) ||
        strpbrk(*url, " \"<>\\^`\r\n\t;,'") != NULL) {
        refuse_param(c, "url_invalid", name, "Not a valid URL");
        return false;
    }
    return true;
}

static json_t *session_new(struct call *c, const char *ok_url, const char *ng_url, json_t *setup)
{
    int64_t ends_at = c->now + SESSION_LIFE_MS;
    const char *locale = param(c, "locale");
    json_t *session = object_new(
        c, "cs_test", KIND,
        json_fields(J_TEXT("amount_subtotal", NULL), J_TEXT("amount_total", NULL),
                    J_TEXT("cancel_url", ng_url), J_TEXT("client_reference_id", NULL),
                    J_TEXT("currency", NULL), J_TEXT("customer", text_at(setup, "customer")),
                    J_I64("expires_at", ends_at / SECOND_MS),
                    J_TEXT("locale", locale != NULL ? locale : "auto"), J_TEXT("mode", "setup"),
                    J_TEXT("payment_intent", NULL), J_TEXT("payment_link", NULL),
                    J_JSON("payment_method_types", json_pack("[s]", "card")),
                    J_TEXT("payment_status", "no_payment_required"),
                    J_TEXT("setup_intent", text_at(setup, "id")), J_TEXT("status", "open"),
                    J_TEXT("subscription", NULL), J_TEXT("success_url", ok_url),
                    J_TEXT("ui_mode", "hosted"), J_END));

    if (session != NULL) {
        set_text(c, session, "url",
                 arena_printf(c->arena, "%s/pages/setup/%s", c->sb->url, text_at(session, "id")));
        set_due(c, session, ends_at);
    }
    return session;
}

static bool read_locale(struct call *c)
{
    const char *locale = param(c, "locale");

    if (locale != NULL && strcmp(locale, "ja") != 0 && strcmp(locale, "en") != 0 &&
        strcmp(locale, "auto") != 0) {
        refuse_param(c, NULL, "locale", "Invalid locale: must be one of auto, en, or ja here");
    }
    return going(c);
}

void op_session_create(struct call *c)
{
    const char *mode, *currency, *customer, *ok_url, *ng_url = NULL;
    json_t *setup, *session;

    if (!param_required(c, "mode", &mode) || !param_required(c, "customer", &customer) ||
        !read_url(c, "success_url", &ok_url) || !read_locale(c)) {
        return;
    }
    if (strcmp(mode, "setup") != 0) {
        refuse_param(c, NULL, "mode", "Invalid mode: must be setup here");
        return;
    }
    if (!param_required(c, "currency", &currency) ||
        (param(c, "cancel_url") != NULL && !read_url(c, "cancel_url", &ng_url)) ||
        object_need(c, "customer", customer, "customer") == NULL) {
        return;
    }
    setup = setup_new(c, customer);
    session = setup != NULL ? session_new(c, ok_url, ng_url, setup) : NULL;
    if (session == NULL || !param_texts(c, session, "client_reference_id currency") ||
        !param_metadata(c, session)) {
        return;
    }
    set_own_text(c, setup, "session", text_at(session, "id"));
    object_changed(c, setup, "setup_intent.created");
    object_save(c, session);
    answer(c, session);
}

void session_choose(struct call *c, json_t *session, const struct test_card *card)
{
    json_t *setup = object_find(c, text_at(session, "setup_intent"));
    json_t *method;

    if (setup == NULL || !is_open(session)) {
        refuse_param(c, NULL, NULL, "This session is not open any more.");
        return;
    }
    method = card_method(c, card);
    if (method == NULL) {
        return;
    }
    setup_with(c, setup, method);
    if (going(c) && strcmp(text_at(setup, "status"), "succeeded") == 0) {
        session_complete(c, session);
    }
}

void session_complete(struct call *c, json_t *session)
{
    set_text(c, session, "status", "complete");
    set_text(c, session, "url", NULL);
    set_due(c, session, 0);
    object_changed(c, session, "checkout.session.completed");
}

void session_run_out(struct call *c, json_t *session)
{
    set_text(c, session, "status", "expired");
    set_text(c, session, "url", NULL);
    set_due(c, session, 0);
    object_changed(c, session, "checkout.session.expired");
}

void op_session_expire(struct call *c)
{
    json_t *session = object_need(c, KIND, c->ids[0], NULL);

    if (session == NULL) {
        return;
    }
    if (!is_open(session)) {
        refuse_param(c, NULL, NULL,
                     "Only Checkout Sessions with a status in [\"open\"] can be expired.");
        return;
    }
    session_run_out(c, session);
    answer(c, session);
}

void op_session_get(struct call *c)
{
    answer(c, object_need(c, KIND, c->ids[0], NULL));
}

void op_session_list(struct call *c)
{
    object_list(c, KIND, param(c, "customer"), NULL, "status");
}
