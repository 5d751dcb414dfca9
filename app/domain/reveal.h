/* reveal.h - how long the chosen supporter sees what a job needs (domain.md 1): from confirmation
 * to the end plus rules.reveal_after_end_h. Pure. */
#ifndef APP_DOMAIN_REVEAL_H
#define APP_DOMAIN_REVEAL_H

#include "db/store/booking.h"

/* The first instant at which it is shown no more; 0: never, INT64_MAX while a child is in care. */
int64_t reveal_until(const struct booking_row *b, int64_t after_ms);

/* The same for talking about it: from the choice on, and after a job that was called off as long
 * as after one that is done. */
int64_t reveal_talk_until(const struct booking_row *b, int64_t after_ms);

#endif
