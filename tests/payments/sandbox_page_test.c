/* sandbox_page_test.c - the hosted pages, as a browser without script walks through them. */
#include "tests/payments/bank.h"
#include "tests/test.h"

#include <stdio.h>
#include <string.h>

struct walk {
    struct bank *b;
    const char *customer, *session;
    char page[160];
    struct client *browser;
};

static void close_browser(void *arg)
{
    client_close(arg);
}

static struct walk begin(const char *locale)
{
    struct walk w = {.b = bank_open()};
    struct pay_ctx x = {.op_id = "op_1", .key = "op_1-1"};
    struct pay_setup ask;

    w.customer = bank_customer(w.b);
    ask = (struct pay_setup){w.customer, "https://otagai.example/ok?a=1&s={CHECKOUT_SESSION_ID}",
                             "https://otagai.example/ng", locale};
    CHECK_I64(w.b->pay.setup_begin(w.b->pay.self, &x, &ask, &w.b->made, &w.b->err), PAY_OK);
    w.session = bank_keep(w.b->made.ref);
    snprintf(w.page, sizeof w.page, "%s", strstr(w.b->made.action_url, "/pages/"));
    w.browser = client_open(sandbox_url(w.b->sandbox));
    CHECK(w.browser != NULL);
    test_cleanup(close_browser, w.browser);
    return w;
}

static int choose(struct walk *w, const char *path, const char *form)
{
    client_no_key(w->browser);
    return client_send(w->browser, "POST", path, "application/x-www-form-urlencoded", form,
                       strlen(form));
}

static const char *location(struct walk *w)
{
    const char *url = client_answer_header(w->browser, "Location");

    return url != NULL ? url : "";
}

TEST(the_set_up_page_has_no_card_field_no_script_and_says_it_is_a_test)
{
    struct walk w = begin("ja");
    const char *policy;

    CHECK_I64(client_get(w.browser, w.page), 200);
    CHECK_TEXT(client_answer_header(w.browser, "Content-Type"), "text/html; charset=utf-8");
    CHECK(strstr(w.browser->text, "<html lang=\"ja\">") != NULL);
    CHECK(strstr(w.browser->text, "テスト決済") != NULL);
    CHECK(strstr(w.browser->text, "このカードを登録する") != NULL);
    CHECK(strstr(w.browser->text, "<script") == NULL);
    CHECK(strstr(w.browser->text, "type=\"text\"") == NULL);
    CHECK(strstr(w.browser->text, "type=\"number\"") == NULL);
    CHECK(strstr(w.browser->text, "href=\"https://otagai.example/ng\"") != NULL);
    policy = client_answer_header(w.browser, "Content-Security-Policy");
    CHECK(strstr(policy, "default-src 'none'") != NULL);
    CHECK(strstr(policy, "form-action 'self' https://otagai.example") != NULL);
    CHECK(strstr(policy, "unsafe") == NULL);
    CHECK_I64(client_get(w.browser, "/pages/style.css"), 200);
}

TEST(the_pages_speak_english_when_asked_to)
{
    struct walk w = begin("en");

    CHECK_I64(client_get(w.browser, w.page), 200);
    CHECK(strstr(w.browser->text, "<html lang=\"en\">") != NULL);
    CHECK(strstr(w.browser->text, "Save this card") != NULL);
    CHECK(strstr(w.browser->text, "テスト決済") != NULL);
    w = begin(NULL);
    client_header(w.browser, "Accept-Language", "en-GB,en;q=0.9");
    CHECK_I64(client_get(w.browser, w.page), 200);
    CHECK(strstr(w.browser->text, "<html lang=\"en\">") != NULL);
    CHECK_I64(client_get(w.browser, w.page), 200);
    CHECK(strstr(w.browser->text, "<html lang=\"ja\">") != NULL);
}

