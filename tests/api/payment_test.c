/* payment_test.c - paying over HTTP, against the sandbox: the card held, captured and let go,
 * refused and tried again, overtime, cash, and the receipt. */
#include "tests/purse.h"
#include "tests/test.h"

#include <stdio.h>
#include <string.h>

static void check_ledger(struct town *t, const char *account, int64_t want_minor)
{
    char sql[160];

    snprintf(
        sql, sizeof sql,
        "SELECT COALESCE(CAST(SUM(amount_minor) AS BIGINT), 0) FROM entry WHERE account = '%s'",
        account);
    CHECK_I64(town_count(t, sql), want_minor);
}

TEST_BOTH(a_job_paid_by_card_from_the_saved_card_to_the_receipt)
{
    struct purse *p = purse_open(engine);
    struct job j = purse_job(p);
    struct client *c = j.parent->client;

    purse_save(p, j.parent, "pm_card_visa");
    job_book(&j);
    CHECK_TEXT(job_state(&j), "agreed");
    CHECK_TEXT(purse_state(p, &j, 0), "authorizing");
    purse_step(p);
    CHECK_TEXT(job_state(&j), "confirmed");
    CHECK_I64(purse_held_minor(p), 750);
    CHECK_I64(job_get(&j, j.parent, "/receipt"), 404);

    purse_done(p, &j, 0);
    CHECK_TEXT(purse_state(p, &j, 0), "capturing");
    purse_step(p);
    CHECK_TEXT(job_state(&j), "settled");
    CHECK_I64(purse_held_minor(p), 0);
    CHECK_I64(purse_taken_minor(p), 750);

    CHECK_I64(job_get(&j, j.parent, "/receipt"), 200);
    CHECK_I64(client_i64(c, "number"), 1);
    CHECK_I64(client_i64(c, "paid_minor"), 750);
    CHECK_TEXT(client_text(c, "payments.0.method"), "card");
    CHECK_TEXT(client_text(c, "payments.0.part"), "main");
    CHECK_I64(client_i64(c, "service.minutes"), 75);
    CHECK_TEXT(client_text(c, "received_on_behalf_by.id"), p->t->community.text);
    CHECK(client_text(c, "payer_name") != NULL && client_text(c, "recipient_name") != NULL);
    CHECK_I64(job_get(&j, j.supporter, "/receipt"), 200);
    CHECK_I64(job_get(&j, p->t->tanaka.parent, "/receipt"), 404);
    CHECK_I64(job_get(&j, p->t->mio, "/receipt"), 404);
    CHECK_I64(world_notices(p->world, "receipt"), 1);
    check_ledger(p->t, "provider_pending", 723); /* the sandbox keeps 3.6 %: 27 yen */
    check_ledger(p->t, "expense_processing_fee", 27);
    check_ledger(p->t, "payable_supporter", -750);
    check_ledger(p->t, "memo_hold", 0);
    world_close(p->world);
}

TEST_BOTH(the_supporter_sees_what_is_paid_and_nothing_of_the_card)
{
    struct purse *p = purse_open(engine);
    struct job j = purse_job(p);
    struct client *c;

    purse_save(p, j.parent, "pm_card_visa");
    job_book(&j);
    purse_step(p);
    c = purse_payments(p, &j, j.parent);
    CHECK_TEXT(client_text(c, "items.0.card.last4"), "4242");
    c = purse_payments(p, &j, j.supporter);
    CHECK_TEXT(client_text(c, "items.0.state"), "authorized");
    CHECK_I64(client_i64(c, "items.0.held_minor"), 750);
    CHECK(json_is_null(client_at(c, "items.0.card")));
    CHECK_I64(job_get(&j, p->t->tanaka.parent, "/payments"), 404);
    CHECK_I64(job_get(&j, p->t->mio, "/payments"), 404);
    world_close(p->world);
}

