/* outside.h - the world left to the built program: the test lets go of its databases, and otagai
 * serve runs on them as a process of its own, by the real clock.
 *
 *   struct outside *o = outside_leave(t->world);
 *   struct program *p = outside_start(o);
 *   ...
 *   outside_return(o);
 */
#ifndef TESTS_OUTSIDE_H
#define TESTS_OUTSIDE_H

#include "tests/program.h"
#include "tests/town.h"

struct outside {
    struct world *world;
    char url[64];     /* of the API, of the program started last */
    int port;         /* the same */
    int private_port; /* of its probes */
    char text[9][320];
    const char *environment[10];
};

/* Turns the clock to the real time, and everything that ends on some day with it. */
void town_to_today(struct town *t);

/* The world's servers stop and its databases are closed: t->world is of no use until
 * outside_return. Lives until the test ends. */
struct outside *outside_leave(struct world *w);
/* Opens the databases again; the servers stay away. No program may run. */
void outside_return(struct outside *o);

/* Starts otagai serve and waits until it listens. */
struct program *outside_start(struct outside *o);
/* Asks /readyz until it says yes. */
void outside_ready(const struct outside *o);
/* A client of it as that person; the caller closes it. */
struct client *outside_client(const struct outside *o, const struct person *p);

#endif
