/* authz_check.h - one route after the other, tried by everybody: what tests/api/authz_test.c asks
 * in the scene that it makes. */
#ifndef TESTS_API_AUTHZ_CHECK_H
#define TESTS_API_AUTHZ_CHECK_H

#include "tests/api/authz_rows.h"
#include "tests/job.h"

struct scene {
    struct town *t;
    struct person *people[PEOPLE];
    struct town_id things[THINGS], unknown[THINGS];
    struct job job, done;
    struct client *nobody;
};

/* fmt with its one %s, in the world's arena. */
const char *authz_fill(struct scene *s, const char *fmt, const char *a);

/* Every entry by everybody whom it is none of their business. */
void authz_check_outsiders(struct scene *s);
/* Every reading entry, or every other, by its owner: not told that it is not there. */
void authz_check_insiders(struct scene *s, bool reading);

#endif
