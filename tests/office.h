/* office.h - the office's routes in one line each, for tests. */
#ifndef TESTS_OFFICE_H
#define TESTS_OFFICE_H

#include "tests/town.h"

/* A path below the town's community: office_path(t, "policies/%s/end", id). Lives with the world.
 */
const char *office_path(struct town *t, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/* Somebody with that role in the town's office, who showed the second factor just now. */
struct person *office_staff(struct town *t, const char *role);

/* The HTTP status of giving a qualification until then; the answer is the client's. */
int office_qualify(struct town *t, const struct person *by, const struct person *to,
                   const char *kind, int64_t expires_at);

/* The coordinator is on the phone with a supporter, has asked for a second person's yes, and the
 * parent has a link to the nursery's page: rows with these ids. */
#define OFFICE_ACTING    75
#define OFFICE_SECOND    76
#define OFFICE_DESK_LINK 77
void office_calls(struct town *t, const struct person *coordinator, const struct person *parent);

/* How many open tasks of that kind there are. */
int64_t office_tasks(struct town *t, const char *kind);

#endif
