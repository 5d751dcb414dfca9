/* booking_json.h - how bookings look in the API. */
#ifndef APP_API_BOOKING_JSON_H
#define APP_API_BOOKING_JSON_H

#include "app/api/listing.h"
#include "app/domain/booking_view.h"
#include "app/http/reply.h"

#include <jansson.h>

json_t *booking_json(const struct booking_row *b) WARN_UNUSED; /* after a change */
void booking_line_add(struct lines *list, const struct booking_line *line);
json_t *booking_view_json(const struct booking_view *v) WARN_UNUSED; /* the whole page */
json_t *expectation_json(const struct expectation *e) WARN_UNUSED;   /* late.c */
json_t *no_show_json(const struct no_show_row *claim, const char *reason) WARN_UNUSED;
json_t *coverage_json(const struct booking_view *v) WARN_UNUSED; /* null when none */
json_t *care_flags_json(int64_t flags) WARN_UNUSED; /* brief.c: CHILD_FLAG_* as words */
json_t *booking_event_json(const struct booking_event_row *e) WARN_UNUSED;

/* One page of a history. */
enum status booking_events_reply(struct request *rq, const struct listing *page,
                                 const struct booking_event_row *rows, int n) WARN_UNUSED;

#endif
