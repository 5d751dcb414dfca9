/* paying.c - see scenes.h: cards, payments and receipts. */
#include "tests/story/scenes.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define BODY_BYTES 128

/* A page of the provider's, as a browser opens it: no session of ours goes along. */
static struct client *open_page(const char *url, const char **path)
{
    char origin[STAGE_PATH_BYTES];
    const char *host = strstr(url, "://");
    struct client *c;

    if (host == NULL) {
        fail("%s is no address of a page", url);
    }
    *path = url + (host + 3 - url) + strcspn(host + 3, "/");
    snprintf(origin, sizeof origin, "%.*s", (int)(*path - url), url);
    c = client_open(origin);
    if (c == NULL || client_get(c, *path) != 200) {
        fail("the page %s is answered %d", url, c != NULL ? c->http : 0);
    }
    return c;
}

/* Chooses the card in the page's form and sends it; where the answer leads. */
static void send_form(struct client *page, const char *path, const char *card)
{
    char body[BODY_BYTES], choice[BODY_BYTES];

    snprintf(choice, sizeof choice, "name=\"card\" value=\"%s\"", card);
    if (strstr(page->text, choice) == NULL) {
        fail("the page offers no %s: %s", card, page->text);
    }
    snprintf(body, sizeof body, "card=%s", card);
    if (client_send(page, "POST", path, "application/x-www-form-urlencoded", body, strlen(body)) !=
        303) {
        fail("the page answers %d %s", page->http, page->text);
    }
}

void save_card(struct actor *parent, const char *card)
{
    char setup[ID_TEXT_BYTES];
    struct client *page;
    const char *path;
    char url[STAGE_PATH_BYTES];

    act(parent, 202, "POST", NULL, "/api/v1/cards/setups");
    got_id(parent, "id", setup);
    await(parent, "url", NULL, "/api/v1/cards/setups/%s", setup);
    snprintf(url, sizeof url, "%s", got(parent, "url"));
    page = open_page(url, &path);
    send_form(page, path, card);
    tell("%s chooses a test card on the provider's own page and comes back to %s", parent->called,
         client_answer_header(page, "Location"));
    client_close(page);
    await(parent, "state", "done", "/api/v1/cards/setups/%s", setup);
    act(parent, 200, "GET", NULL, "/api/v1/cards");
    tell("%s has a card: %s, ends in %s", parent->called, got(parent, "items.0.brand"),
         got(parent, "items.0.last4"));
}

static void tell_payment(const char *part, json_t *p)
{
    tell("  payment %-12s %-4s %-12s %5lld, held %lld, captured %lld", part,
         json_string_value(json_object_get(p, "method")),
         json_string_value(json_object_get(p, "state")),
         (long long)json_integer_value(json_object_get(p, "amount_minor")),
         (long long)json_integer_value(json_object_get(p, "held_minor")),
         (long long)json_integer_value(json_object_get(p, "captured_minor")));
}

void show_payments(struct actor *a, const char *booking)
{
    json_t *item;
    size_t i;

    act(a, 200, "GET", NULL, "/api/v1/bookings/%s/payments", booking);
    json_array_foreach (client_at(a->client, "items"), i, item) {
        tell_payment(json_string_value(json_object_get(item, "part")), item);
    }
}

void await_payment(struct actor *a, const char *booking, const char *part, const char *state,
                   char payment[ID_TEXT_BYTES])
{
    struct patience p = {0};
    char where[64], what[256];
    int i = -1;

    for (;;) {
        act(a, 200, "GET", NULL, "/api/v1/bookings/%s/payments", booking);
        i = find_item(a, "items", "part", part);
        snprintf(where, sizeof where, "items.%d.state", i);
        if (i >= 0 && strcmp(got(a, where), state) == 0) {
            break;
        }
        snprintf(what, sizeof what, "the payment %s of %s to be %s", part, booking, state);
        be_patient(&p, what);
    }
    snprintf(where, sizeof where, "items.%d.id", i);
    got_id(a, where, payment);
}

void approve_overtime(struct actor *parent, const char *booking)
{
    char payment[ID_TEXT_BYTES];

    await_payment(parent, booking, "overtime", "asked", payment);
    await_mail(parent, "overtime", booking);
    act(parent, 200, "POST", NULL, "/api/v1/payments/%s/approve", payment);
    tell("%s approves the overtime: %lld %s", parent->called,
         (long long)got_number(parent, "amount_minor"), got(parent, "currency"));
}

void settle_in_cash(struct actor *parent, struct actor *supporter, const char *booking)
{
    char payment[ID_TEXT_BYTES];

    await_payment(parent, booking, "main", "cash_due", payment);
    act(parent, 200, "POST", NULL, "/api/v1/payments/%s/cash", payment);
    tell("%s: \"I gave %lld %s\" [payment %s]", parent->called,
         (long long)got_number(parent, "amount_minor"), got(parent, "currency"),
         got(parent, "state"));
    act(supporter, 200, "POST", NULL, "/api/v1/payments/%s/cash", payment);
    expect(supporter, "state", "cash_paid");
    tell("%s: \"I received it\" [payment cash_paid]", supporter->called);
}

void show_receipt(struct actor *a, const char *booking)
{
    char *text;

    await_mail(a, "receipt", booking);
    act(a, 200, "GET", NULL, "/api/v1/bookings/%s/receipt", booking);
    text = json_dumps(a->client->json, JSON_INDENT(2));
    tell("Receipt number %lld, %lld %s:\n%s", (long long)got_number(a, "number"),
         (long long)got_number(a, "paid_minor"), got(a, "currency"), text);
    free(text);
}
