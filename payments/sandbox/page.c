/* page.c - the hosted pages: saving a card, and 3-D Secure. Plain forms, no script, no card field,
 * and always the banner that says that this is a test. */
#include "app/base/buf.h"
#include "payments/sandbox/api.h"
#include "payments/sandbox/card.h"
#include "payments/sandbox/handlers.h"
#include "payments/sandbox/human.h"

#include <string.h>

#define PAGE_BYTES_MAX (64 * 1024)

enum words {
    W_LANG,
    W_BANNER,
    W_SETUP_TITLE,
    W_SETUP_LEAD,
    W_CHOOSE,
    W_SAVE,
    W_BACK,
    W_REFUSED,
    W_OVER,
    W_3DS_TITLE,
    W_3DS_LEAD,
    W_3DS_SETUP,
    W_APPROVE,
    W_FAIL,
    W_DONE,
    W_COUNT
};

static const char *const ja[W_COUNT] = {
    [W_LANG] = "ja",
    [W_BANNER] = "テスト決済 — 本物のカードは使えません。お金は動きません。",
    [W_SETUP_TITLE] = "カードの登録",
    [W_SETUP_LEAD] = "カード番号は入力しません。試したいカードを選んでください。",
    [W_CHOOSE] = "テスト用のカード",
    [W_SAVE] = "このカードを登録する",
    [W_BACK] = "登録しないで戻る",
    [W_REFUSED] = "このカードは使えませんでした。別のカードを選んでください。",
    [W_OVER] = "このページはもう使えません。元の画面に戻って、もう一度お試しください。",
    [W_3DS_TITLE] = "カード会社の本人確認",
    [W_3DS_LEAD] = "お支払いの本人確認です:",
    [W_3DS_SETUP] = "カードを登録するための本人確認です。",
    [W_APPROVE] = "承認する",
    [W_FAIL] = "承認しない",
    [W_DONE] = "終わりました。この画面を閉じて、元の画面に戻ってください。",
};

static const char *const en[W_COUNT] = {
    [W_LANG] = "en",
    [W_BANNER] = "テスト決済 Test payments — real cards do not work here. No money moves.",
    [W_SETUP_TITLE] = "Save a card",
    [W_SETUP_LEAD] = "You type no card number here. Choose the card you want to try.",
    [W_CHOOSE] = "Test cards",
    [W_SAVE] = "Save this card",
    [W_BACK] = "Go back without saving",
    [W_REFUSED] = "This card was refused. Please choose another one.",
    [W_OVER] = "This page can't be used any more. Please go back and try again.",
    [W_3DS_TITLE] = "Your bank checks that it is you",
    [W_3DS_LEAD] = "You are approving this payment:",
    [W_3DS_SETUP] = "You are approving that this card is saved.",
    [W_APPROVE] = "Approve",
    [W_FAIL] = "Do not approve",
    [W_DONE] = "Done. Close this page and go back to where you came from.",
};

static const char style[] =
    "body{margin:0;font:1rem/1.7 system-ui,sans-serif;color:#222;background:#fff}\n"
    ".test{margin:0;padding:.75rem 1rem;background:#ffe58a;color:#222;font-weight:700}\n"
    "main{max-width:34rem;margin:0 auto;padding:1rem}\n"
    "h1{font-size:1.4rem}\n"
    "fieldset{border:1px solid #767676;border-radius:.5rem;padding:.5rem 1rem}\n"
    "label{display:block;padding:.6rem 0;min-height:1.7rem}\n"
    "input{width:1.3rem;height:1.3rem;vertical-align:middle;margin:0 .6rem 0 0}\n"
    "button{font:inherit;min-height:3rem;padding:0 1.5rem;margin:1rem .5rem 0 "
    "0;border-radius:.5rem;"
    "border:2px solid #14532d;background:#166534;color:#fff}\n"
    "button.second{background:#fff;color:#14532d}\n"
    ".no{border-left:.4rem solid #b00020;padding-left:.8rem;color:#8c0018}\n";

/* The session's language; else the browser's first one. */
static const char *const *words_of(const struct request *rq, const char *locale)
{
    const char *wish = request_header(rq, "Accept-Language");

    if (strcmp(locale, "en") == 0) {
        return en;
    }
    return strcmp(locale, "ja") != 0 && wish != NULL && strncmp(wish, "en", 2) == 0 ? en : ja;
}

