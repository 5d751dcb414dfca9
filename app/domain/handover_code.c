/* handover_code.c - the codes of handover.h, and who taps.
 *
 * DESIGN: the code of a stop is derived from the process's blind key, the booking and the stop, so
 * that it can be shown again and again without being stored; it is spent when every child changed
 * hands there. */
#include "app/domain/handover.h"

#include "app/base/crypto.h"
#include "app/base/limits.h"
#include "app/domain/notice.h"
#include "app/domain/staff.h"
#include "app/domain/vault.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

bool handover_has_code(const struct handover *h)
{
    return strcmp(h->proof, "code") == 0 || strcmp(h->proof, "qr") == 0;
}

bool handover_waited(const struct handover *h)
{
    return h->device_at != 0 || h->tap_id != NULL;
}

static bool has_place(const struct hands *hands, int64_t place_id)
{
    for (int i = 0; i < hands->n; i++) {
        if (hands->rows[i].place_id == place_id) {
            return true;
        }
    }
    return false;
}

/* The nursery's page shows the jobs of that nursery alone. */
static enum status open_at_desk(struct ctx *x, struct handover *h, struct tap *tap)
{
    enum status s = store_booking_get(x->tx, h->booking_id, &h->booking);

    tap->who = BY_DESK;
    s = s == OK ? hands_load(x, h->booking_id, &tap->hands) : s;
    return s == OK && !has_place(&tap->hands, h->place_id) ? E_NOT_FOUND : s;
}

static enum status open_by_staff(struct ctx *x, struct handover *h, struct tap *tap)
{
    enum status s = staff_has_role(x, h->community_id, STAFF_COORDINATOR | STAFF_SAFEGUARDING);

    tap->who = BY_STAFF;
    s = s == OK ? store_booking_get(x->tx, h->booking_id, &h->booking) : s;
    if (s == OK && h->booking.community_id != h->community_id) {
        return E_NOT_FOUND;
    }
    return s == OK ? hands_load(x, h->booking_id, &tap->hands) : s;
}

enum status tap_open(struct ctx *x, struct handover *h, struct tap *tap)
{
    enum status s;

    *tap = (struct tap){.h = h};
    if (h->place_id != 0) {
        return open_at_desk(x, h, tap);
    }
    if (h->community_id != 0) {
        return open_by_staff(x, h, tap);
    }
    s = booking_for_party(x, h->booking_id, &h->booking, &tap->who);
    return s == OK ? hands_load(x, h->booking_id, &tap->hands) : s;
}

/* Where a job has several stops of one way, a second tap must not count for the next one. */
static enum status find_stop(struct ctx *x, const struct hands *hands, const char *way,
                             int64_t place_id, int64_t *stop_id)
{
    if (*stop_id == 0) {
        *stop_id = hands_only_stop(hands, way, place_id);
    } else if (!hands_is_stop(hands, *stop_id, way)) {
        *stop_id = 0;
    }
    return *stop_id != 0 ? OK : invalid(x, "stop_id");
}

static bool is_at(const struct hands *hands, int64_t stop_id, int64_t place_id)
{
    for (int i = 0; i < hands->n; i++) {
        if (hands->rows[i].stop_id == stop_id) {
            return hands->rows[i].place_id == place_id;
        }
    }
    return false;
}

enum status tap_find_stop(struct ctx *x, struct tap *tap)
{
    const struct handover *h = tap->h;
    enum status s;

    tap->stop_id = h->stop_id;
    s = find_stop(x, &tap->hands, h->way, h->place_id, &tap->stop_id);
    return s == OK && h->place_id != 0 && !is_at(&tap->hands, tap->stop_id, h->place_id)
               ? E_NOT_FOUND
               : s;
}

static enum status derive_code(struct ctx *x, int64_t booking_id, int64_t stop_id,
                               char out[HANDOVER_CODE_BYTES])
{
    const char *text =
        arena_printf(x->arena, "handover:%lld:%lld", (long long)booking_id, (long long)stop_id);
    const char *blind = text != NULL ? vault_blind(x, text) : NULL;
    char head[16] = {0};

    if (blind == NULL) {
        return E_BUSY;
    }
    memcpy(head, blind, 15); /* 60 bits: the remainder of a million is as good as even */
    snprintf(out, HANDOVER_CODE_BYTES, "%06llu", strtoull(head, NULL, 16) % 1000000);
    return OK;
}

enum status handover_show_code(struct ctx *x, void *arg)
{
    struct handover_code *c = arg;
    struct booking_row b;
    struct hands hands;
    unsigned who;
    enum status s = booking_for_party(x, c->booking_id, &b, &who);

    if (s == OK && who == BY_SUPPORTER && strcmp(c->way, "out") == 0) {
        return E_NOT_FOUND; /* the receiving adult shows it, the supporter types it */
    }
    if (s == OK && (strcmp(b.state, "confirmed") != 0 && strcmp(b.state, "in_care") != 0)) {
        return refuse(x, R_HANDOVER_NOT_NOW);
    }
    s = s == OK ? hands_load(x, b.id, &hands) : s;
    s = s == OK ? find_stop(x, &hands, c->way, 0, &c->stop_id) : s;
    return s == OK ? derive_code(x, b.id, c->stop_id, c->code) : s;
}

static enum status count_wrong(struct ctx *x, const struct tap *tap)
{
    const struct booking_row *b = &tap->h->booking;
    int64_t tries;
    enum status s = store_handover_wrong(x->tx, b->id, tap->stop_id, &tries);

    return s == OK && tries >= HANDOVER_CODE_TRIES_MAX
               ? notice_put_guardians(x, b->household_id, 0, NOTICE_CODE_WRONG, b->id)
               : s;
}

enum status handover_check_code(struct ctx *x, void *arg)
{
    struct handover *h = arg;
    struct tap tap;
    char code[HANDOVER_CODE_BYTES];
    int64_t tries = 0;
    enum status s;

    h->wrong_code = false;
    if (!handover_has_code(h)) {
        return OK;
    }
    s = tap_open(x, h, &tap);
    s = s == OK ? tap_find_stop(x, &tap) : s;
    s = s == OK ? store_handover_tries(x->tx, h->booking_id, tap.stop_id, &tries) : s;
    s = s == OK ? derive_code(x, h->booking_id, tap.stop_id, code) : s;
    if (s != OK) {
        return s;
    }
    h->wrong_code = h->code == NULL || strlen(h->code) != HANDOVER_CODE_BYTES - 1 ||
                    !bytes_equal(h->code, code, HANDOVER_CODE_BYTES - 1) ||
                    tries >= HANDOVER_CODE_TRIES_MAX;
    return h->wrong_code ? count_wrong(x, &tap) : OK;
}
