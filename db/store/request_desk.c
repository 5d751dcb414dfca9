/* request_desk.c - see request_desk.h. */
#include "db/store/request_desk.h"

static const char list_sql[] =
    "SELECT r.id, r.kind, r.state, r.start_at, r.end_at, r.closes_at, r.urgent, r.created_at,"
    " r.asked_by, m.display_name,"
    " (SELECT COUNT(*) FROM request_child c WHERE c.request_id = r.id),"
    " (SELECT COUNT(*) FROM offer o WHERE o.request_id = r.id),"
    " (SELECT COUNT(*) FROM offer o WHERE o.request_id = r.id AND o.state IN ('offered', "
    "'reserve')),"
    " (SELECT MIN(t.due_at) FROM timer t WHERE t.subject_id = r.id AND t.kind = 'request.alarm'"
    "   AND t.state = 'due')"
    " FROM request r JOIN member m ON m.id = r.asked_by"
    " WHERE r.community_id = $1 AND r.state IN ('open', 'unfilled') AND r.start_at > $2"
    " AND (r.start_at > $3 OR (r.start_at = $3 AND r.id > $4))"
    " ORDER BY r.start_at, r.id LIMIT $5";

enum status store_desk_requests(struct tx *t, int64_t community_id, int64_t now,
                                int64_t after_start, int64_t after_id, int max,
                                struct desk_request **rows, int *n)
{
    static const struct db_col cols[] = {
        COL_I64(struct desk_request, id),
        COL_TEXT(struct desk_request, kind),
        COL_TEXT(struct desk_request, state),
        COL_I64(struct desk_request, start_at),
        COL_I64(struct desk_request, end_at),
        COL_I64(struct desk_request, closes_at),
        COL_I64(struct desk_request, urgent),
        COL_I64(struct desk_request, created_at),
        COL_I64(struct desk_request, asked_by),
        COL_TEXT(struct desk_request, asker_name),
        COL_I64(struct desk_request, children_n),
        COL_I64(struct desk_request, asked_n),
        COL_I64(struct desk_request, offered_n),
        COL_I64_NULL(struct desk_request, next_alarm_at),
        COL_END,
    };
    struct db_in in[] = {
        IN_I64(community_id), IN_I64(now), IN_I64(after_start),
        IN_I64(after_id),     IN_I64(max), IN_END,
    };

    return db_many(t, list_sql, in, cols, sizeof **rows, max, rows, n);
}
