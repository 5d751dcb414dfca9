/* policy.c - see policy.h. */
#include "app/domain/policy.h"

enum reason policy_why_not(const struct policy_row *p, const struct policy_job *job)
{
    if (p->ended_at != 0 || job->start_day < p->valid_from_day || job->end_day > p->valid_to_day) {
        return R_POLICY_DATES;
    }
    if (job->sick && !p->covers_sick) {
        return R_POLICY_SICK;
    }
    if (job->youngest_years < p->age_min || job->oldest_years >= p->age_below) {
        return R_POLICY_AGE;
    }
    return R_NONE;
}

/* How near a refusal came: what one would change first. */
static int nearness(enum reason r)
{
    return r == R_POLICY_AGE ? 3 : r == R_POLICY_SICK ? 2 : 1;
}

enum status policy_find(struct ctx *x, const struct policy_job *job, struct policy_row *found)
{
    struct policy_row *rows;
    enum reason nearest = R_POLICY_DATES;
    int n;
    enum status s = store_policies(x->tx, job->community_id, &rows, &n);

    for (int i = 0; s == OK && i < n; i++) {
        enum reason r = policy_why_not(&rows[i], job);

        if (r == R_NONE) {
            *found = rows[i];
            return OK;
        }
        if (nearness(r) > nearness(nearest)) {
            nearest = r;
        }
    }
    return s == OK ? refuse(x, nearest) : s;
}