TEST_BOTH(a_first_card_added_in_time_holds_and_confirms)
{
    struct purse *p = purse_open(engine);
    struct job j = purse_job(p);

    job_book(&j);
    CHECK_TEXT(purse_state(p, &j, 0), "method_required");
    CHECK_I64(world_notices(p->world, "payment_needed"), 1);
    purse_save(p, j.parent, "pm_card_visa");
    purse_step(p);
    CHECK_TEXT(job_state(&j), "confirmed");
    CHECK_I64(purse_held_minor(p), 750);
    world_close(p->world);
}

TEST_BOTH(a_guardian_without_a_card_after_a_quarter_of_an_hour_loses_the_booking_and_pays_nothing)
{
    struct purse *p = purse_open(engine);
    struct job j = purse_job(p);

    job_book(&j);
    purse_clock(p, world_now(p->world) + 16 * MINUTE_MS);
    purse_step(p);
    CHECK_TEXT(job_state(&j), "payment_failed");
    CHECK_TEXT(purse_state(p, &j, 0), "voided");
    CHECK_I64(bank_count(p->bank, "/v1/payment_intents?limit=100"), 0);
    world_close(p->world);
}

TEST_BOTH(a_refused_card_is_told_and_another_one_is_tried_on_the_same_payment)
{
    struct purse *p = purse_open(engine);
    struct job j = purse_job(p);
    struct client *c = j.parent->client;
    const char *id, *good;

    purse_save(p, j.parent, "pm_card_chargeCustomerFail");
    job_book(&j);
    purse_step(p);
    CHECK_TEXT(job_state(&j), "agreed");
    c = purse_payments(p, &j, j.parent);
    CHECK_TEXT(client_text(c, "items.0.state"), "auth_failed");
    CHECK(strlen(client_text(c, "items.0.failure")) > 0);
    CHECK(client_i64(c, "items.0.deadline_at") > world_now(p->world));
    id = purse_id(p, &j, 0);
    CHECK(json_is_null(client_at(purse_payments(p, &j, j.supporter), "items.0.failure")));

    good = purse_save(p, j.parent, "pm_card_mastercard");
    CHECK_I64(purse_post(p, j.supporter, id, "retry", json_pack("{s:s}", "card_id", good)), 404);
    CHECK_I64(purse_post(p, p->t->tanaka.parent, id, "retry", json_pack("{s:s}", "card_id", good)),
              404);
    CHECK_I64(purse_post(p, j.parent, id, "retry", json_pack("{s:s}", "card_id", good)), 200);
    CHECK_TEXT(client_text(c, "state"), "authorizing");
    CHECK_I64(purse_post(p, j.parent, id, "retry", json_pack("{s:s}", "card_id", good)), 409);
    CHECK_TEXT(client_reason(c), "payment.changed");
    purse_step(p);
    CHECK_TEXT(job_state(&j), "confirmed");
    CHECK_I64(bank_count(p->bank, "/v1/payment_intents?limit=100"), 1);
    world_close(p->world);
}

TEST_BOTH(the_banks_page_is_shown_to_who_pays_and_coming_back_is_seen_at_once)
{
    struct purse *p = purse_open(engine);
    struct job j = purse_job(p);
    struct client *c;
    char path[200], url[300];

    purse_save(p, j.parent, "pm_card_visa");
    purse_swap(p, "pm_card_authenticationRequired");
    job_book(&j);
    purse_step(p);
    c = purse_payments(p, &j, j.parent);
    CHECK_TEXT(client_text(c, "items.0.state"), "action_required");
    snprintf(url, sizeof url, "%s", client_text(c, "items.0.action_url"));
    CHECK(strstr(url, "pi_") != NULL);
    CHECK(json_is_null(client_at(purse_payments(p, &j, j.supporter), "items.0.action_url")));

    bank_knob(p->bank, "POST", "/_sandbox/webhooks", "{'drop':100}");
    snprintf(path, sizeof path, "/_sandbox/3ds/%.*s", (int)strcspn(strstr(url, "pi_"), "/?"),
             strstr(url, "pi_"));
    bank_knob(p->bank, "POST", path, "{'result':'approve'}");
    purse_clock(p, world_now(p->world) + 10 * SECOND_MS);
    (void)purse_payments(p, &j, j.parent);
    purse_step(p);
    CHECK_TEXT(purse_state(p, &j, 0), "authorized");
    CHECK_TEXT(job_state(&j), "confirmed");
    world_close(p->world);
}

