/* series_change.h - changing or ending a series: one date, it and what follows, or all. What will
 * happen to each date is told before, and what happened to it after. */
#ifndef APP_DOMAIN_SERIES_CHANGE_H
#define APP_DOMAIN_SERIES_CHANGE_H

#include "app/domain/series.h"

/* What is over or agreed is never touched. */
enum series_scope { SERIES_ONE, SERIES_FOLLOWING, SERIES_ALL };
struct series_change {
    int64_t id, version;
    enum series_scope scope;
    int64_t day; /* of SERIES_ONE and SERIES_FOLLOWING */
    bool end;    /* taken back; else what follows, -1, 0 or NULL staying as it is: */
    int64_t start_min, end_min, until_min;
    const struct draft *children, *stops, *audience; /* whose part counts; NULL: as it is */
    struct series_wishes wishes;
    struct series_lines lines; /* out */
    struct series_view view;   /* out, of series_change */
};
/* ctx_fns: what would happen to each date, and doing it. E_RULE series.choose_dates,
 * series.ended; E_NOT_FOUND for a date that it has not. */
enum status series_change_preview(struct ctx *x, void *change) WARN_UNUSED;
enum status series_change(struct ctx *x, void *change) WARN_UNUSED;

#endif
