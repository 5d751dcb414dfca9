/* handshake.c - see handshake.h. */
#include "app/domain/handshake.h"

#include "app/base/crypto.h"
#include "app/base/limits.h"
#include "app/base/text.h"
#include "app/base/zone.h"
#include "app/domain/attempt.h"
#include "app/domain/contact.h"
#include "app/domain/ids.h"
#include "app/domain/session.h"
#include "app/domain/vault.h"
#include "db/store/group_member.h"
#include "db/store/invitation.h"
#include "db/store/tie.h"
#include "db/store/tie_member.h"

#include <stdio.h>
#include <string.h>

#define MAC_CHARS 32 /* 128 bits of the keyed hash */

/* "mb_....1795330.<mac>": NULL when the arena is full. */
static const char *qr_text(struct ctx *x, int64_t member_id, int64_t window)
{
    char id[ID_TEXT_BYTES];
    const char *said, *mac;

    id_format(ID_MEMBER, member_id, id);
    said = arena_printf(x->arena, "qr:%s.%lld", id, (long long)window);
    mac = said != NULL ? vault_blind(x, said) : NULL;
    return mac != NULL ? arena_printf(x->arena, "%s.%.*s", said + 3, MAC_CHARS, mac) : NULL;
}

enum status handshake_qr_make(struct ctx *x, struct handshake_qr *qr)
{
    int64_t window = x->now / HANDSHAKE_QR_MS;

    qr->expires_at = (window + 1) * HANDSHAKE_QR_MS;
    qr->token = qr_text(x, x->member_id, window);
    return qr->token != NULL ? OK : E_BUSY;
}

/* The member a scanned text stands for, when it is ours and fresh. E_RULE else. */
static enum status qr_read(struct ctx *x, const char *token, int64_t *member_id)
{
    const char *dot = strchr(token, '.');
    const char *id = dot != NULL ? arena_strndup(x->arena, token, (size_t)(dot - token)) : NULL;
    int64_t now = x->now / HANDSHAKE_QR_MS;

    if (dot != NULL && id == NULL) {
        return E_BUSY;
    }
    if (id == NULL || id_parse(ID_MEMBER, id, member_id) != OK) {
        return refuse(x, R_HANDSHAKE_EXPIRED);
    }
    for (int64_t window = now; window >= now - 1; window--) {
        const char *want = qr_text(x, *member_id, window);

        if (want == NULL) {
            return E_BUSY;
        }
        if (strlen(want) == strlen(token) && bytes_equal(want, token, strlen(want))) {
            return OK;
        }
    }
    return refuse(x, R_HANDSHAKE_EXPIRED);
}

/* The tie of the two, made unless it is there. */
static enum status make_tie(struct ctx *x, int64_t other, int64_t community_id, const char *how,
                            int64_t *tie_id)
{
    bool low = x->member_id < other;
    struct tie_row row = {
        .id = new_id(x),
        .community_id = community_id,
        .low_id = low ? x->member_id : other,
        .high_id = low ? other : x->member_id,
        .how = how,
        .met_at = x->now,
    };
    struct tie_row there;
    enum status s = store_tie_of(x->tx, row.low_id, row.high_id, &there);

    if (s == OK) {
        *tie_id = there.id;
        return OK;
    }
    *tie_id = row.id;
    return s == E_NOT_FOUND ? store_tie_insert(x->tx, &row) : s;
}

enum status handshake_scan(struct ctx *x, void *arg)
{
    struct handshake *h = arg;
    struct tie_member_row other;
    int64_t other_id;
    enum status s = qr_read(x, h->token, &other_id);

    if (s == OK) {
        s = store_tie_member(x->tx, x->member_id, other_id, &other);
    }
    if (s == E_NOT_FOUND ||
        (s == OK && (other_id == x->member_id || other.blocked || other.community_id == 0))) {
        return refuse(x, R_HANDSHAKE_EXPIRED);
    }
    return s == OK ? make_tie(x, other_id, other.community_id, "qr", &h->tie_id) : s;
}

/* A try in the community's own day: windows begin at its midnight. */
static enum status today(struct ctx *x, const char *zone, struct ctx *local)
{
    struct local_time t;
    enum status s = zone_local(zone, x->now, &t);

