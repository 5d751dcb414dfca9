/* html.h - the few pages that the server makes itself: without script, with a policy that allows
 * none. */
#ifndef APP_HTTP_HTML_H
#define APP_HTTP_HTML_H

#include "app/http/reply.h"

/* Text between tags or in a quoted attribute. */
void html_text(struct buf *b, const char *text);

/* The page, with forms that go to this origin alone. Its address may be secret: it is told to
 * nobody else, and to this origin so that a form is known to come from here. Replied once. */
enum status reply_html(struct request *rq, int http, struct buf *b) WARN_UNUSED;

#endif
