/* api.h - the simulated API: who may call, what goes wrong, what a key remembers. Internal to
 * payments/sandbox. */
#ifndef PAYMENTS_SANDBOX_API_H
#define PAYMENTS_SANDBOX_API_H

#include "payments/sandbox/parts.h"

/* The route table of the server, and the operation of a row of it; NULL for pages and knobs. */
extern const struct route sandbox_routes[];
const struct op *sandbox_op(const struct route *route);

/* The handler of every /v1 route. */
enum status sandbox_api(struct request *rq);

/* Runs something in a transaction outside of the API, as pages and knobs do. *http is what fn
 * answered, 0 when it refused nothing. */
typedef void (*sandbox_fn)(struct call *c, void *arg);
enum status sandbox_do(struct request *rq, sandbox_fn fn, void *arg, int *http) WARN_UNUSED;

#endif
