/* fake_objects.c - what lies at the fake provider, and what calls do to it. */
#include "tests/payments/fake_objects.h"

#include "app/base/clock.h"
#include "tests/test.h"

#include <stdio.h>
#include <string.h>

struct fake_hold *fake_hold(struct fake *f, const char *ref)
{
    for (int i = 0; i < f->holds_n; i++) {
        if (strcmp(f->holds[i].ref, ref) == 0) {
            return &f->holds[i];
        }
    }
    return NULL;
}

void fake_show(const struct fake_hold *h, struct pay_object *out)
{
    memset(out, 0, sizeof *out);
    snprintf(out->ref, sizeof out->ref, "%s", h->ref);
    snprintf(out->charge_ref, sizeof out->charge_ref, "ch_%s", h->ref);
    snprintf(out->op_id, sizeof out->op_id, "%s", h->op_id);
    snprintf(out->reason, sizeof out->reason, "%s", h->reason);
    out->state = h->state;
    out->amount_minor = h->amount_minor;
    out->capturable_minor = h->state == PST_HELD ? h->amount_minor : 0;
    out->captured_minor = h->captured_minor;
    out->capture_before_at = h->state == PST_HELD ? h->capture_before_at : 0;
    out->canceled_by_provider = h->by_provider;
    if (h->state == PST_ACTION && !h->authenticate) {
        snprintf(out->action_url, sizeof out->action_url, "https://bank.example/%s", h->ref);
    }
}

static int create(struct fake *f, struct fake_deed *d)
{
    struct fake_hold *h = &f->holds[f->holds_n++];

    CHECK(f->holds_n <= FAKE_OBJECTS_MAX);
    memset(h, 0, sizeof *h);
    snprintf(h->ref, sizeof h->ref, "pi_%d", f->holds_n);
    snprintf(h->op_id, sizeof h->op_id, "%s", d->x->op_id);
    snprintf(h->customer, sizeof h->customer, "%s", d->customer);
    h->amount_minor = d->amount_minor;
    h->state = PST_PENDING;
    snprintf(d->ref, sizeof d->ref, "%s", h->ref);
    return 200;
}

static int confirm(struct fake *f, struct fake_deed *d)
{
    struct fake_hold *h = fake_hold(f, d->hold);

    snprintf(d->ref, sizeof d->ref, "%s", d->hold);
    if (h->state != PST_PENDING && h->state != PST_FAILED && h->state != PST_ACTION) {
        d->code = "payment_intent_unexpected_state";
        return 400;
    }
    h->reason[0] = '\0';
    if (strcmp(d->card, "pm_no") == 0) {
        h->state = PST_FAILED;
        snprintf(h->reason, sizeof h->reason, "insufficient_funds");
        return 402;
    }
    if (strcmp(d->card, "pm_3ds") == 0) {
        h->state = PST_ACTION;
        h->authenticate = d->off_session;
        return d->off_session ? 402 : 200;
    }
    h->state = PST_HELD;
    h->capture_before_at = clock_now(f->clock) + f->hold_ms;
    return 200;
}

static int capture(struct fake *f, struct fake_deed *d)
{
    struct fake_hold *h = fake_hold(f, d->hold);

    snprintf(d->ref, sizeof d->ref, "%s", d->hold);
    if (h->state != PST_HELD || d->amount_minor > h->amount_minor) {
        d->code = "payment_intent_unexpected_state";
        return 400;
    }
    h->state = PST_CAPTURED;
    h->captured_minor = d->amount_minor;
    return 200;
}

static int cancel(struct fake *f, struct fake_deed *d)
{
    struct fake_hold *h = fake_hold(f, d->hold);

    snprintf(d->ref, sizeof d->ref, "%s", d->hold);
    if (h->state == PST_CAPTURED || h->state == PST_CANCELED) {
        d->code = "payment_intent_unexpected_state";
        return 400;
    }
    h->state = PST_CANCELED;
    return 200;
}

static int customer(struct fake *f, struct fake_deed *d)
{
    int i = f->customers_n++;

    CHECK(f->customers_n <= FAKE_OBJECTS_MAX);
    snprintf(f->customers[i].ref, sizeof f->customers[i].ref, "cus_%d", i + 1);
    snprintf(f->customers[i].op_id, sizeof f->customers[i].op_id, "%s", d->x->op_id);
    snprintf(f->customers[i].member, sizeof f->customers[i].member, "%s", d->member);
    snprintf(d->ref, sizeof d->ref, "%s", f->customers[i].ref);
    return 200;
}

static int setup(struct fake *f, struct fake_deed *d)
{
    int i = f->setups_n++;

    CHECK(f->setups_n <= FAKE_OBJECTS_MAX);
    memset(&f->setups[i], 0, sizeof f->setups[i]);
    snprintf(f->setups[i].ref, sizeof f->setups[i].ref, "cs_%d", i + 1);
    snprintf(f->setups[i].op_id, sizeof f->setups[i].op_id, "%s", d->x->op_id);
    snprintf(d->ref, sizeof d->ref, "%s", f->setups[i].ref);
    return 200;
}

int fake_execute(struct fake *f, struct fake_deed *d)
{
    static int (*const doing[FAKE_CALL_COUNT])(struct fake *, struct fake_deed *) = {
        [FAKE_CUSTOMER] = customer, [FAKE_SETUP] = setup,     [FAKE_CREATE] = create,
        [FAKE_CONFIRM] = confirm,   [FAKE_CAPTURE] = capture, [FAKE_CANCEL] = cancel,
    };
    int http = doing[d->call](f, d);

    if (http != 400) {
        f->executed[d->call]++;
    }
    return http;
}

void fake_save_card(struct fake *f, const char *setup_ref, const char *card)
{
    for (int i = 0; i < f->setups_n; i++) {
        if (strcmp(f->setups[i].ref, setup_ref) == 0) {
            f->setups[i].saved = true;
            snprintf(f->setups[i].card, sizeof f->setups[i].card, "%s", card);
        }
    }
}

void fake_authenticated(struct fake *f, const char *hold_ref, bool yes)
{
    struct fake_hold *h = fake_hold(f, hold_ref);

    CHECK(h != NULL && h->state == PST_ACTION);
    h->state = yes ? PST_HELD : PST_FAILED;
    h->capture_before_at = clock_now(f->clock) + f->hold_ms;
    snprintf(h->reason, sizeof h->reason, "%s", yes ? "" : "authentication_failure");
}

void fake_expire(struct fake *f, const char *hold_ref)
{
    struct fake_hold *h = fake_hold(f, hold_ref);

    CHECK(h != NULL && h->state == PST_HELD);
    h->state = PST_CANCELED;
    h->by_provider = true;
}

int64_t fake_held_minor(const struct fake *f)
{
    int64_t sum = 0;

    for (int i = 0; i < f->holds_n; i++) {
        sum += f->holds[i].state == PST_HELD ? f->holds[i].amount_minor : 0;
    }
    return sum;
}

int64_t fake_captured_minor(const struct fake *f)
{
    int64_t sum = 0;

    for (int i = 0; i < f->holds_n; i++) {
        sum += f->holds[i].captured_minor;
    }
    return sum;
}

int fake_in_state(const struct fake *f, enum pay_state state)
{
    int n = 0;

    for (int i = 0; i < f->holds_n; i++) {
        n += f->holds[i].state == state ? 1 : 0;
    }
    return n;
}
