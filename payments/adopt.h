/* adopt.h - what the provider said of its objects becomes what we know of ours: one way for
 * answers, for what was found when looking, and for what a webhook hinted at. */
#ifndef PAYMENTS_ADOPT_H
#define PAYMENTS_ADOPT_H

#include "payments/job.h"

/* In the transaction that settles the job: rows are read anew, since they may have moved while the
 * provider was asked. done false: the provider refused for good. */
enum status adopt(struct ctx *x, const struct pay_job *job, bool done,
                  const struct pay_result *result) WARN_UNUSED;

#endif
