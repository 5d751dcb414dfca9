/* tie.h - rows of the tie table. */
#ifndef DB_STORE_TIE_H
#define DB_STORE_TIE_H

#include "db/db.h"

/* A job along the tie is completed: counts it, and the trial when it was one. */
enum status store_tie_job_done(struct tx *t, int64_t tie_id, bool trial) WARN_UNUSED;

#endif
