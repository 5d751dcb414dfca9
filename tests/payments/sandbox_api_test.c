/* sandbox_api_test.c - the sandbox as any client sees it: strict parameters, keys, lists, cards. */
#include "tests/payments/bank.h"
#include "tests/test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void check_error(struct bank *b, int http, int want_http, const char *code)
{
    const char *got = client_text(b->client, "error.code");

    if (http != want_http || strcmp(got != NULL ? got : "", code) != 0) {
        test_fail(__FILE__, __LINE__, "%d %s", http, b->client->text);
    }
}

TEST(an_unknown_parameter_is_refused_by_name)
{
    static const char *const forms[] = {
        "amount=3000&currency=jpy&payment_method_types[0]=card", /* taken away in endive */
        "amount=3000&currency=jpy&ammount=1",
        "amount=3000&currency=jpy&automatic_payment_methods[enable]=true",
        "amount=3000&currency=jpy&metadata[a][b]=1",
        "amount=3000&currency=jpy&expand=customer",
    };
    struct bank *b = bank_open();

    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
        check_error(b, bank_post(b, "/v1/payment_intents", forms[i]), 400, "parameter_unknown");
    }
    CHECK_I64(bank_count(b, "/v1/payment_intents"), 0);
    check_error(b, client_get(b->client, "/v1/payment_intents?color=red"), 400,
                "parameter_unknown");
}

TEST(card_numbers_are_refused_wherever_they_come)
{
    static const char *const asks[][2] = {
        {"/v1/payment_methods", "type=card&card[number]=4242424242424242&card[cvc]=123"},
        {"/v1/payment_methods", "type=card&card[exp_month]=8"},
        {"/v1/payment_intents",
         "amount=3000&currency=jpy&payment_method_data[card][number]=4242424242424242"},
        {"/v1/customers", "source[number]=4242424242424242"},
        {"/v1/customers", "number=4242424242424242"},
    };
    struct bank *b = bank_open();

    for (size_t i = 0; i < sizeof asks / sizeof *asks; i++) {
        CHECK_I64(bank_post(b, asks[i][0], asks[i][1]), 402);
        CHECK(strstr(b->client->text, "424242424242") == NULL);
    }
    CHECK_I64(bank_post(b, "/v1/payment_methods", "type=card"), 400);
    CHECK_I64(bank_count(b, "/v1/payment_methods"), 0);
    CHECK_I64(client_get(b->client, "/_sandbox/requests"), 200);
    CHECK(strstr(b->client->text, "424242424242") == NULL);
}

TEST(only_test_keys_open_the_sandbox)
{
    struct bank *b = bank_open();

    client_bearer(b->client, "sk_live_bank");
    CHECK_I64(client_get(b->client, "/v1/customers"), 401);
    client_bearer(b->client, "sk_test_another");
    CHECK_I64(client_get(b->client, "/v1/customers"), 401);
    client_bearer(b->client, NULL);
    CHECK_I64(client_get(b->client, "/v1/customers"), 401);
    client_header(b->client, "Authorization", "Basic c2tfdGVzdF9iYW5rOg=="); /* sk_test_bank: */
    CHECK_I64(client_get(b->client, "/v1/customers"), 200);
}

static enum status started(const char *listen, const char *key, const char *hook,
                           const char *secret)
{
    struct bank *b = bank_open();
    struct sandbox_options o = {.listen = listen,
                                .db_url = b->db_url,
                                .secret_key = key,
                                .hook_url = hook,
                                .hook_secret = secret};
    struct sandbox *sandbox;
    const char *why;
    enum status s;

    sandbox_stop(b->sandbox);
    b->sandbox = NULL;
    s = sandbox_start(&sandbox, &o, &why);
    sandbox_stop(sandbox);
    return s;
}

