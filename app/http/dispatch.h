/* dispatch.h - the way of one request through all checks to its handler and its answer. Internal to
 * app/http. */
#ifndef APP_HTTP_DISPATCH_H
#define APP_HTTP_DISPATCH_H

#include "app/http/server_parts.h"

/* From the head to the log line. The arena is the worker's; the caller resets it. Afterwards
 * conn->keep says whether the connection may serve another request. */
void dispatch(struct server *server, struct http_conn *conn, struct arena *arena);

#endif
