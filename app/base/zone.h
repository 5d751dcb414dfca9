/* zone.h - wall time in an IANA zone, through ICU: for tariffs, availability, recurrence and what
 * people read. Everything else uses milliseconds since the epoch. Instants outside of the years 1
 * to 9999 are E_INVALID; E_BUSY when the machine is out of memory. */
#ifndef APP_BASE_ZONE_H
#define APP_BASE_ZONE_H

#include "app/base/arena.h"

#include <stdint.h>

#define ZONE_NAME_BYTES_MAX 64
#define LOCAL_TEXT_BYTES    20 /* "2026-11-25T16:45" and a little room */

struct local_time {
    int year, month, day;     /* month and day from 1 */
    int hour, minute, second; /* 0-23, 0-59, 0-59 */
    int weekday;              /* ISO 8601: 1 Monday ... 7 Sunday */
    int64_t day_number;       /* days since 1970-01-01 of the local date */
};

/* E_INVALID for a name that is no IANA zone. */
enum status zone_check(const char *zone) WARN_UNUSED;

/* The wall clock at an instant. E_INVALID for an unknown zone. */
enum status zone_local(const char *zone, int64_t at, struct local_time *out) WARN_UNUSED;

/* The instant of a wall time (weekday and day_number are not read). E_INVALID for an unknown zone,
 * a date that does not exist, or an hour that the zone skips; a repeated hour means its first. */
enum status zone_instant(const char *zone, const struct local_time *local, int64_t *at) WARN_UNUSED;

/* The first instant after `at` at which the zone's offset changes; INT64_MAX when there is none. */
enum status zone_next_change(const char *zone, int64_t at, int64_t *change_at) WARN_UNUSED;

/* Calendar arithmetic without a zone (proleptic Gregorian). */
int64_t date_to_day_number(int year, int month, int day);
void day_number_to_date(int64_t day_number, int *year, int *month, int *day);
int weekday_of(int64_t day_number); /* 1 Monday ... 7 Sunday */

/* "2026-11-25" and "2026-11-25T16:45" (exact forms, ASCII digits). E_INVALID. */
enum status date_parse(const char *text, int64_t *day_number) WARN_UNUSED;
enum status local_parse(const char *text, struct local_time *out) WARN_UNUSED;
void date_format(int64_t day_number, char out[LOCAL_TEXT_BYTES]);
void local_format(const struct local_time *t, char out[LOCAL_TEXT_BYTES]);

/* RFC 3339 in UTC, "2026-11-25T07:45:00.000Z": what logs and exports use. */
void utc_format(int64_t at, char out[32]);

/* Whole years between a birth date and a local date; a child born on 29 February ages on 1 March.
 */
int age_on(int64_t birth_day, int64_t on_day);

#endif