TEST(the_sandbox_does_not_start_on_a_live_key_or_in_public)
{
    CHECK_STATUS(started("127.0.0.1:0", "sk_test_x", NULL, NULL), OK);
    CHECK_STATUS(started("127.0.0.1:0", "sk_live_x", NULL, NULL), E_INVALID);
    CHECK_STATUS(started("127.0.0.1:0", "rk_live_x", NULL, NULL), E_INVALID);
    CHECK_STATUS(started("127.0.0.1:0", "", NULL, NULL), E_INVALID);
    CHECK_STATUS(started("0.0.0.0:0", NULL, NULL, NULL), E_INVALID);
    CHECK_STATUS(started("[::]:0", NULL, NULL, NULL), E_INVALID);
    CHECK_STATUS(started("192.0.2.1:0", NULL, NULL, NULL), E_INVALID);
    CHECK_STATUS(started("127.0.0.1:0", NULL, "http://127.0.0.1:1/x", NULL), E_INVALID);
    CHECK_STATUS(started("127.0.0.1:0", NULL, "http://192.0.2.1/x", "whsec_x"), E_INVALID);
}

TEST(everything_says_it_is_not_live)
{
    struct bank *b = bank_open();
    json_t *o;
    size_t i;

    CHECK_I64(bank_capture(b, "op_2", bank_held(b, "op_1", "pm_card_visa", 3000), 3000), PAY_OK);
    CHECK_I64(client_get(b->client, "/v1/events?limit=100"), 200);
    CHECK(json_array_size(client_at(b->client, "data")) >= 6);
    json_array_foreach (client_at(b->client, "data"), i, o) {
        CHECK(json_is_false(json_object_get(o, "livemode")));
        CHECK(json_is_false(
            json_object_get(json_object_get(json_object_get(o, "data"), "object"), "livemode")));
    }
}

TEST(a_repeated_key_gets_the_first_answer_and_says_so)
{
    struct bank *b = bank_open();
    char *first;
    const char *request;

    CHECK_I64(bank_post_key(b, "k1", "/v1/customers", "email=a%40example.jp"), 200);
    first = strdup(b->client->text);
    request = bank_keep(client_answer_header(b->client, "Request-Id"));
    CHECK(client_answer_header(b->client, "Idempotent-Replayed") == NULL);
    CHECK_I64(bank_post_key(b, "k1", "/v1/customers", "email=a%40example.jp"), 200);
    CHECK_TEXT(b->client->text, first);
    CHECK_TEXT(client_answer_header(b->client, "Idempotent-Replayed"), "true");
    CHECK_TEXT(client_answer_header(b->client, "Original-Request"), request);
    CHECK(strcmp(client_answer_header(b->client, "Request-Id"), request) != 0);
    free(first);

    CHECK_I64(bank_post_key(b, "k1", "/v1/customers", "email=b%40example.jp"), 400);
    CHECK_TEXT(client_text(b->client, "error.type"), "idempotency_error");
    CHECK_I64(bank_post_key(b, "k1", "/v1/payment_intents", "email=a%40example.jp"), 400);
    CHECK_I64(bank_count(b, "/v1/customers"), 1);
}

TEST(a_refused_parameter_is_not_remembered_under_the_key)
{
    struct bank *b = bank_open();

    check_error(b, bank_post_key(b, "k1", "/v1/payment_intents", "amount=49&currency=jpy"), 400,
                "amount_too_small");
    CHECK_I64(bank_post_key(b, "k1", "/v1/payment_intents", "amount=50&currency=jpy"), 200);
    check_error(b, bank_post_key(b, "k2", "/v1/payment_intents", "currency=jpy"), 400,
                "parameter_missing");
    CHECK_I64(bank_post_key(b, "k2", "/v1/payment_intents", "amount=50&currency=jpy"), 200);
    CHECK_I64(bank_count(b, "/v1/payment_intents"), 2);
    CHECK_I64(bank_post_key(b, "k3", "/v1/payment_intents", "amount=50&currency=jpy&confirm=true"),
              400);
    CHECK_I64(bank_count(b, "/v1/payment_intents"), 2); /* nothing of it stays */
    CHECK_I64(bank_count(b, "/v1/events"), 2);
}