    *local = *x;
    local->now = t.day_number * DAY_MS + t.hour * HOUR_MS + t.minute * MINUTE_MS;
    return s == E_INVALID ? E_INTERNAL : s;
}

/* Counts before looking, so that the right digits are worth nothing once the tries are used up. */
static enum status count_try(struct ctx *local, int64_t other_id)
{
    char me[24], pair[48];
    enum status s;

    snprintf(me, sizeof me, "%lld", (long long)local->member_id);
    snprintf(pair, sizeof pair, "%lld:%lld", (long long)local->member_id, (long long)other_id);
    s = attempt_count(local, "digits_pair", pair, DAY_MS, DIGITS_PAIR_TRIES_MAX);
    return s == OK ? attempt_count(local, "digits_member", me, DAY_MS, DIGITS_MEMBER_TRIES_MAX) : s;
}

static enum status uncount_try(struct ctx *local, int64_t other_id)
{
    char me[24], pair[48];
    enum status s;

    snprintf(me, sizeof me, "%lld", (long long)local->member_id);
    snprintf(pair, sizeof pair, "%lld:%lld", (long long)local->member_id, (long long)other_id);
    s = attempt_undo(local, "digits_pair", pair, DAY_MS);
    return s == OK ? attempt_undo(local, "digits_member", me, DAY_MS) : s;
}

static enum status count_today(struct ctx *x, const char *zone, int64_t other_id,
                               enum status (*count)(struct ctx *, int64_t))
{
    struct ctx local;
    enum status s = today(x, zone, &local);

    s = s == OK ? count(&local, other_id) : s;
    x->reason = local.reason;
    return s;
}

static enum status compare_digits(struct ctx *x, struct handshake *h,
                                  const struct tie_member_row *other)
{
    const char *tail = contact_phone_tail(x, h->member_id, h->digits);

    if (tail == NULL) {
        return E_BUSY;
    }
    h->wrong = other->phone_tail_blind == NULL || other->blocked ||
               strcmp(tail, other->phone_tail_blind) != 0;
    return OK;
}

/* The other typed mine already: a tie. Else mine waits a day for theirs. */
static enum status meet_halfway(struct ctx *x, struct handshake *h,
                                const struct tie_member_row *other)
{
    enum status s = store_half_handshake_take(x->tx, h->member_id, x->member_id, x->now);

    if (s == OK) {
        return make_tie(x, h->member_id, other->community_id, "digits", &h->tie_id);
    }
    return s == E_NOT_FOUND
               ? store_half_handshake_put(x->tx, x->member_id, h->member_id, other->community_id,
                                          x->now, x->now + HALF_HANDSHAKE_MS)
               : s;
}

static enum status typed_right(struct ctx *x, struct handshake *h,
                               const struct tie_member_row *other)
{
    struct tie_row there;
    enum status s = count_today(x, other->zone, h->member_id, uncount_try);

    if (s == OK) {
        s = store_tie_of(x->tx, x->member_id, h->member_id, &there);
    }
    h->tie_id = s == OK ? there.id : 0;
    return s == E_NOT_FOUND ? meet_halfway(x, h, other) : s;
}

/* By somebody or an event, or in a group in which both show their names. */
static enum status brought_together(struct ctx *x, int64_t other_id)
{
    enum status s = store_acquainted(x->tx, x->member_id, other_id);

    return s == E_NOT_FOUND ? store_group_both_shown(x->tx, x->member_id, other_id) : s;
}

enum status handshake_type(struct ctx *x, void *arg)
{
    struct handshake *h = arg;
    struct tie_member_row other;
    enum status s = brought_together(x, h->member_id);

    h->wrong = false;
    h->tie_id = 0;
    s = s == OK ? store_tie_member(x->tx, x->member_id, h->member_id, &other) : s;
    if (s == OK && other.community_id == 0) {
        return E_NOT_FOUND;
    }
    s = s == OK ? count_today(x, other.zone, h->member_id, count_try) : s;
    s = s == OK ? compare_digits(x, h, &other) : s;
    return s == OK && !h->wrong ? typed_right(x, h, &other) : s;
}
