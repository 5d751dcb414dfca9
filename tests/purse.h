/* purse.h - the town with a card provider: the sandbox over real HTTP, its webhooks coming in at
 * the town's own server, both clocks turned together.
 *
 *   struct purse *p = purse_open(engine);
 *   struct job j = purse_job(p);
 *
 *   purse_save(p, j.parent, "pm_card_visa");
 *   job_book(&j);
 *   purse_step(p);
 */
#ifndef TESTS_PURSE_H
#define TESTS_PURSE_H

#include "tests/job.h"
#include "tests/payments/bank.h"

struct purse {
    struct town *t;
    struct world *world;
    struct bank *bank;
};

struct purse *purse_open(const char *engine);
/* The usual job, paid by card. */
struct job purse_job(struct purse *p);

/* Turns both clocks to that instant. */
void purse_clock(struct purse *p, int64_t at);
/* The worker works until nothing more is done. */
void purse_step(struct purse *p);

/* A visit to the provider's page over HTTP, where the person saves that test card
 * ("pm_card_visa"); the card's id ("cd_..."). */
const char *purse_save(struct purse *p, const struct person *who, const char *test_card);
/* The one card saved so far becomes that test card, which the page would not have let through. */
void purse_swap(struct purse *p, const char *test_card);
/* The same up to the open page; the visit's id, and the provider's reference of it. */
const char *purse_page(struct purse *p, const struct person *who, const char **ref);

/* The booking's payments as that person reads them: GET .../payments, which must be 200. */
struct client *purse_payments(struct purse *p, const struct job *j, const struct person *who);
/* The i-th payment's id and state, as the payer reads them; in the world's arena. */
const char *purse_id(struct purse *p, const struct job *j, int i);
const char *purse_state(struct purse *p, const struct job *j, int i);
/* Lets the worker work, the clocks going on, until the i-th payment is in that state; an hour at
 * the most. */
void purse_wait(struct purse *p, const struct job *j, int i, const char *state);
/* POST /api/v1/payments/ID/rest; the status. */
int purse_post(struct purse *p, const struct person *who, const char *payment, const char *rest,
               json_t *body);

/* The job is done with a report that both agree to, ended so many minutes late. */
void purse_done(struct purse *p, const struct job *j, int late_min);

/* What the sandbox holds and has taken, over all payments. */
int64_t purse_held_minor(struct purse *p);
int64_t purse_taken_minor(struct purse *p);

#endif