TEST(a_decline_and_a_wrong_state_are_remembered_under_the_key)
{
    struct bank *b = bank_open();
    const char *hold;
    char path[160];

    CHECK_I64(bank_post(b, "/v1/payment_intents", "amount=500&currency=jpy&capture_method=manual"),
              200);
    hold = bank_keep(client_text(b->client, "id"));
    snprintf(path, sizeof path, "/v1/payment_intents/%s/confirm", hold);
    check_error(b, bank_post_key(b, "k1", path, "payment_method=pm_card_chargeDeclined"), 402,
                "card_declined");
    CHECK_TEXT(client_text(b->client, "error.payment_intent.status"), "requires_payment_method");
    check_error(b, bank_post_key(b, "k1", path, "payment_method=pm_card_chargeDeclined"), 402,
                "card_declined");
    CHECK_TEXT(client_answer_header(b->client, "Idempotent-Replayed"), "true");
    snprintf(path, sizeof path, "/v1/payment_intents/%s/capture", hold);
    check_error(b, bank_post_key(b, "k2", path, ""), 400, "payment_intent_unexpected_state");
    check_error(b, bank_post_key(b, "k2", path, ""), 400, "payment_intent_unexpected_state");
    CHECK_TEXT(client_answer_header(b->client, "Idempotent-Replayed"), "true");
    CHECK_I64(bank_count(b, "/v1/charges"), 1);
}

TEST(lists_are_newest_first_and_page_both_ways)
{
    struct bank *b = bank_open();
    char id[5][64], path[200];

    for (int i = 0; i < 5; i++) {
        snprintf(path, sizeof path, "email=m%d%%40example.jp", i);
        CHECK_I64(bank_post(b, "/v1/customers", path), 200);
        snprintf(id[i], sizeof id[i], "%s", client_text(b->client, "id"));
    }
    CHECK_I64(client_get(b->client, "/v1/customers?limit=2"), 200);
    CHECK(client_true(b->client, "has_more"));
    CHECK_TEXT(client_text(b->client, "data.0.id"), id[4]);
    CHECK_TEXT(client_text(b->client, "data.1.id"), id[3]);
    snprintf(path, sizeof path, "/v1/customers?limit=2&starting_after=%s", id[3]);
    CHECK_I64(client_get(b->client, path), 200);
    CHECK_TEXT(client_text(b->client, "data.0.id"), id[2]);
    snprintf(path, sizeof path, "/v1/customers?limit=2&ending_before=%s", id[0]);
    CHECK_I64(client_get(b->client, path), 200);
    CHECK(client_true(b->client, "has_more"));
    CHECK_TEXT(client_text(b->client, "data.0.id"), id[2]);
    CHECK_TEXT(client_text(b->client, "data.1.id"), id[1]);
    snprintf(path, sizeof path, "/v1/customers?limit=3&starting_after=%s", id[3]);
    CHECK_I64(client_get(b->client, path), 200);
    CHECK(!client_true(b->client, "has_more"));
    CHECK_I64(json_array_size(client_at(b->client, "data")), 3);
    CHECK_I64(bank_count(b, "/v1/customers?email=m3%40example.jp"), 1);
    CHECK_I64(bank_count(b, "/v1/customers?email=m_%40example.jp"), 0);
    CHECK_I64(client_get(b->client, "/v1/customers?limit=0"), 400);
    CHECK_I64(client_get(b->client, "/v1/customers?limit=101"), 400);
    CHECK_I64(client_get(b->client, "/v1/customers?starting_after=cus_nobody"), 400);
}

