/* tie.c - see tie.h. */
#include "db/store/tie.h"

static const char job_done_sql[] =
    "UPDATE tie SET jobs_done = jobs_done + 1, trials_done = trials_done + $2 WHERE id = $1";

enum status store_tie_job_done(struct tx *t, int64_t tie_id, bool trial)
{
    struct db_in in[] = {IN_I64(tie_id), IN_BOOL(trial), IN_END};

    return db_exec(t, job_done_sql, in);
}
