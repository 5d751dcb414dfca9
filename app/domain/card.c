/* card.c - see card.h. */
#include "app/domain/card.h"

#include "app/base/limits.h"
#include "app/domain/booking.h"
#include "app/domain/payment_flow.h"
#include "db/store/member.h"

#include <string.h>

static enum status put_op(struct ctx *x, const char *kind, int64_t subject_id, int64_t next_at)
{
    struct pay_op_row op = {
        .id = new_id(x),
        .kind = kind,
        .subject_id = subject_id,
        .next_at = next_at,
        .created_at = x->now,
    };

    return store_pay_op_put(x->tx, &op);
}

/* The page speaks the member's language; frozen, since a call that is sent again is the same. */
static enum status locale_of(struct ctx *x, int64_t member_id, const char **locale)
{
    struct member m;
    enum status s = store_member_get(x->tx, member_id, &m);

    *locale = s == OK && strcmp(m.locale, "en") == 0 ? "en" : "ja";
    return s;
}

static enum status why_not_begin(struct ctx *x)
{
    struct card_setup_row *setups;
    struct card_row *cards;
    int cards_n, setups_n;
    enum status s;

    if (x->pay_provider == NULL) {
        return refuse(x, R_PAYMENTS_NOT_CONFIGURED);
    }
    s = store_card_list(x->tx, x->member_id, &cards, &cards_n);
    if (s == OK) {
        s = store_card_setups_pending(x->tx, x->member_id, &setups, &setups_n);
    }
    return s == OK && cards_n + setups_n >= CARDS_MAX ? refuse(x, R_CARD_TOO_MANY) : s;
}

/* Whoever is not known at the provider is made known first; the visit's own call follows then. */
static enum status owe_page(struct ctx *x, int64_t member_id, int64_t setup_id)
{
    const char *customer;
    enum status s = store_customer_get(x->tx, member_id, x->pay_provider, &customer);

    if (s == E_NOT_FOUND) {
        return put_op(x, "customer", member_id, x->now);
    }
    return s == OK ? put_op(x, "setup", setup_id, x->now) : s;
}

enum status card_setup_begin(struct ctx *x, void *arg)
{
    struct card_setup_row *setup = arg;
    enum status s = why_not_begin(x);

    if (s != OK) {
        return s;
    }
    *setup = (struct card_setup_row){.id = new_id(x),
                                     .member_id = x->member_id,
                                     .state = "pending",
                                     .created_at = x->now,
                                     .updated_at = x->now};
    s = locale_of(x, x->member_id, &setup->locale);
    if (s == OK) {
        s = store_card_setup_insert(x->tx, setup);
    }
    return s == OK ? owe_page(x, x->member_id, setup->id) : s;
}

enum status card_setup_get(struct ctx *x, void *arg)
{
    struct card_setup_row *setup = arg;
    enum status s = store_card_setup_get(x->tx, setup->id, setup);

    return s == OK && setup->member_id != x->member_id ? E_NOT_FOUND : s;
}

static enum status hurry(struct ctx *x, void *arg)
{
    const struct card_setup_row *setup = arg;

    return store_pay_op_hurry(x->tx, setup->id, "setup_result", x->now);
}

static enum status next_look(struct ctx *x, void *arg)
{
    struct pay_op_row *op = arg;

    return store_pay_op_live_kind(x->tx, op->subject_id, "setup_result", op);
}

enum status card_setup_hurry(struct ctx *x, const struct card_setup_row *setup)
{
    struct pay_op_row op = {.subject_id = setup->id};
    struct card_setup_row copy = *setup;
    enum status s;

    if (strcmp(setup->state, "open") != 0) {
        return OK;
    }
    s = ctx_read(x, next_look, &op);
    if (s != OK || op.next_at <= x->now || op.updated_at > x->now - PAY_HURRY_MS) {
        return s == E_NOT_FOUND ? OK : s;
    }
    return ctx_tx(x, hurry, &copy);
}

enum status card_list(struct ctx *x, void *arg)
{
    struct card_listing *l = arg;

    return store_card_list(x->tx, x->member_id, &l->cards, &l->n);
}

enum status card_remove(struct ctx *x, void *arg)
{
    const int64_t *id = arg;
    struct card_row card;
    int64_t used = 0;
    enum status s = store_card_get(x->tx, *id, &card);

    if (s == OK && card.member_id != x->member_id) {
        return E_NOT_FOUND;
    }
    if (s == OK && card.removed_at != 0) {
        return OK; /* a second tap */
    }
    if (s == OK) {
        s = store_payments_on_card(x->tx, card.id, &used);
    }
    if (s == OK && used > 0) {
        return refuse(x, R_CARD_IN_USE);
    }
    return s == OK ? store_card_remove(x->tx, card.id, x->now) : s;
}

enum status card_customer_known(struct ctx *x, int64_t member_id, const char *ref)
{
    struct card_setup_row *setups;
    int n;
    enum status s = store_customer_put(x->tx, member_id, x->pay_provider, ref, x->now);

    if (s == OK) {
        s = store_card_setups_pending(x->tx, member_id, &setups, &n);
    }
    for (int i = 0; s == OK && i < n; i++) {
        s = put_op(x, "setup", setups[i].id, x->now);
    }
    return s;
}

static enum status save(struct ctx *x, struct card_setup_row *setup, const char *to)
{
    const char *from = setup->state;

    setup->state = to;
    setup->updated_at = x->now;
    return store_card_setup_save(x->tx, setup, from);
}

enum status card_customer_refused(struct ctx *x, int64_t member_id)
{
    struct card_setup_row *setups;
    int n;
    enum status s = store_card_setups_pending(x->tx, member_id, &setups, &n);

    for (int i = 0; s == OK && i < n; i++) {
        s = save(x, &setups[i], "failed");
    }
    return s;
}

enum status card_setup_opened(struct ctx *x, struct card_setup_row *setup, const char *ref,
                              const char *url)
{
    enum status s;

    if (strcmp(setup->state, "pending") != 0) {
        return OK;
    }
    setup->ref = ref;
    setup->url = url;
    s = save(x, setup, "open");
    return s == OK ? put_op(x, "setup_result", setup->id, x->now + 2 * MINUTE_MS) : s;
}

/* Each payment that waited for a first card is held now, or when its time comes. */
static enum status go_on(struct ctx *x, int64_t member_id)
{
    struct payment_row *waiting;
    int n;
    enum status s = store_payments_without_card(x->tx, member_id, &waiting, &n);

    for (int i = 0; s == OK && i < n; i++) {
        s = payment_start_card(x, &waiting[i]);
        if (s == OK) {
            s = booking_money_moved(x, waiting[i].booking_id);
        }
    }
    return s;
}

enum status card_setup_done(struct ctx *x, struct card_setup_row *setup,
                            const struct card_row *card)
{
    struct card_row row = *card;
    enum status s;

    if (strcmp(setup->state, "open") != 0) {
        return OK;
    }
    row.id = new_id(x);
    row.member_id = setup->member_id;
    row.created_at = x->now;
    s = store_card_put(x->tx, &row, &setup->card_id);
    if (s == E_NOT_FOUND) { /* the reference is another member's: never mind whose fault */
        return save(x, setup, "failed");
    }
    if (s == OK) {
        s = save(x, setup, "done");
    }
    return s == OK ? go_on(x, setup->member_id) : s;
}

enum status card_setup_failed(struct ctx *x, struct card_setup_row *setup)
{
    bool live = strcmp(setup->state, "pending") == 0 || strcmp(setup->state, "open") == 0;

    return live ? save(x, setup, "failed") : OK;
}