TEST(lists_are_filtered_by_time_to_the_second)
{
    struct bank *b = bank_open();
    int64_t made_s;
    char path[200];

    CHECK_I64(bank_post(b, "/v1/customers", ""), 200);
    made_s = client_i64(b->client, "created");
    bank_advance(b, 10);
    CHECK_I64(bank_post(b, "/v1/customers", ""), 200);
    snprintf(path, sizeof path, "/v1/customers?created[gte]=%lld", (long long)made_s);
    CHECK_I64(bank_count(b, path), 2);
    snprintf(path, sizeof path, "/v1/customers?created[gt]=%lld", (long long)made_s);
    CHECK_I64(bank_count(b, path), 1);
    snprintf(path, sizeof path, "/v1/customers?created[lte]=%lld", (long long)made_s);
    CHECK_I64(bank_count(b, path), 1);
    snprintf(path, sizeof path, "/v1/customers?created[lt]=%lld", (long long)made_s);
    CHECK_I64(bank_count(b, path), 0);
    snprintf(path, sizeof path, "/v1/customers?created=%lld", (long long)made_s);
    CHECK_I64(bank_count(b, path), 1);
}

TEST(events_are_filtered_by_several_types)
{
    struct bank *b = bank_open();

    CHECK_I64(bank_capture(b, "op_2", bank_held(b, "op_1", "pm_card_visa", 3000), 3000), PAY_OK);
    CHECK_I64(bank_count(b, "/v1/events?type=charge.captured"), 1);
    CHECK_I64(bank_count(b, "/v1/events?types[0]=charge.captured&types[1]=charge.succeeded"), 2);
    CHECK_I64(client_get(b->client, "/v1/events?type=payment_intent.succeeded"), 200);
    CHECK_TEXT(client_text(b->client, "data.0.request.idempotency_key"), "op_2-1");
    CHECK_TEXT(client_text(b->client, "data.0.data.object.status"), "succeeded");
}

TEST(expanding_puts_objects_in_place_of_their_ids)
{
    struct bank *b = bank_open();
    const char *hold = bank_held(b, "op_1", "pm_card_visa", 3000);
    char path[240];

    CHECK_I64(bank_capture(b, "op_2", hold, 3000), PAY_OK);
    snprintf(path, sizeof path,
             "/v1/payment_intents/%s?expand[0]=latest_charge.balance_transaction&"
             "expand[1]=customer&expand[2]=payment_method",
             hold);
    CHECK_I64(client_get(b->client, path), 200);
    CHECK_I64(client_i64(b->client, "latest_charge.balance_transaction.fee"), 108);
    CHECK_TEXT(client_text(b->client, "customer.email"), "hanako@example.jp");
    CHECK_TEXT(client_text(b->client, "payment_method.card.last4"), "4242");
    CHECK(strstr(b->client->text, "_own") == NULL);
    CHECK_I64(client_get(b->client, "/v1/payment_intents?expand[0]=data.latest_charge"), 200);
    CHECK_I64(client_i64(b->client, "data.0.latest_charge.amount_captured"), 3000);
    snprintf(path, sizeof path, "/v1/payment_intents/%s?expand[0]=amount", hold);
    CHECK_I64(client_get(b->client, path), 400);
    snprintf(path, sizeof path, "/v1/payment_intents/%s?expand[0]=nothing", hold);
    CHECK_I64(client_get(b->client, path), 400);
    CHECK_I64(client_get(b->client, "/v1/payment_intents?expand[0]=latest_charge"), 400);
}

TEST(metadata_is_bounded_and_an_empty_value_takes_it_away)
{
    struct bank *b = bank_open();
    char form[5200], path[160];
    size_t n = 0;

    CHECK_I64(bank_post(b, "/v1/customers", "metadata[a]=1&metadata[b]=2"), 200);
    snprintf(path, sizeof path, "/v1/customers/%s", client_text(b->client, "id"));
    CHECK_I64(bank_post(b, path, "metadata[a]=&metadata[c]=3"), 200);
    CHECK(client_text(b->client, "metadata.a") == NULL);
    CHECK_TEXT(client_text(b->client, "metadata.b"), "2");
    CHECK_TEXT(client_text(b->client, "metadata.c"), "3");
    CHECK_I64(bank_post(b, path, "metadata="), 200);
    CHECK_I64(json_object_size(client_at(b->client, "metadata")), 0);
    for (int i = 0; i < 51; i++) {
        n += (size_t)snprintf(form + n, sizeof form - n, "%smetadata[k%d]=v", i > 0 ? "&" : "", i);
    }
    CHECK_I64(bank_post(b, path, form), 400);
    form[n - strlen("&metadata[k50]=v")] = '\0';
    CHECK_I64(bank_post(b, path, form), 200);
    CHECK_I64(bank_post(b, path, "metadata[12345678901234567890123456789012345678901]=x"), 400);
    snprintf(form, sizeof form, "metadata[k]=%0501d", 0);
    CHECK_I64(bank_post(b, path, form), 400);
}

