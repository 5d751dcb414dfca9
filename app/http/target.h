/* target.h - the path and the query of a request, decoded strictly. Internal to app/http. */
#ifndef APP_HTTP_TARGET_H
#define APP_HTTP_TARGET_H

#include "app/http/request.h"

/* Decodes a path. E_INVALID: longer than HTTP_URI_BYTES_MAX, does not begin with '/', a bad or
 * unfinished %XX, what decodes to a control character, '/', '\' or invalid UTF-8, bytes beyond
 * ASCII as they are, an empty segment ("//"), "." or "..". E_BUSY when the arena is full. */
enum status target_path(struct arena *a, const char *raw, const char **path) WARN_UNUSED;

/* Splits and decodes a query ("a=1&b=2", '+' is a space) into at most QUERY_KEYS_MAX pairs.
 * E_INVALID: longer than HTTP_URI_BYTES_MAX, a piece without '=', an empty key, a key twice, too
 * many keys, anything that does not decode to plain UTF-8. An empty query has no keys. */
enum status target_query(struct arena *a, const char *raw, struct pair pairs[QUERY_KEYS_MAX],
                         int *n) WARN_UNUSED;

#endif
