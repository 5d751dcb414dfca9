/* field_text.h - one typed value out of a text, for the body's strings and for the query. Internal
 * to app/http. */
#ifndef APP_HTTP_FIELD_TEXT_H
#define APP_HTTP_FIELD_TEXT_H

#include "app/http/request.h"

/* TEXT, LINES, ID, TIME (RFC 3339), DATE and CHOICE into f->out. E_INVALID when it is none. */
enum status field_from_text(struct arena *a, const struct field *f, const char *text,
                            size_t len) WARN_UNUSED;

/* Is v within f's range? For I64 and TIME. */
bool field_in_range(const struct field *f, int64_t v);

#endif
