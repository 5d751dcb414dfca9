/* doc.h - frozen documents: canonical JSON (RFC 8785: sorted keys, no white space; integers only)
 * so that one meaning has one SHA-256. */
#ifndef APP_BASE_DOC_H
#define APP_BASE_DOC_H

#include "app/base/buf.h"

/* A writer that refuses keys out of order (an assert: the caller is wrong, not the data). */
struct doc {
    struct buf buf;
    int depth;
    const char *last_key[8];
    bool first[8];
};

void doc_init(struct doc *d, struct arena *a, size_t bytes_max);
void doc_object(struct doc *d, const char *key); /* key is NULL at the top and inside arrays */
void doc_array(struct doc *d, const char *key);
void doc_end(struct doc *d); /* ends the innermost object or array */
/* |value| < 2^53, all that JSON numbers carry exactly; an id is written as its text. */
void doc_int(struct doc *d, const char *key, int64_t value);
void doc_bool(struct doc *d, const char *key, bool value);
/* NULL writes null; bytes that are no UTF-8 break the document. */
void doc_text(struct doc *d, const char *key, const char *value);

/* The document, and the hex SHA-256 of its bytes. NULL when it did not fit. */
const char *doc_done(struct doc *d) WARN_UNUSED;
void doc_digest(const char *document, char out[65]);

#endif
