/* fresh.h - is there anything in a database yet? */
#ifndef DB_STORE_FRESH_H
#define DB_STORE_FRESH_H

#include "db/db.h"

/* Whether anybody has an account (main database). */
enum status store_has_members(struct tx *t, bool *has) WARN_UNUSED;
/* Whether any data key was made (key store). */
enum status store_has_data_keys(struct tx *t, bool *has) WARN_UNUSED;

#endif
