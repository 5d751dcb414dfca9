/* ids.c - see ids.h. */
#include "app/domain/ids.h"

#include "app/base/id.h"

void ids_doc(struct doc *d, const char *key, const char *prefix, int64_t id)
{
    char text[ID_TEXT_BYTES];

    if (id == 0) {
        doc_text(d, key, NULL);
        return;
    }
    id_format(prefix, id, text);
    doc_text(d, key, text);
}
