/* booking_names.h - what the two sides of a booking are called by their neighbours. */
#ifndef DB_STORE_BOOKING_NAMES_H
#define DB_STORE_BOOKING_NAMES_H

#include "db/db.h"

enum status store_booking_names(struct tx *t, int64_t booking_id, const char **supporter,
                                const char **guardian) WARN_UNUSED;

#endif