TEST(a_deleted_customer_says_so_and_takes_no_more)
{
    struct bank *b = bank_open();
    const char *customer = bank_customer(b);
    char path[160], form[160];

    snprintf(path, sizeof path, "/v1/customers/%s", customer);
    CHECK_I64(client_delete(b->client, path), 200);
    CHECK(client_true(b->client, "deleted"));
    CHECK_I64(client_get(b->client, path), 200);
    CHECK(client_true(b->client, "deleted"));
    CHECK_I64(bank_post(b, path, "name=x"), 404);
    snprintf(form, sizeof form, "amount=500&currency=jpy&customer=%s", customer);
    check_error(b, bank_post(b, "/v1/payment_intents", form), 400, "resource_missing");
    CHECK_I64(bank_count(b, "/v1/customers"), 0);
}

TEST(a_card_belongs_to_one_customer_and_is_gone_when_detached)
{
    struct bank *b = bank_open();
    const char *hanako = bank_customer(b), *taro = bank_customer(b);
    const char *card = bank_card(b, hanako, "pm_card_visa");
    char path[200], form[200];

    snprintf(path, sizeof path, "/v1/payment_methods/%s/attach", card);
    snprintf(form, sizeof form, "customer=%s", taro);
    CHECK_I64(bank_post(b, path, form), 400);
    CHECK_I64(bank_hold(b, "op_1", taro, 3000), PAY_OK);
    CHECK_I64(bank_confirm(b, "op_2", bank_keep(b->made.ref), card, NULL), PAY_REJECTED);

    snprintf(path, sizeof path, "/v1/customers/%s/payment_methods", hanako);
    CHECK_I64(bank_count(b, path), 1);
    snprintf(path, sizeof path, "/v1/payment_methods/%s/detach", card);
    CHECK_I64(bank_post(b, path, ""), 200);
    CHECK_I64(bank_post(b, path, ""), 400);
    snprintf(path, sizeof path, "/v1/customers/%s/payment_methods", hanako);
    CHECK_I64(bank_count(b, path), 0);
    CHECK_I64(bank_hold(b, "op_3", hanako, 3000), PAY_OK);
    CHECK_I64(bank_confirm(b, "op_4", bank_keep(b->made.ref), card, NULL), PAY_REJECTED);
}

TEST(a_refusing_card_can_not_even_be_saved)
{
    struct bank *b = bank_open();
    const char *customer = bank_customer(b);
    char form[160];

    snprintf(form, sizeof form, "customer=%s", customer);
    check_error(b, bank_post(b, "/v1/payment_methods/pm_card_chargeDeclinedLostCard/attach", form),
                402, "card_declined");
    CHECK_TEXT(client_text(b->client, "error.decline_code"), "lost_card");
    CHECK_I64(bank_count(b, "/v1/payment_methods"), 0);
    CHECK_I64(bank_post(b, "/v1/payment_methods/pm_card_unheardOf/attach", form), 404);
}

TEST(the_default_card_must_be_the_customers_own)
{
    struct bank *b = bank_open();
    const char *hanako = bank_customer(b), *taro = bank_customer(b);
    const char *card = bank_card(b, hanako, "pm_card_visa");
    char path[160], form[160];

    snprintf(form, sizeof form, "invoice_settings[default_payment_method]=%s", card);
    snprintf(path, sizeof path, "/v1/customers/%s", taro);
    CHECK_I64(bank_post(b, path, form), 400);
    snprintf(path, sizeof path, "/v1/customers/%s", hanako);
    CHECK_I64(bank_post(b, path, form), 200);
    CHECK_TEXT(client_text(b->client, "invoice_settings.default_payment_method"), card);
}

