/* alarm.h - an ask that nobody has taken: its family is told at 20:00 the evening before, at 07:00
 * of the day, an hour and half an hour before the start (data), each time with what can be done
 * next; with the last one the coordinator has a task. */
#ifndef APP_DOMAIN_ALARM_H
#define APP_DOMAIN_ALARM_H

#include "app/domain/rules.h"
#include "db/store/request.h"

/* Pure: the first alarm after an instant and before the start; 0 when there is none. An evening or
 * a morning is a wall time of the zone: one that it skips is the first minute behind the gap, of
 * one that it has twice the first counts. E_INVALID for an unknown zone. */
enum status alarm_next(const char *zone, const struct rules *rules, int64_t start_at,
                       int64_t after_at, int64_t *at) WARN_UNUSED;

/* Sets the timer for the next one from now on, in an open transaction. */
enum status alarm_put(struct ctx *x, const struct request_row *r) WARN_UNUSED;

/* The timer request.alarm: nothing is said once the ask is open no more, or its start has passed.
 * Several that were missed are said once. */
enum status request_alarm_timer(struct ctx *x, int64_t request_id) WARN_UNUSED;

/* The coordinator's task, for an ask that has no alarm to come: an urgent one has its own. */
enum status alarm_task(struct ctx *x, const struct request_row *r) WARN_UNUSED;

#endif
