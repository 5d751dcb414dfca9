/* series.h - くりかえし: recurring care, one ask with many dates (domain.md 3). The guardian's
 * side: seeing every date before sending, sending, looking, choosing; changing is in
 * series_change.h. Dates near enough (rules.series_ahead_days) are asked at once, the others when
 * they come near: price, gates, policy and tariff are those of that moment, and whatever keeps a
 * date from being asked is told. Each act names the version it saw: E_CONFLICT series.changed for
 * an old page. */
#ifndef APP_DOMAIN_SERIES_H
#define APP_DOMAIN_SERIES_H

#include "app/domain/series_line.h"
#include "app/domain/series_plan.h"
#include "db/store/series.h"
#include "db/store/series_person.h"

struct series_draft {
    struct recurrence when;
    struct series_plan plan;
    struct series_wishes wishes;
};

struct series_view {
    int64_t id; /* in */
    struct series_row row;
    struct series_plan plan; /* of the last date that is still to come, else of the last */
    struct series_date_seen *dates;
    int dates_n;
    struct series_person_seen *people;
    int people_n;
};

struct series_preview {
    struct series_draft draft;
    struct series_lines lines; /* out */
};
/* ctx_fn, reads. E_INVALID with the field; a rule's no is told date by date. */
enum status series_preview(struct ctx *x, void *preview) WARN_UNUSED;

struct series_sending {
    struct series_draft draft;
    struct series_lines lines; /* out */
    struct series_view view;   /* out */
};
/* ctx_fn. E_RULE series.choose_dates, series.date_wrong with the date as the field, list.full. */
enum status series_send(struct ctx *x, void *sending) WARN_UNUSED;

/* ctx_fns, reading. E_NOT_FOUND for anybody who is no guardian of the household. */
enum status series_look(struct ctx *x, void *view) WARN_UNUSED;
struct series_listing {
    int64_t before_id;
    int max;
    struct series_row *rows; /* out */
    int n;
};
enum status series_listing(struct ctx *x, void *listing) WARN_UNUSED;

/* ctx_fn: one supporter for every date that he said yes to, and for those to come that he will. */
struct series_choosing {
    int64_t id, version, member_id;
    struct series_lines lines; /* out */
    struct series_view view;
};
enum status series_choose(struct ctx *x, void *choosing) WARN_UNUSED;

/* ctx_fn: a date that was left out, got stuck or is not due yet is asked now, at this price at the
 * most. E_RULE series.costs_more, and whatever speaks against it. */
struct series_asking {
    int64_t id, version, day;
    int64_t most_minor;
    struct series_view view; /* out */
};
enum status series_ask_date(struct ctx *x, void *asking) WARN_UNUSED;

/* The timer series.date: a planned or stuck date is near enough. */
enum status series_date_timer(struct ctx *x, int64_t date_id) WARN_UNUSED;

#endif