TEST_BOTH(overtime_is_paid_when_the_guardian_says_yes_and_the_receipt_has_both)
{
    struct purse *p = purse_open(engine);
    struct job j = purse_job(p);
    struct client *c = j.parent->client;
    const char *id;

    purse_save(p, j.parent, "pm_card_visa");
    job_book(&j);
    purse_step(p);
    purse_done(p, &j, 30);
    purse_step(p);
    CHECK_TEXT(job_state(&j), "completed");
    CHECK_TEXT(purse_state(p, &j, 0), "captured");
    CHECK_TEXT(purse_state(p, &j, 1), "asked");
    CHECK_I64(purse_taken_minor(p), 750);
    id = purse_id(p, &j, 1);
    CHECK_I64(purse_post(p, j.supporter, id, "approve", NULL), 404);
    CHECK_I64(purse_post(p, j.parent, id, "approve", NULL), 200);
    purse_step(p);
    CHECK_TEXT(purse_state(p, &j, 1), "captured");
    CHECK_TEXT(job_state(&j), "settled");
    CHECK_I64(job_get(&j, j.parent, "/receipt"), 200);
    CHECK_I64(json_array_size(client_at(c, "payments")), 2);
    CHECK_I64(client_i64(c, "paid_minor"), purse_taken_minor(p));
    CHECK(purse_taken_minor(p) > 750);
    world_close(p->world);
}

TEST_BOTH(cash_is_settled_when_both_say_so_and_not_before_the_job_is_done)
{
    struct purse *p = purse_open(engine);
    struct job j = job_usual(p->t);
    struct client *c = j.parent->client;
    const char *id;

    job_book(&j);
    id = purse_id(p, &j, 0);
    CHECK_I64(purse_post(p, j.parent, id, "cash", NULL), 422);
    CHECK_TEXT(client_reason(c), "payment.not_due");
    purse_done(p, &j, 0);
    CHECK_TEXT(purse_state(p, &j, 0), "cash_due");
    CHECK_I64(purse_post(p, p->t->mio, id, "cash", NULL), 404);
    CHECK_I64(purse_post(p, j.supporter, id, "cash", NULL), 200);
    CHECK_I64(purse_post(p, j.supporter, id, "cash", NULL), 200);
    CHECK_TEXT(job_state(&j), "completed");
    CHECK_I64(purse_post(p, j.parent, id, "cash", NULL), 200);
    CHECK_TEXT(client_text(c, "state"), "cash_paid");
    CHECK_TEXT(job_state(&j), "settled");
    CHECK_I64(job_get(&j, j.parent, "/receipt"), 200);
    CHECK_TEXT(client_text(c, "payments.0.method"), "cash");
    CHECK_I64(client_i64(c, "paid_minor"), 750);
    world_close(p->world);
}

TEST_BOTH(a_cancellation_takes_its_fee_from_the_hold_and_gives_a_receipt)
{
    struct purse *p = purse_open(engine);
    struct job j = purse_job(p);
    struct client *c = j.parent->client;
    int64_t fee;

    j.tariff = town_tariff(p->t, "itami", 1);
    purse_save(p, j.parent, "pm_card_visa");
    job_book(&j);
    purse_step(p);
    CHECK_I64(job_get(&j, j.parent, "/cancellation"), 200);
    fee = client_i64(c, "fee_minor");
    CHECK(fee >= CARD_MINOR_MIN && fee <= 750);
    CHECK_I64(job_post(&j, j.parent, "/cancel", json_pack("{s:I}", "expect_minor", fee)), 200);
    purse_step(p);
    CHECK_TEXT(purse_state(p, &j, 0), "captured");
    CHECK_I64(purse_taken_minor(p), fee);
    CHECK_I64(purse_held_minor(p), 0);
    CHECK_I64(job_get(&j, j.parent, "/receipt"), 200);
    CHECK_I64(client_i64(c, "paid_minor"), fee);
    CHECK_TEXT(client_text(c, "service.state"), "cancelled");
    world_close(p->world);
}
