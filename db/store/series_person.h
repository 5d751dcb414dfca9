/* series_person.h - rows of series_person and series_says: what a supporter says of a whole series,
 * and what he may see of it. */
#ifndef DB_STORE_SERIES_PERSON_H
#define DB_STORE_SERIES_PERSON_H

#include "db/db.h"

struct series_person_row {
    int64_t id, series_id, supporter_id;
    int64_t to_come;      /* yes to every date but those said otherwise */
    const char *fee_mode; /* NULL: as asked */
    int64_t rate_minor, waived_pct;
    int64_t chosen_at; /* 0: date by date */
    int64_t created_at;
};

/* Nothing happens when that supporter is in it already. */
enum status store_series_person_add(struct tx *t, const struct series_person_row *p) WARN_UNUSED;
enum status store_series_person_get(struct tx *t, int64_t id,
                                    struct series_person_row *p) WARN_UNUSED;
/* E_NOT_FOUND for somebody who was not asked. */
enum status store_series_person_of(struct tx *t, int64_t series_id, int64_t supporter_id,
                                   struct series_person_row *p) WARN_UNUSED;
/* What is said and chosen. */
enum status store_series_person_put(struct tx *t, const struct series_person_row *p) WARN_UNUSED;

/* Everybody who was asked, those who were chosen first, the earliest first. Without those who
 * blocked the viewer or the asker, or were blocked. */
struct series_person_seen {
    struct series_person_row row;
    const char *display_name;
    int64_t says_n; /* dates said of one by one, yes */
};
enum status store_series_people(struct tx *t, int64_t series_id, int64_t viewer_id,
                                struct series_person_seen **rows, int *n) WARN_UNUSED;

/* A single date's word; the earlier one is forgotten. And all of them. */
enum status store_series_says(struct tx *t, int64_t person_id, int64_t day, bool yes) WARN_UNUSED;
enum status store_series_says_clear(struct tx *t, int64_t person_id) WARN_UNUSED;
/* E_NOT_FOUND when nothing was said of that date. */
enum status store_series_said(struct tx *t, int64_t person_id, int64_t day, bool *yes) WARN_UNUSED;

/* A series as one who is asked sees it. */
struct series_ask_row {
    struct series_person_row person;
    int64_t asked_by;
    const char *asker_name;
    const char *state;
    int64_t weekdays, every_weeks, from_day, until_day;
};
/* E_NOT_FOUND for anybody else, and when asker or supporter blocked the other. */
enum status store_series_ask_get(struct tx *t, int64_t person_id, int64_t supporter_id,
                                 struct series_ask_row *row) WARN_UNUSED;
/* The supporter's, newest first, below before_id. */
enum status store_series_ask_list(struct tx *t, int64_t supporter_id, int64_t before_id, int max,
                                  struct series_ask_row **rows, int *n) WARN_UNUSED;

/* A date of it, as far as this supporter has to do with it: with an offer of the newest ask, or
 * still to come. */
struct series_ask_date {
    int64_t day, start_at, end_at;
    const char *date_state; /* of the series */
    int64_t offer_id;       /* 0: not asked yet */
    const char *offer_state;
    const char *request_state;
    int64_t price_minor; /* of the offer; 0 when not asked yet */
    int64_t booking_id;  /* 0: none of this supporter's that stands */
    const char *booking_state;
};
enum status store_series_ask_dates(struct tx *t, int64_t series_id, int64_t supporter_id,
                                   struct series_ask_date **rows, int *n) WARN_UNUSED;

#endif
