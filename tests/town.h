/* town.h - a small town that is ready for a job, made in the database in a moment: families with
 * children and homes, supporters with everything the gates want, ties with a pre-meeting, a tariff,
 * holidays and a policy. And, smaller, a database with two communities for tests without HTTP.
 *
 *   struct town *t = town_open(world_open(engine));
 *
 *   CHECK_I64(client_get(t->sato.parent->client, "/api/v1/requests"), 200);
 *   world_close(t->world);
 */
#ifndef TESTS_TOWN_H
#define TESTS_TOWN_H

#include "app/base/limits.h"
#include "app/domain/ids.h"
#include "tests/people.h"

/* Something with an id. */
struct town_id {
    int64_t id;
    char text[ID_TEXT_BYTES];
};

struct family {
    struct town_id id; /* of the household */
    struct person *parent;
    struct town_id child[CHILDREN_PER_JOB_MAX]; /* the first ones */
    int children;
    struct town_id home; /* a place */
};

/* It is Wednesday 2026-11-25, 9:00 in Tokyo; Monday was a holiday. The tariff is asmama's: 500 yen
 * per hour by the minute, 100 more with a certificate; the policy takes 1 <= age < 13. */
struct town {
    struct world *world;
    struct town_id community, tariff, policy;
    struct town_id nursery;          /* a public place, one cell east of the homes */
    struct family sato;              /* children of 5 and 3 years */
    struct family tanaka;            /* a child of 4 */
    struct person *yuki, *mio, *ken; /* supporters, tied to both parents, premet for 200 days */
};

/* Call it first: it turns the clock. Everything lives until the test ends. */
struct town *town_open(struct world *w);

/* A wall time of Tokyo as an instant: town_at("2026-11-26T16:30"). */
int64_t town_at(const char *local);
/* Turns the clock to that instant, forwards or back. */
void town_clock(struct town *t, int64_t at);

/* A parent with a household, a home and one child for each age, the first one's birthday being
 * today: ages in years, ended by -1. */
struct family town_family(struct town *t, const char *name, const int *ages);
/* One more child, who is `age` years old today (birthday today) or was born on a day. */
struct town_id town_child(struct town *t, const struct family *f, const char *name, int age);
struct town_id town_child_born(struct town *t, const struct family *f, const char *name,
                               int64_t birth_day);
/* Makes a member the household's guardian as well. */
void town_guardian(struct town *t, const struct family *f, const struct person *p);
/* A child lives in a second household too. */
void town_second_home(struct town *t, struct town_id child, const struct family *f);

/* A place of a household (f NULL: a public one). kind: 'home', 'nursery', ... */
struct town_id town_place(struct town *t, const struct family *f, const char *kind,
                          const char *name, int64_t cell_x, int64_t cell_y);

/* A member who helps with everything, ages 0 to 12, every day from 7 to 22, with identity, lesson
 * and certificate for 300 days; no ties yet. */
struct person *town_supporter(struct town *t, const char *name);
/* The same switched on for somebody who is a member already. */
void town_helps(struct town *t, const struct person *p);
/* Sets one number of the supporter's profile: "age_min", "kinds", "cap_week_min", ... */
void town_profile(struct town *t, const struct person *p, const char *column, int64_t value);
/* The usual week becomes these hours of every day, in minutes; from == until: none. */
void town_hours(struct town *t, const struct person *p, int64_t from_min, int64_t until_min);
void town_exception(struct town *t, const struct person *p, int64_t day, int64_t from_min,
                    int64_t until_min, bool is_free);

/* 'identity', 'safety_lesson', 'certificate', 'licence', 'concierge'; counts before expires_at. */
void town_qualify(struct town *t, const struct person *p, const char *kind, int64_t expires_at);
/* All rows of that kind now expire then. */
void town_expire(struct town *t, const struct person *p, const char *kind, int64_t expires_at);

/* A tie of two members, premet until then (0: only met); the tie's id. */
int64_t town_tie(struct town *t, const struct person *a, const struct person *b,
                 int64_t premet_until_at);
/* What happened along it so far. */
void town_tie_jobs(struct town *t, int64_t tie_id, int64_t trials_done, int64_t jobs_done);
void town_tie_end(struct town *t, int64_t tie_id);
int64_t town_tie_of(struct town *t, const struct person *a, const struct person *b);

void town_block(struct town *t, const struct person *blocker, const struct person *blocked);
/* incident_hold: out of matching. */
void town_hold(struct town *t, const struct person *p);
/* Both are accepted members of one group, their names shown to it. */
struct town_id town_group(struct town *t, const char *name, const struct person *a,
                          const struct person *b);

struct town_id town_policy(struct town *t, const char *number, int age_min, int age_below);
/* A shipped tariff ("itami") for jobs that start on that local day or later. */
struct town_id town_tariff(struct town *t, const char *name, int64_t valid_from_day);
/* A number of rules.h, for this community. */
void town_rule(struct town *t, const char *name, int64_t value);

/* Runs one statement: for what no function above does. It may change any number of rows. */
void town_sql(struct town *t, const char *sql);
/* The single number that a query gives; 0 when it gives none. */
int64_t town_count(struct town *t, const char *sql);

#define TOWN_ID  7 /* Asia/Tokyo, JPY */
#define OTHER_ID 8

/* Without a world: a fresh database with the communities TOWN_ID and OTHER_ID, and the context of
 * member 42 at 2026-11-22T00:00 in Tokyo; ends with the test, which fails when a statement scanned
 * a whole table. */
struct ctx town_new(const char *engine);

#endif