static void add_escaped(struct buf *b, const char *text)
{
    for (; *text != '\0'; text++) {
        switch (*text) {
        case '&':
            buf_text(b, "&amp;");
            break;
        case '<':
            buf_text(b, "&lt;");
            break;
        case '>':
            buf_text(b, "&gt;");
            break;
        case '"':
            buf_text(b, "&quot;");
            break;
        default:
            buf_char(b, *text);
        }
    }
}

static void add_element(struct buf *b, const char *open, const char *text, const char *close)
{
    buf_text(b, open);
    add_escaped(b, text);
    buf_text(b, close);
}

static void open_page(struct buf *b, struct request *rq, const char *const *w, enum words title)
{
    buf_init(b, rq->ctx.arena, PAGE_BYTES_MAX);
    buf_printf(b,
               "<!doctype html>\n<html lang=\"%s\">\n<head>\n<meta charset=\"utf-8\">\n"
               "<meta name=\"viewport\" content=\"width=device-width\">\n"
               "<link rel=\"stylesheet\" href=\"/pages/style.css\">\n",
               w[W_LANG]);
    add_element(b, "<title>", w[title], " - テスト決済</title>\n</head>\n<body>\n");
    add_element(b, "<p class=\"test\">", w[W_BANNER], "</p>\n<main>\n");
    add_element(b, "<h1>", w[title], "</h1>\n");
}

/* Browsers hold form-action against the redirect that answers the form, too. */
static enum status send_page(struct request *rq, int http, struct buf *b, const char *goes_to)
{
    size_t origin = 0;
    const char *policy, *html;
    enum status s;

    buf_text(b, "</main>\n</body>\n</html>\n");
    html = buf_done(b);
    if (strstr(goes_to, "://") != NULL) {
        origin = (size_t)(strstr(goes_to, "://") + 3 - goes_to);
        origin += strcspn(goes_to + origin, "/?#");
    }
    policy = arena_printf(rq->ctx.arena,
                          "default-src 'none'; style-src 'self'; base-uri 'none'; "
                          "frame-ancestors 'none'; form-action 'self' %.*s",
                          (int)origin, goes_to);
    if (html == NULL || policy == NULL) {
        return E_BUSY;
    }
    s = reply_header(rq, "Content-Security-Policy", policy);
    return s == OK ? reply_cut(rq, http, "text/html; charset=utf-8",
                               (struct slice){(const uint8_t *)html, strlen(html)}, REPLY_WHOLE)
                   : s;
}

enum status page_style(struct request *rq)
{
    return reply_bytes(rq, "text/css; charset=utf-8", NULL,
                       (struct slice){(const uint8_t *)style, sizeof style - 1});
}

static void add_cards(struct buf *b, const char *const *w)
{
    bool first = true;

    add_element(b, "<form method=\"post\">\n<fieldset>\n<legend>", w[W_CHOOSE], "</legend>\n");
    for (const struct test_card *card = test_cards; card->name != NULL; card++) {
        if (card->ja != NULL) {
            buf_printf(b, "<label><input type=\"radio\" name=\"card\" value=\"pm_card_%s\"%s>",
                       card->name, first ? " checked" : "");
            add_element(b, "", w == ja ? card->ja : card->en, "</label>\n");
            first = false;
        }
    }
    add_element(b, "</fieldset>\n<button>", w[W_SAVE], "</button>\n</form>\n");
}

static void add_back(struct buf *b, const char *const *w, const char *url)
{
    if (url[0] != '\0') {
        add_element(b, "<p><a href=\"", url, "\">");
        add_element(b, "", w[W_BACK], "</a></p>\n");
    }
}

static enum status show_setup(struct request *rq, const struct human_step *h, bool refused)
{
    const char *const *w = words_of(rq, h->locale);
    bool open = strcmp(h->status, "open") == 0;
    struct buf b;

    open_page(&b, rq, w, W_SETUP_TITLE);
    if (refused) {
        add_element(&b, "<p class=\"no\" role=\"alert\">", w[W_REFUSED], "</p>\n");
    }
    add_element(&b, "<p>", w[open ? W_SETUP_LEAD : W_OVER], "</p>\n");
    if (open) {
        add_cards(&b, w);
    }
    add_back(&b, w, h->ng_url);
    return send_page(rq, refused ? 402 : 200, &b, h->ok_url);
}

