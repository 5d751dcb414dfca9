/* policy.h - which insurance policy covers a job (domain.md 5). A booking no policy fits can't be
 * confirmed, and the answer says what to change. */
#ifndef APP_DOMAIN_POLICY_H
#define APP_DOMAIN_POLICY_H

#include "app/domain/ctx.h"
#include "db/store/policy.h"

/* The job as a policy sees it. */
struct policy_job {
    int64_t community_id;
    int64_t start_day, end_day; /* local dates of the first and the last instant */
    int youngest_years, oldest_years;
    bool sick;
};

/* Why one policy does not cover the job; R_NONE when it does. */
enum reason policy_why_not(const struct policy_row *p, const struct policy_job *job);

/* The oldest policy of the community that covers all children of the job. E_RULE with the reason
 * that came nearest: age, then illness, then dates. */
enum status policy_find(struct ctx *x, const struct policy_job *job,
                        struct policy_row *found) WARN_UNUSED;

#endif
