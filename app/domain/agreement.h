/* agreement.h - what both sides agreed to, frozen as one canonical JSON document with its SHA-256:
 * ids, times and amounts; never a name, an address or a word about health (domain.md 3). */
#ifndef APP_DOMAIN_AGREEMENT_H
#define APP_DOMAIN_AGREEMENT_H

#include "app/domain/ctx.h"
#include "db/store/booking.h"
#include "db/store/request.h"

/* One stop with its children. */
struct agreed_stop {
    struct stop_row stop;
    int64_t *child_ids;
    int children_n;
};

/* The stops of a request (booking_id 0) or of a booking, with their children, in order. */
enum status agreed_stops(struct ctx *x, int64_t request_id, int64_t booking_id,
                         struct agreed_stop **stops, int *n) WARN_UNUSED;

/* Writes b->agreement and b->agreement_sha256 from everything else in *b. Reads the tariff's ladder
 * in the open transaction. */
enum status agreement_freeze(struct ctx *x, struct booking_row *b,
                             const struct booking_child_row *children, int children_n,
                             const struct agreed_stop *stops, int stops_n) WARN_UNUSED;

#endif