static enum status look(struct request *rq, struct human_step *h)
{
    int http;

    h->ref = rq->params[0].value;
    return sandbox_do(rq, human_look, h, &http);
}

enum status page_setup(struct request *rq)
{
    struct human_step h = {0};
    enum status s = look(rq, &h);

    return s == OK ? show_setup(rq, &h, false) : s;
}

static enum status read_form(struct request *rq, const char *name, const char **value)
{
    struct form_params in;
    enum status s = form_parse(rq->ctx.arena, rq->raw, &in);

    *value = s == OK ? form_get(&in, name) : NULL;
    return *value != NULL ? OK : s == OK ? E_INVALID : s;
}

static enum status go(struct request *rq, const char *url)
{
    return reply_redirect(rq, url);
}

static enum status go_3ds(struct request *rq, const char *setup_ref)
{
    const char *path = arena_printf(rq->ctx.arena, "/pages/3ds/%s", setup_ref);

    return path != NULL ? go(rq, path) : E_BUSY;
}

enum status page_setup_sent(struct request *rq)
{
    struct human_step h = {.ref = rq->params[0].value};
    int http = 0;
    enum status s = read_form(rq, "card", &h.card);

    if (s == OK) {
        s = sandbox_do(rq, human_choose, &h, &http);
    }
    if (s != OK) {
        return s;
    }
    if (strcmp(h.status, "complete") == 0) {
        return go(rq, h.ok_url);
    }
    return h.setup_ref[0] != '\0' ? go_3ds(rq, h.setup_ref) : show_setup(rq, &h, true);
}

static enum status show_3ds(struct request *rq, const struct human_step *h, const char *goes_to)
{
    const char *const *w = words_of(rq, h->locale);
    bool asked = strcmp(h->status, "requires_action") == 0;
    struct buf b;

    open_page(&b, rq, w, W_3DS_TITLE);
    if (!asked) {
        add_element(&b, "<p>", w[W_DONE], "</p>\n");
        return send_page(rq, 200, &b, goes_to);
    }
    add_element(&b, "<p>", w[h->amount[0] != '\0' ? W_3DS_LEAD : W_3DS_SETUP], " ");
    add_element(&b, "<strong>", h->amount, "</strong></p>\n<form method=\"post\">\n");
    add_element(&b, "<button name=\"result\" value=\"approve\">", w[W_APPROVE], "</button>\n");
    add_element(&b, "<button class=\"second\" name=\"result\" value=\"fail\">", w[W_FAIL],
                "</button>\n</form>\n");
    return send_page(rq, 200, &b, goes_to);
}

/* A set-up intent of a hosted page comes back to where that page's session leads. */
static enum status look_session(struct request *rq, const struct human_step *h,
                                struct human_step *session)
{
    int http;

    *session = (struct human_step){.ref = h->session_ref};
    return sandbox_do(rq, human_look, session, &http);
}

enum status page_3ds(struct request *rq)
{
    struct human_step h = {0}, session;
    enum status s = look(rq, &h);

    if (s != OK || h.session_ref[0] == '\0') {
        return s == OK ? show_3ds(rq, &h, h.back_url) : s;
    }
    s = look_session(rq, &h, &session);
    h.locale = s == OK ? session.locale : h.locale;
    return s == OK ? show_3ds(rq, &h, session.ok_url) : s;
}

static enum status after_3ds(struct request *rq, const struct human_step *h)
{
    struct human_step session;
    const char *path;
    enum status s;

    if (h->session_ref[0] == '\0') {
        return h->back_url[0] != '\0' ? go(rq, h->back_url) : show_3ds(rq, h, "");
    }
    s = look_session(rq, h, &session);
    if (s != OK) {
        return s;
    }
    if (strcmp(session.status, "complete") == 0) {
        return go(rq, session.ok_url);
    }
    path = arena_printf(rq->ctx.arena, "/pages/setup/%s", h->session_ref);
    return path != NULL ? go(rq, path) : E_BUSY;
}

enum status page_3ds_sent(struct request *rq)
{
    struct human_step h = {.ref = rq->params[0].value};
    const char *result;
    int http = 0;
    enum status s = read_form(rq, "result", &result);

    if (s == OK) {
        h.approved = strcmp(result, "approve") == 0;
        s = sandbox_do(rq, human_authenticate, &h, &http);
    }
    return s == OK ? after_3ds(rq, &h) : s;
}