TEST(a_saved_card_leads_back_to_where_the_person_came_from)
{
    struct walk w = begin("ja");
    char want[200];
    struct pay_card card;

    CHECK_I64(choose(&w, w.page, "card=pm_card_visa"), 303);
    snprintf(want, sizeof want, "https://otagai.example/ok?a=1&s=%s", w.session);
    CHECK_TEXT(location(&w), want);
    CHECK_I64(w.b->pay.setup_result(w.b->pay.self, w.session, &card, &w.b->err), PAY_OK);
    CHECK_TEXT(card.last4, "4242");

    CHECK_I64(choose(&w, w.page, "card=pm_card_visa"), 303); /* sent twice: saved once */
    CHECK_I64(bank_count(w.b, "/v1/payment_methods"), 1);
    CHECK_I64(client_get(w.browser, w.page), 200);
    CHECK(strstr(w.browser->text, "もう使えません") != NULL);
    CHECK(strstr(w.browser->text, "<form") == NULL);
}

TEST(a_refused_card_may_be_replaced_on_the_same_page)
{
    struct walk w = begin("ja");
    struct pay_card card;

    CHECK_I64(choose(&w, w.page, "card=pm_card_chargeDeclined"), 402);
    CHECK(strstr(w.browser->text, "role=\"alert\"") != NULL);
    CHECK(strstr(w.browser->text, "使えませんでした") != NULL);
    CHECK_I64(w.b->pay.setup_result(w.b->pay.self, w.session, &card, &w.b->err), PAY_ACTION);
    CHECK_I64(choose(&w, w.page, "card=pm_card_mastercard"), 303);
    CHECK_I64(w.b->pay.setup_result(w.b->pay.self, w.session, &card, &w.b->err), PAY_OK);
    CHECK_TEXT(card.brand, "mastercard");
}

TEST(a_bank_that_asks_leads_over_its_own_page)
{
    struct walk w = begin("ja");
    const char *bank_page;
    struct pay_card card;

    CHECK_I64(choose(&w, w.page, "card=pm_card_authenticationRequired"), 303);
    CHECK(strncmp(location(&w), "/pages/3ds/seti_", 16) == 0);
    bank_page = bank_keep(location(&w));
    CHECK_I64(client_get(w.browser, bank_page), 200);
    CHECK(strstr(w.browser->text, "テスト決済") != NULL);
    CHECK(strstr(w.browser->text, "承認する") != NULL);
    CHECK_I64(choose(&w, bank_page, "result=fail"), 303);
    CHECK_TEXT(location(&w), w.page); /* back to the choice of a card */
    CHECK_I64(w.b->pay.setup_result(w.b->pay.self, w.session, &card, &w.b->err), PAY_ACTION);

    CHECK_I64(choose(&w, w.page, "card=pm_card_authenticationRequired"), 303);
    CHECK_I64(choose(&w, bank_page, "result=approve"), 303);
    CHECK(strncmp(location(&w), "https://otagai.example/ok?", 26) == 0);
    CHECK_I64(w.b->pay.setup_result(w.b->pay.self, w.session, &card, &w.b->err), PAY_OK);
}

TEST(the_page_of_a_payment_shows_the_amount_and_leads_back)
{
    struct walk w = begin("ja");
    const char *card = bank_card(w.b, w.customer, "pm_card_authenticationRequired");
    const char *hold;
    char page[160];

    CHECK_I64(bank_hold(w.b, "op_2", w.customer, 3000), PAY_OK);
    hold = bank_keep(w.b->made.ref);
    CHECK_I64(bank_confirm(w.b, "op_3", hold, card, "https://otagai.example/back?b=1"), PAY_ACTION);
    snprintf(page, sizeof page, "%s", strstr(w.b->made.action_url, "/pages/"));
    CHECK_I64(client_get(w.browser, page), 200);
    CHECK(strstr(w.browser->text, "3000 jpy") != NULL);
    CHECK_I64(choose(&w, page, "result=approve"), 303);
    CHECK(strncmp(location(&w), "https://otagai.example/back?b=1&payment_intent=pi_", 50) == 0);
    CHECK(strstr(location(&w), "redirect_status=succeeded") != NULL);
    CHECK_I64(bank_get(w.b, hold), PAY_OK);
    CHECK_I64(w.b->made.state, PST_HELD);
    CHECK_I64(choose(&w, page, "result=fail"), 303); /* too late to take it back */
    CHECK_I64(bank_get(w.b, hold), PAY_OK);
    CHECK_I64(w.b->made.state, PST_HELD);
}

