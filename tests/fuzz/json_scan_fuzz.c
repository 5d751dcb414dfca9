/* json_scan_fuzz.c - the scan before the parser never lets a text through that is deeper or longer
 * than it says, and never refuses one that is not. */
#include "app/http/json_scan.h"
#include "tests/fuzz/fuzz.h"

#include <jansson.h>

#define DEPTH_MAX  8 /* small, so that short inputs reach it */
#define TOKENS_MAX 40

struct size {
    int depth, tokens;
};

/* Of a parsed value, counted as the scan counts. */
static struct size size_of(json_t *v)
{
    struct size all = {0, 1};
    size_t index;
    const char *key;
    json_t *part;

    if (json_is_object(v) || json_is_array(v)) {
        all = (struct size){1, 2};
    }
    json_object_foreach (v, key, part) {
        struct size s = size_of(part);

        all.tokens += s.tokens + 1;
        all.depth = s.depth + 1 > all.depth ? s.depth + 1 : all.depth;
    }
    json_array_foreach (v, index, part) {
        struct size s = size_of(part);

        all.tokens += s.tokens;
        all.depth = s.depth + 1 > all.depth ? s.depth + 1 : all.depth;
    }
    return all;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
    enum status scanned = json_scan(data, len, DEPTH_MAX, TOKENS_MAX);
    json_t *v;

    if (json_scan(data, len, 32, 10000) != OK) {
        MUST(scanned != OK);
        return 0;
    }
    v = json_loadb((const char *)data, len, JSON_REJECT_DUPLICATES, NULL);
    if (v != NULL) {
        struct size s = size_of(v);

        MUST((s.depth <= DEPTH_MAX && s.tokens <= TOKENS_MAX) == (scanned == OK));
    }
    json_decref(v);
    return 0;
}
