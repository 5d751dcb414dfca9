/* model_test.c - the domain against its reference (model.h), by random operations with seeds.
 * OTAGAI_MODEL_SEED=n runs that one alone and says each of its operations; OTAGAI_MODEL_SEEDS=a-b
 * runs these. */
#include "tests/database.h"
#include "tests/model/drive.h"
#include "tests/test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SEEDS_PER_TOWN 25 /* more makes the looks at everything slow */

/* The operation at which they differ; n when they don't. */
static int run(struct drive *d, enum slip slip, uint64_t seed, const struct op *ops, int n)
{
    drive_start(d, slip, seed);
    for (int i = 0; i < n; i++) {
        if (!drive_step(d, &ops[i])) {
            return i;
        }
    }
    return n;
}

static struct op *ops_of(uint64_t seed, int n)
{
    struct op *ops = calloc((size_t)n, sizeof *ops);

    CHECK(ops != NULL);
    pick_ops(seed, ops, n);
    return ops;
}

/* Leaves out what is not needed for them to differ, in ever smaller pieces; how many stay. */
static int shorten(struct drive *d, uint64_t seed, struct op *ops, int n)
{
    struct op *less = calloc((size_t)n, sizeof *less);

    CHECK(less != NULL);
    for (int piece = n / 2; piece > 0; piece /= 2) {
        for (int from = 0; from + piece <= n;) {
            int at;

            memcpy(less, ops, (size_t)from * sizeof *ops);
            memcpy(less + from, ops + from + piece, (size_t)(n - from - piece) * sizeof *ops);
            at = run(d, SLIP_NONE, seed, less, n - piece);
            from += at < n - piece ? 0 : piece;
            if (at < n - piece) {
                n = at + 1;
                memcpy(ops, less, (size_t)n * sizeof *ops);
            }
        }
    }
    free(less);
    return n;
}

static void show(struct drive *d, uint64_t seed, const struct op *ops, int n)
{
    d->says = true;
    (void)run(d, SLIP_NONE, seed, ops, n);
    d->says = false;
    printf("    %s\n", d->differs);
}

static void tell(struct drive *d, uint64_t seed, struct op *ops, int at)
{
    int n;

    printf("  seed %llu, operation %d: %s\n", (unsigned long long)seed, at, d->differs);
    n = shorten(d, seed, ops, at + 1);
    printf("  %d operations are enough:\n", n);
    show(d, seed, ops, n);
    test_fail(__FILE__, __LINE__, "OTAGAI_MODEL_SEED=%llu says all of it",
              (unsigned long long)seed);
}

static void run_seed(struct drive *d, uint64_t seed, int n)
{
    struct op *ops = ops_of(seed, n);
    int at = run(d, SLIP_NONE, seed, ops, n);

    if (at < n) {
        tell(d, seed, ops, at);
    }
    free(ops);
}

/* "3-70" of the environment, or all of them. */
static void range(uint64_t *from, uint64_t *until)
{
    const char *text = getenv("OTAGAI_MODEL_SEEDS");
    char *end = NULL;

    *from = 1;
    *until = test_soak() ? 10000 : 1000;
    if (text != NULL) {
        *from = strtoull(text, &end, 10);
        CHECK(*end == '-');
        *until = strtoull(end + 1, NULL, 10);
    }
}

TEST_BOTH_IN("model", the_domain_does_what_its_reference_does)
{
    const char *one = getenv("OTAGAI_MODEL_SEED");
    int n = test_soak() ? 1000 : 200;
    struct drive *d = drive_open(world_open(engine));
    uint64_t from, until;

    range(&from, &until);
    if (one != NULL) {
        d->says = true;
        from = until = strtoull(one, NULL, 10);
    }
    for (uint64_t seed = from; seed <= until; seed++) {
        if (seed % SEEDS_PER_TOWN == 0) {
            drive_close(d);
            d = drive_open(world_open(engine));
            d->says = one != NULL;
        }
        run_seed(d, seed, n);
        database_check(d->t->world->db);
    }
    drive_close(d);
}

/* A model that errs is found out, whatever it errs in: so would be a domain that does. */
TEST_IN("model", each_slip_of_the_model_is_noticed)
{
    struct drive *d = drive_open(world_open("sqlite"));

    for (enum slip slip = SLIP_NONE + 1; slip < SLIPS; slip++) {
        bool noticed = false;

        for (uint64_t seed = 1; !noticed && seed <= 60; seed++) {
            struct op *ops = ops_of(seed, 200);

            noticed = run(d, slip, seed, ops, 200) < 200;
            free(ops);
            if (noticed) {
                printf("  slip %d, seed %llu: %s\n", (int)slip, (unsigned long long)seed,
                       d->differs);
            }
        }
        if (!noticed) {
            test_fail(__FILE__, __LINE__, "nobody notices slip %d", (int)slip);
        }
    }
    drive_close(d);
}