TEST(pages_of_nobody_and_forms_of_nothing_are_refused)
{
    struct walk w = begin("ja");

    CHECK_I64(client_get(w.browser, "/pages/setup/cs_test_nobody"), 404);
    CHECK_I64(client_get(w.browser, "/pages/3ds/pi_nobody"), 404);
    CHECK_I64(choose(&w, w.page, ""), 400);
    CHECK_I64(choose(&w, w.page, "card=4242424242424242"), 400);
    CHECK_I64(choose(&w, w.page, "card=%"), 400);
    CHECK_I64(choose(&w, "/pages/setup/cs_test_nobody", "card=pm_card_visa"), 404);
}

TEST(an_address_that_would_break_out_of_the_page_is_refused)
{
    static const char *const urls[] = {
        "javascript:alert(1)",           "https://x/%22onload=", "https://x/;y", "ftp://x", "//x",
        "https://x/%0d%0aSet-Cookie:a=b"};
    struct walk w = begin("ja");
    char form[400];

    for (size_t i = 0; i < sizeof urls / sizeof *urls; i++) {
        snprintf(form, sizeof form, "mode=setup&currency=jpy&customer=%s&success_url=%s",
                 w.customer, urls[i]);
        CHECK_I64(bank_post(w.b, "/v1/checkout/sessions", form), 400);
    }
}

TEST(text_messages_are_taken_as_twilio_does_and_can_be_read)
{
    static const char path[] = "/2010-04-01/Accounts/AC1/Messages.json";
    static const char login[] = "Basic QUMxOnNlY3JldA=="; /* AC1:secret */
    struct walk w = begin("ja");

    client_header(w.browser, "Authorization", login);
    CHECK_I64(
        choose(&w, path, "To=%2B819012345678&From=%2B815012345678&Body=%E7%A2%BA%E8%AA%8D+123"),
        201);
    CHECK(strncmp(client_text(w.browser, "sid"), "SM", 2) == 0);
    CHECK_TEXT(client_text(w.browser, "status"), "queued");
    CHECK_I64(client_get(w.browser, "/_sandbox/messages?to=%2B819012345678"), 200);
    CHECK_TEXT(client_text(w.browser, "items.0.body"), "確認 123");
    CHECK_TEXT(client_text(w.browser, "items.0.from"), "+815012345678");
    CHECK_I64(client_get(w.browser, "/_sandbox/messages?to=%2B810000000000"), 200);
    CHECK_I64(json_array_size(client_at(w.browser, "items")), 0);

    CHECK_I64(choose(&w, path, "To=%2B819012345678&From=x&Body=y"), 401);
    CHECK_I64(client_i64(w.browser, "code"), 20003);
    client_header(w.browser, "Authorization", "Basic QUMyOnNlY3JldA=="); /* AC2 */
    CHECK_I64(choose(&w, path, "To=%2B819012345678&From=x&Body=y"), 401);
    client_header(w.browser, "Authorization", login);
    CHECK_I64(choose(&w, path, "To=090-1234-5678&From=x&Body=y"), 400);
    CHECK_I64(client_i64(w.browser, "code"), 21211);
    client_header(w.browser, "Authorization", login);
    CHECK_I64(choose(&w, path, "To=%2B819012345678&Body=y"), 400);
    client_header(w.browser, "Authorization", login);
    CHECK_I64(choose(&w, path, "To=%2B819012345678&From=x&Body="), 400);
    CHECK_I64(client_i64(w.browser, "code"), 21602);
}
