/* job.h - one job of the town: an ask with one offer, straight into the database, then chosen by
 * the domain itself; what comes after is the test's own, over HTTP.
 *
 *   struct town *t = town_open(world_open(engine));
 *   struct job j = job_usual(t);
 *
 *   job_book(&j);
 *   CHECK_I64(job_post(&j, j.parent, "/cancel", json_object()), 200);
 */
#ifndef TESTS_JOB_H
#define TESTS_JOB_H

#include "app/domain/reasons.h"
#include "tests/town.h"

/* A stop of its way; children: bits of the family's ones. */
struct job_stop {
    int64_t place_id; /* 0: at the supporter's home */
    int64_t at;
    const char *act; /* "collect", "bring" */
    unsigned children;
    bool alone; /* the child may come out by itself */
};

struct job {
    struct town *t;
    const struct family *family;
    struct person *parent, *supporter;
    const char *kind;
    int64_t start_at, end_at;
    int children;       /* of the family's first ones */
    const char *pay_by; /* "cash", "card", "nothing" */
    int64_t price_minor;
    struct town_id tariff;
    struct job_stop stops[STOPS_PER_JOB_MAX]; /* none: from the nursery to the home */
    int stops_n;
    int64_t request_id, offer_id;
    char id[ID_TEXT_BYTES]; /* of the booking */
    int64_t booking_id;
};

/* The Satos' first child from the nursery to their home by Yuki, today 16:45 to 18:00, 750 yen in
 * cash: nothing is stored yet, so that a test can change what it likes. */
struct job job_usual(struct town *t);
/* Stores the ask, and the supporter's offer. */
void job_ask(struct job *j);
/* One more supporter of the same ask, in that state ("reserve", "released"); the offer's id. */
int64_t job_offer(struct job *j, const struct person *supporter, const char *state);
/* The parent chooses the offer; *why it was refused. */
enum status job_choose(struct job *j, enum reason *why);
/* Both; the choice must be OK. */
void job_book(struct job *j);

/* "/api/v1/bookings/ID" and what follows; in the world's arena. */
const char *job_path(const struct job *j, const char *rest);
int job_get(const struct job *j, const struct person *p, const char *rest);
int job_post(const struct job *j, const struct person *p, const char *rest, json_t *body);
/* The id of the n-th stop (from 0), as its parent reads it. */
const char *job_stop_id(const struct job *j, int n);
/* A hand-over of all children by a tap, at this moment, which must be noted. */
void job_tap(const struct job *j, const struct person *p, const char *way, const char *proof);
/* In at the start and out at the end by the supporter's taps; the clock is at the end then. */
void job_done(const struct job *j);
/* The guardian agrees to the hours that stand there now: the status. */
int job_agree(const struct job *j, const struct person *p);
/* The booking's state, as its supporter reads it. */
const char *job_state(const struct job *j);
/* Turns the clock and lets the worker run. */
void job_at(const struct job *j, int64_t at);
/* How many rows: "FROM coverage_fact WHERE ... %lld", the booking's id. */
int64_t job_count(const struct job *j, const char *from);
/* Open staff tasks of that kind about the booking. */
int64_t job_tasks(const struct job *j, const char *kind);

#endif
