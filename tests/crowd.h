/* crowd.h - a sent ask a thousand times over, for loads and races: copies made in the database in a
 * moment, each with its stops, children and offers, some time after it. */
#ifndef TESTS_CROWD_H
#define TESTS_CROWD_H

#include "tests/town.h"

struct crowd {
    int64_t request_id, offer_id; /* of the ask that was copied, and of one person's offer of it */
    int n, at_once;
    int64_t apart_ms;
};

/* n copies of a request (its id as the API writes it): the first at_once begin apart_ms after it,
 * as many more again apart_ms later, and so on. person: whose offer crowd_offer() means. At most
 * once for one request. */
struct crowd crowd_of(struct town *t, const char *request, const struct person *person, int n,
                      int at_once, int64_t apart_ms);
/* Of the copy i, 0 ... n - 1. */
int64_t crowd_request(const struct crowd *c, int i);
int64_t crowd_offer(const struct crowd *c, int i);

/* Every offer of every ask becomes "asked", "offered" ... */
void crowd_offers_are(struct town *t, const char *state);

#endif
