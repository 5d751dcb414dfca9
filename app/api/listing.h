/* listing.h - one page of rows that are ordered by their id: what list handlers have in common. */
#ifndef APP_API_LISTING_H
#define APP_API_LISTING_H

#include "app/http/reply.h"

struct listing {
    int limit;
    int max;         /* rows to be read: one more than shown tells whether there is another page */
    int64_t from_id; /* of the last row seen; `first` on the first page */
};
/* Reads ?cursor=&limit= and the further fields (NULL: none). */
enum status listing_query(struct request *rq, const struct field *more, int64_t first,
                          struct listing *l) WARN_UNUSED;

typedef json_t *(*listing_json)(const void *row);
/* Shows the first l->limit of n rows of row_bytes each; their id lies id_offset bytes in. */
enum status listing_reply(struct request *rq, const struct listing *l, const void *rows, int n,
                          size_t row_bytes, size_t id_offset, listing_json json) WARN_UNUSED;

#endif
