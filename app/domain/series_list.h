/* series_list.h - every date of a series as it would be: marked, judged, priced. */
#ifndef APP_DOMAIN_SERIES_LIST_H
#define APP_DOMAIN_SERIES_LIST_H

#include "app/domain/series.h"
#include "db/store/holiday.h"

/* What all dates of one answer have in common. */
struct series_calendar {
    struct community community;
    struct holiday_row *holidays; /* of the days that are listed */
    int holidays_n;
};
enum status series_calendar(struct ctx *x, int64_t community_id, int64_t from_day,
                            int64_t until_day, struct series_calendar *c) WARN_UNUSED;

/* E_INVALID with the field when a wish names a date that is not among these. */
enum status series_wishes_fit(struct ctx *x, const struct series_wishes *w, const int64_t *days,
                              int n) WARN_UNUSED;

/* Fills the line of a day and judges it: SERIES_ASK or LATER when it can be, LEAVE_OUT, CHOOSE, or
 * WRONG. near: what speaks against it now, does; else it is only told. */
enum status series_line(struct ctx *x, const struct series_calendar *c,
                        const struct series_wishes *w, const struct series_plan *p,
                        int64_t asked_by, int64_t day, struct series_line *line,
                        struct series_judged *j) WARN_UNUSED;

/* A skipped hour is taken later on that day. */
bool series_keeps(const struct series_wishes *w, int64_t day);

/* E_RULE series.choose_dates or series.date_wrong, with the date as the field, for the first line
 * that can't be. */
enum status series_lines_fine(struct ctx *x, const struct series_lines *lines) WARN_UNUSED;

#endif
