/* card.h - the test cards, by Stripe's names, and the payment methods made from them. No number
 * ever comes in. Internal to payments/sandbox. */
#ifndef PAYMENTS_SANDBOX_CARD_H
#define PAYMENTS_SANDBOX_CARD_H

#include "payments/sandbox/parts.h"

enum card_manner {
    CARD_GOOD,
    CARD_REFUSED,       /* at once, also when it is saved */
    CARD_REFUSED_LATER, /* can be saved, then every charge is refused */
    CARD_ASKS_ALWAYS,   /* 3-D Secure for every charge */
    CARD_ASKS_ONCE,     /* for off-session charges unless it was saved with it */
    CARD_ASKS_PRESENT,  /* the same, and for every charge with the person there */
    CARD_SETTLES_NOW    /* its money is available at once */
};

struct test_card {
    const char *name; /* behind "pm_card_" */
    const char *brand, *last4, *country;
    enum card_manner manner;
    const char *code, *decline_code, *message; /* of a refusal */
    const char *ja, *en;                       /* on the hosted page; NULL: not offered there */
};

/* "pm_card_visa", also "pm_card_visa_chargeDeclined" for "pm_card_chargeDeclined". NULL. */
const struct test_card *card_by_name(const char *payment_method);
/* What a payment method of ours was made from. */
const struct test_card *card_of(json_t *payment_method);
/* All of them, ended by one without a name. */
extern const struct test_card test_cards[];

/* A new payment method, not saved; NULL in trouble. */
json_t *card_method(struct call *c, const struct test_card *card);

/* The payment method that a parameter means: a test card's name makes a new one (not saved
 * yet), an id is looked up. NULL: the call is refused. */
json_t *card_resolve(struct call *c, const char *value, const char *param);

/* Ties it to a customer and tells the world, or refuses the call as the bank would. */
bool card_attach(struct call *c, json_t *method, const char *customer_ref);

/* A 402 with all that Stripe says of a declined card; the error object, to add to. */
json_t *card_refuse(struct call *c, const struct test_card *card, json_t *method);

/* Would a charge on it need the person now? */
bool card_asks(json_t *method, bool off_session);

#endif
