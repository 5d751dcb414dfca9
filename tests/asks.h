/* asks.h - asking, answering and choosing over HTTP, in one line each.
 *
 *   const char *request = ask_send(t, &t->sato, ask_pickup(t, &t->sato, at, at + HOUR_MS));
 *   const char *offer = ask_offer(t, &t->sato, request, t->yuki);
 */
#ifndef TESTS_ASKS_H
#define TESTS_ASKS_H

#include "tests/town.h"

/* A pick-up of all children of the family: collected at the nursery at the start, brought home at
 * the end; paid in cash by the tariff, asked of everybody known. */
json_t *ask_pickup(const struct town *t, const struct family *f, int64_t start_at, int64_t end_at);
/* Asked of these people alone, ended by NULL; gives the body back. */
json_t *ask_named(json_t *body, const struct person *first, ...);
/* Sets a part of the body from JSON text: ask_with(body, "fee", "{\"mode\": \"thanks\"}"). */
json_t *ask_with(json_t *body, const char *key, const char *json);

/* Sends it as the family's parent, who must be allowed to; the request's id. Steals the body. */
const char *ask_send(struct town *t, const struct family *f, json_t *body);
/* Somebody's offer of it, as the family sees it; fails the test when there is none. */
const char *ask_offer(struct town *t, const struct family *f, const char *request,
                      const struct person *p);
/* The state in which the family sees it; "" when it sees none. */
const char *ask_state(struct town *t, const struct family *f, const char *request,
                      const struct person *p);

/* The HTTP status of a yes with this JSON (NULL: as asked), and of choosing. */
int ask_yes(struct town *t, const struct person *p, const char *offer, const char *json);
int ask_choose(struct town *t, const struct family *f, const char *offer);

/* A booking of all children, paid in cash: asked of one, answered, chosen; its id. */
const char *ask_booked(struct town *t, const struct family *f, const struct person *p,
                       int64_t start_at, int64_t end_at);

#endif
