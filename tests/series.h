/* series.h - recurring asks over HTTP, in one line each. */
#ifndef TESTS_SERIES_H
#define TESTS_SERIES_H

#include "tests/asks.h"

/* The town, with a holiday on Tuesday the 23rd of February. */
struct town *series_town(const char *engine);
/* All children of the Satos from the nursery to their home, Tuesdays 16:30 to 18:00 from 2026-12-01
 * to 2027-03-02, in cash, asked of everybody: 14 dates. */
json_t *series_tuesdays(const struct town *t);
/* The same with other dates, or a time: "weekdays", "[2, 4]". */
json_t *series_with(json_t *body, const char *key, const char *json);

/* Sends it as the Satos' parent, holidays being kept where nothing is said; its id. */
const char *send_series(struct town *t, json_t *body);
/* Looks at it as the Satos' parent; the client's last answer is the view. */
void series_see(struct town *t, const char *series);
int64_t series_version(struct town *t, const char *series);
/* A supporter's own ask of the newest series; its id. */
const char *series_ask_of(struct town *t, const struct person *p);
/* The HTTP statuses of an answer ("{\"all\": true}"), of choosing somebody for all, of a change. */
int series_says(const struct person *p, const char *ask, const char *json);
int series_chooses(struct town *t, const char *series, const struct person *p);
int series_changes(struct town *t, const char *series, const char *json);

/* Of the last answer's "dates" the one of that day: a text, or a number; "" and -1 when there is no
 * such date. */
const char *series_day(const struct client *c, const char *day, const char *key);
int64_t series_number(const struct client *c, const char *day, const char *key);

#endif
