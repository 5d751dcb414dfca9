/* cursor.h - the opaque place in a list that a client hands back for the next page. Internal to
 * app/http. */
#ifndef APP_HTTP_CURSOR_H
#define APP_HTTP_CURSOR_H

#include "app/http/request.h"

/* Text for (key, id): base64url of both and a keyed hash over them, the route and the member, so
 * that it is good for this list and this person alone. E_BUSY when the arena is full. */
enum status cursor_make(struct request *rq, int64_t key, int64_t id, const char **text) WARN_UNUSED;

/* E_INVALID for anything that cursor_make did not make for this route and member. */
enum status cursor_read(struct request *rq, const char *text, int64_t *key,
                        int64_t *id) WARN_UNUSED;

#endif
