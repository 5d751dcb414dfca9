/* series_answer.h - くりかえし from the supporter's side: one ask with its dates, a yes to all or
 * to some, and stepping out of what follows. */
#ifndef APP_DOMAIN_SERIES_ANSWER_H
#define APP_DOMAIN_SERIES_ANSWER_H

#include "app/domain/series.h"

struct series_ask_view {
    int64_t id; /* in: of the series_person */
    struct series_ask_row row;
    struct series_ask_date *dates;
    int dates_n;
};
/* ctx_fns, reading. E_NOT_FOUND for what one was not asked, and when either blocked the other. */
enum status series_ask_look(struct ctx *x, void *view) WARN_UNUSED;
struct series_ask_listing {
    int64_t before_id;
    int max;
    struct series_ask_row *rows; /* out */
    int n;
};
enum status series_ask_listing(struct ctx *x, void *listing) WARN_UNUSED;

struct series_answer {
    int64_t id;
    bool all; /* yes to every date but those of no, and to those to come */
    int64_t yes[SERIES_DATES_MAX], no[SERIES_DATES_MAX];
    int yes_n, no_n;
    const char *fee_mode; /* NULL: as asked; of this answer's yeses and those to come */
    int64_t rate_minor, waived_pct;
    int64_t from_day;            /* of stepping out */
    struct series_lines lines;   /* out: what became of each date */
    struct series_ask_view view; /* out */
};
/* ctx_fns. Date by date: what a rule says no to is told beside it, and keeps no other date. The
 * guardians hear of it once. E_RULE series.ended. */
enum status series_answer(struct ctx *x, void *answer) WARN_UNUSED;
/* From from_day on: bookings that have not begun are cancelled without money, their asks open again
 * at once, reserves first; yeses are taken back, nothing more is said for dates to come. */
enum status series_step_out(struct ctx *x, void *answer) WARN_UNUSED;
/* Silent: to everything that is not agreed. */
enum status series_decline(struct ctx *x, void *answer) WARN_UNUSED;

#endif
