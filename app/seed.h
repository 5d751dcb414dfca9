/* seed.h - the demo: a small believable town, ひだまり市, with its office, families and supporters.
 * No password or secret in it is known before it is made. */
#ifndef APP_SEED_H
#define APP_SEED_H

#include "app/domain/vouched.h"

#include <stdio.h>

#define SEED_PASSWORD_CHARS 16

/* One person of the demo, as the tables of seed_people.c say it. */
struct seed_person {
    const char *key; /* how other rows name it */
    const char *name, *reading, *display_name;
    const char *email, *phone;
    const char *birth_date;
    const char *role; /* of the office; NULL: a resident */
    const char *what; /* said in the list of log-ins */
};

/* The people, ended by a row without a key; the first is the admin. */
const struct seed_person *seed_people(void);

/* What the making of the town has found out so far. */
#define SEED_PEOPLE_MAX 24
struct seed {
    struct ctx x;
    FILE *logins; /* each log-in is written here */
    int64_t community_id;
    int64_t sato_id, tanaka_id;         /* the two households */
    int64_t member_id[SEED_PEOPLE_MAX]; /* in the order of seed_people() */
};

/* Steps, in this order; each runs its own transactions. A failure says what on standard error. */
enum status
seed_office(struct seed *s) WARN_UNUSED; /* community, staff, tariff, policies, places */
enum status seed_people_make(struct seed *s) WARN_UNUSED; /* residents' accounts */
enum status seed_homes(struct seed *s) WARN_UNUSED;       /* households, guardians, children */
enum status seed_places(struct seed *s) WARN_UNUSED;      /* nurseries, homes, areas */
enum status seed_profiles(struct seed *s) WARN_UNUSED;    /* what supporters offer, and when */
enum status seed_helpers(struct seed *s) WARN_UNUSED;     /* gates, ties, pre-meetings */
enum status seed_homes(struct seed *s) WARN_UNUSED;       /* households, children, homes */
enum status seed_helpers(struct seed *s) WARN_UNUSED;     /* profiles, gates, ties, pre-meetings */

/* The member of a key; the program is wrong when there is none. */
int64_t seed_member(const struct seed *s, const char *key);
/* A context in which that person acts, with an arena shared by all. */
struct ctx seed_as(const struct seed *s, const char *key);

#endif