TEST(captured_money_is_pending_for_four_days)
{
    struct bank *b = bank_open();
    const char *hold = bank_held(b, "op_1", "pm_card_visa", 3000);

    CHECK_I64(bank_capture(b, "op_2", hold, 3000), PAY_OK);
    CHECK_I64(client_get(b->client, "/v1/balance_transactions"), 200);
    CHECK_TEXT(client_text(b->client, "data.0.status"), "pending");
    CHECK_TEXT(client_text(b->client, "data.0.source"), b->made.charge_ref);
    bank_advance(b, 4 * 86400 - 60);
    CHECK_I64(client_get(b->client, "/v1/balance_transactions"), 200);
    CHECK_TEXT(client_text(b->client, "data.0.status"), "pending");
    bank_advance(b, 61);
    CHECK_I64(client_get(b->client, "/v1/balance_transactions"), 200);
    CHECK_TEXT(client_text(b->client, "data.0.status"), "available");
    hold = bank_held(b, "op_3", "pm_card_bypassPending", 3000);
    CHECK_I64(bank_capture(b, "op_4", hold, 3000), PAY_OK);
    CHECK_I64(client_get(b->client, "/v1/balance_transactions"), 200);
    CHECK_TEXT(client_text(b->client, "data.0.status"), "available");
}

TEST(a_hold_without_manual_capture_is_taken_at_once)
{
    struct bank *b = bank_open();

    CHECK_I64(bank_post(b, "/v1/payment_intents",
                        "amount=1000&currency=jpy&payment_method=pm_card_visa&confirm=true"),
              200);
    CHECK_TEXT(client_text(b->client, "status"), "succeeded");
    CHECK_I64(client_i64(b->client, "amount_received"), 1000);
    CHECK_I64(bank_count(b, "/v1/balance_transactions"), 1);
}

TEST(other_currencies_and_visas_without_the_person_are_held_shorter)
{
    static const struct {
        const char *form;
        int64_t hold_s;
    } rows[] = {
        {"currency=jpy&payment_method=pm_card_visa&off_session=true", 30 * 86400},
        {"currency=jpy&payment_method=pm_card_amex", 7 * 86400},
        {"currency=usd&payment_method=pm_card_visa", 7 * 86400},
        {"currency=usd&payment_method=pm_card_visa&off_session=true", 4 * 86400 + 18 * 3600},
        {"currency=usd&payment_method=pm_card_mastercard&off_session=true", 7 * 86400},
    };
    struct bank *b = bank_open();

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char form[240];

        snprintf(form, sizeof form,
                 "amount=1000&capture_method=manual&confirm=true&expand[]=latest_charge&%s",
                 rows[i].form);
        CHECK_I64(bank_post(b, "/v1/payment_intents", form), 200);
        CHECK_I64(
            client_i64(b->client, "latest_charge.payment_method_details.card.capture_before") -
                client_i64(b->client, "created"),
            rows[i].hold_s);
    }
}

TEST(true_and_false_are_taken_in_both_spellings)
{
    struct bank *b = bank_open();

    CHECK_I64(bank_post(b, "/v1/payment_intents",
                        "amount=1000&currency=jpy&automatic_payment_methods[enabled]=True"),
              200);
    CHECK_I64(bank_post(b, "/v1/payment_intents",
                        "amount=1000&currency=jpy&automatic_payment_methods[enabled]=yes"),
              400);
}

TEST(a_broken_form_is_a_400_and_the_server_lives)
{
    struct bank *b = bank_open();

    CHECK_I64(bank_post(b, "/v1/customers", "email=%"), 400);
    CHECK_I64(bank_post(b, "/v1/customers", "a=%00"), 400);
    CHECK_I64(bank_post(b, "/v1/customers", "metadata[a=1"), 400);
    CHECK_I64(bank_post(b, "/v1/customers", "email=a&email=b"), 400);
    CHECK_I64(bank_post(b, "/v1/customers", "email=a%40example.jp"), 200);
}
