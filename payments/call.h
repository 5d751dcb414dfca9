/* call.h - an owed call made, or its object looked at: which question of the provider it is. No
 * transaction is open meanwhile. */
#ifndef PAYMENTS_CALL_H
#define PAYMENTS_CALL_H

#include "payments/job.h"

struct call_line {
    const struct pay_provider *provider;
    const char *public_url; /* where the provider's pages send people back to */
};

/* Makes the call. */
enum pay_rc call_send(const struct call_line *line, const struct pay_job *job,
                      struct pay_result *r) WARN_UNUSED;

/* Looks at the hold that the call is about, as it is now. */
enum pay_rc call_get(const struct call_line *line, const struct pay_job *job,
                     struct pay_result *r) WARN_UNUSED;

/* Looks for what an earlier try of the call may have done. PAY_OK: *found says whether; the object
 * is then what the call would have answered. */
enum pay_rc call_look(const struct call_line *line, const struct pay_job *job, struct pay_result *r,
                      bool *found) WARN_UNUSED;

/* Pure: the object shows that the call, or something that ends it, has happened. */
bool call_is_done(enum op_kind kind, const struct pay_object *o);

#endif
