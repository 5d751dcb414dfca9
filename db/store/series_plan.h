/* series_plan.h - rows of series_plan: what is asked on a date, with children, stops and people. */
#ifndef DB_STORE_SERIES_PLAN_H
#define DB_STORE_SERIES_PLAN_H

#include "db/db.h"

struct series_plan_row {
    int64_t id, series_id;
    const char *kind;
    const char *care_at;                   /* NULL unless kind is care */
    int64_t start_min, end_min, until_min; /* of the wall clock after the date's midnight */
    int64_t meal, already_agreed;
    struct slice needs_sealed;
    const char *audience;
    int64_t group_id; /* 0: none */
    const char *fee_mode;
    int64_t rate_minor; /* flat_per_hour only */
    const char *pay_by;
    int64_t created_at;
};
struct series_stop_row {
    int64_t place_id; /* 0: at the supporter's home */
    int64_t at_min;
    const char *act;
    int64_t children; /* bits: which of the plan's children; 0: all */
};

enum status store_series_plan_insert(struct tx *t, const struct series_plan_row *p) WARN_UNUSED;
enum status store_series_plan_get(struct tx *t, int64_t id, struct series_plan_row *p) WARN_UNUSED;

/* Each in its order. */
enum status store_series_child_insert(struct tx *t, int64_t plan_id, int seq,
                                      int64_t child_id) WARN_UNUSED;
enum status store_series_stop_insert(struct tx *t, int64_t plan_id, int seq,
                                     const struct series_stop_row *s) WARN_UNUSED;
enum status store_series_member_insert(struct tx *t, int64_t plan_id,
                                       int64_t member_id) WARN_UNUSED;
enum status store_series_children(struct tx *t, int64_t plan_id, int64_t **ids, int *n) WARN_UNUSED;
enum status store_series_stops(struct tx *t, int64_t plan_id, struct series_stop_row **rows,
                               int *n) WARN_UNUSED;
enum status store_series_members(struct tx *t, int64_t plan_id, int64_t **ids, int *n) WARN_UNUSED;

#endif
