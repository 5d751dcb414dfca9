/* process_timers.h - what each timer of the process does when its time has come: the table that the
 * worker runs. */
#ifndef APP_DOMAIN_PROCESS_TIMERS_H
#define APP_DOMAIN_PROCESS_TIMERS_H

#include "app/domain/timer.h"

extern const struct timer_kind process_timers[];

/* One round of what is due; for the worker's table of steps. */
enum status process_timers_step(struct ctx *x, int *ran) WARN_UNUSED;

#endif
