/* listing.c - see listing.h. */
#include "app/api/listing.h"

#include <string.h>

enum status listing_query(struct request *rq, const struct field *more, int64_t first,
                          struct listing *l)
{
    struct page page;
    enum status s = request_page(rq, more, &page);

    l->limit = s == OK ? page.limit : 0;
    l->max = l->limit + 1;
    l->from_id = s == OK && page.has_cursor ? page.after_id : first;
    return s;
}

enum status listing_reply(struct request *rq, const struct listing *l, const void *rows, int n,
                          size_t row_bytes, size_t id_offset, listing_json json)
{
    const char *row = rows;
    int shown = n > l->limit ? l->limit : n;
    json_t *items = json_array();
    int64_t last_id = 0;

    for (int i = 0; i < shown; i++, row += row_bytes) {
        (void)json_array_append_new(items, json(row));
        memcpy(&last_id, row + id_offset, sizeof last_id);
    }
    return reply_page(rq, items, n > shown, 0, last_id);
}
