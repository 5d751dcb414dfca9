/* ratelimit.c - see ratelimit.h.
 *
 * DESIGN: a set-associative table. A caller's hash names a set of WAYS buckets; when none of them
 * is his, the one used longest ago is taken over. Hashes are seeded, so that nobody can choose an
 * address that pushes a certain neighbour out. */
#include "app/http/ratelimit.h"

#include "app/base/clock.h"
#include "app/base/crypto.h"
#include "app/base/mem.h"

#include <arpa/inet.h>
#include <pthread.h>
#include <string.h>

#define SETS          2048
#define WAYS          8
#define LOCKS         64
#define TOKEN         INT64_C(1000000) /* parts of a token: one a second is a whole number a ms */
#define PER_SECOND(n) ((n)*TOKEN / SECOND_MS)
#define PER_MINUTE(n) ((n)*TOKEN / MINUTE_MS)
#define MEMBER        UINT64_C(1)
#define ADDRESS       UINT64_C(2)
#define KIND_BITS     8

/* What a class allows. Accounts are people; an address may be a whole carrier's gateway. */
struct rate {
    int64_t full;   /* parts of a full bucket */
    int64_t per_ms; /* parts that come back in a millisecond */
};
static const struct rate rates[] = {
    [RATE_READ] = {200 * TOKEN, PER_SECOND(20)},  [RATE_WRITE] = {60 * TOKEN, PER_SECOND(4)},
    [RATE_LOGIN] = {30 * TOKEN, PER_MINUTE(30)},  [RATE_OPEN] = {120 * TOKEN, PER_SECOND(10)},
    [RATE_HOOK] = {500 * TOKEN, PER_SECOND(100)}, [RATE_UPLOAD] = {20 * TOKEN, PER_MINUTE(12)},
};

struct bucket {
    struct rate_who who; /* class and kind mixed in; all zero: free */
    int64_t at_ms;       /* when `parts` was true */
    int64_t parts;
};

struct ratelimit {
    uint8_t seed[KEY_BYTES];
    int64_t factor;
    pthread_mutex_t locks[LOCKS];
    struct bucket sets[SETS][WAYS];
};

struct ratelimit *ratelimit_open(int factor)
{
    struct ratelimit *r = mem_alloc(sizeof *r);

    if (r != NULL) {
        memset(r, 0, sizeof *r);
        random_bytes(r->seed, sizeof r->seed);
        r->factor = factor;
        for (int i = 0; i < LOCKS; i++) {
            (void)pthread_mutex_init(&r->locks[i], NULL);
        }
    }
    return r;
}

void ratelimit_close(struct ratelimit *r)
{
    if (r != NULL) {
        for (int i = 0; i < LOCKS; i++) {
            (void)pthread_mutex_destroy(&r->locks[i]);
        }
        mem_free(r);
    }
}

struct rate_who rate_account(int64_t member_id)
{
    return (struct rate_who){MEMBER << KIND_BITS, (uint64_t)member_id};
}

struct rate_who rate_address(const char *address)
{
    struct rate_who who = {ADDRESS << KIND_BITS, 0};
    uint8_t bytes[16];

    if (inet_pton(AF_INET6, address, bytes) == 1) {
        memcpy(&who.low, bytes, 8);
        who.high |= UINT64_C(1) << 32;
    } else if (inet_pton(AF_INET, address, bytes) == 1) {
        memcpy(&who.low, bytes, 4);
    }
    return who;
}

/* The finaliser of SplitMix64, over both halves and the seed. */
static uint64_t hash(const struct ratelimit *r, struct rate_who who)
{
    uint64_t seed[2], x;

    memcpy(seed, r->seed, sizeof seed);
    x = who.low ^ seed[0];
    x = (x ^ (x >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    x ^= who.high + seed[1];
    x = (x ^ (x >> 27)) * UINT64_C(0x94d049bb133111eb);
    return x ^ (x >> 31);
}

static bool same(struct rate_who a, struct rate_who b)
{
    return a.high == b.high && a.low == b.low;
}

/* His bucket, filled up to now; taken from the longest idle when he has none. */
static struct bucket *bucket_of(struct bucket set[WAYS], struct rate_who who, struct rate rate,
                                int64_t now_ms)
{
    struct bucket *b = &set[0];

    for (int i = 0; i < WAYS; i++) {
        if (same(set[i].who, who)) {
            b = &set[i];
            break;
        }
        if (set[i].at_ms < b->at_ms) {
            b = &set[i];
        }
    }
    if (!same(b->who, who)) {
        *b = (struct bucket){who, now_ms, rate.full};
    } else if (now_ms > b->at_ms) {
        int64_t idle_ms = now_ms - b->at_ms;

        /* Compare before multiplying: a bucket may have been idle for weeks. */
        b->parts = idle_ms > rate.full / rate.per_ms ? rate.full : b->parts + idle_ms * rate.per_ms;
        b->parts = b->parts < rate.full ? b->parts : rate.full;
        b->at_ms = now_ms;
    }
    return b;
}

enum status ratelimit_take(struct ratelimit *r, enum rate_class class, struct rate_who who,
                           int64_t now_ms, int *wait_s)
{
    struct rate rate = {rates[class].full * r->factor, rates[class].per_ms * r->factor};
    struct bucket *b;
    uint64_t place;
    enum status s = OK;

    who.high |= (uint64_t) class;
    place = hash(r, who) % SETS;
    (void)pthread_mutex_lock(&r->locks[place % LOCKS]);
    b = bucket_of(r->sets[place], who, rate, now_ms);
    if (b->parts < TOKEN) {
        int64_t wait_ms = (TOKEN - b->parts + rate.per_ms - 1) / rate.per_ms;

        *wait_s = (int)((wait_ms + SECOND_MS - 1) / SECOND_MS);
        s = E_TOO_MANY;
    } else {
        b->parts -= TOKEN;
    }
    (void)pthread_mutex_unlock(&r->locks[place % LOCKS]);
    return s;
}
