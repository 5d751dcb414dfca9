/* http_target_fuzz.c - a path or query that passes is plain: what comes out can't climb, hide a
 * slash or carry a control character, and reads the same when it is read again. */
#include "app/base/limits.h"
#include "app/base/text.h"
#include "app/http/rfc3339.h"
#include "app/http/target.h"
#include "tests/fuzz/fuzz.h"

#define ARENA_BYTES (1024 * 1024)

static void must_be_plain(const char *text)
{
    MUST(utf8_valid(text, strlen(text)));
    for (const char *c = text; *c != '\0'; c++) {
        MUST((unsigned char)*c >= 0x20 && *c != 0x7f);
    }
}

static void try_path(struct arena *a, const char *raw)
{
    const char *path, *again;

    if (target_path(a, raw, &path) != OK) {
        return;
    }
    MUST(path[0] == '/' && strlen(path) <= HTTP_URI_BYTES_MAX);
    must_be_plain(path);
    MUST(strstr(path, "//") == NULL && strstr(path, "/../") == NULL && strstr(path, "/./") == NULL);
    MUST(strchr(path, '\\') == NULL);
    /* Plain ASCII without '%' means itself. */
    if (strchr(raw, '%') == NULL) {
        MUST(strcmp(raw, path) == 0);
        MUST(target_path(a, path, &again) == OK && strcmp(path, again) == 0);
    }
}

static void try_query(struct arena *a, const char *raw)
{
    struct pair pairs[QUERY_KEYS_MAX];
    int n;

    if (target_query(a, raw, pairs, &n) != OK) {
        return;
    }
    MUST(n >= 0 && n <= QUERY_KEYS_MAX);
    for (int i = 0; i < n; i++) {
        MUST(pairs[i].key[0] != '\0');
        must_be_plain(pairs[i].key);
        must_be_plain(pairs[i].value);
        for (int k = 0; k < i; k++) {
            MUST(strcmp(pairs[i].key, pairs[k].key) != 0);
        }
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
    struct arena *a = arena_open(ARENA_BYTES);
    char *raw = fuzz_text(data, len);
    int64_t at;

    MUST(a != NULL);
    try_path(a, raw);
    try_query(a, raw);
    if (rfc3339_parse(raw, len, &at) == OK) {
        MUST(len >= 20 && len <= 29 && raw[10] == 'T');
    }
    free(raw);
    arena_close(a);
    return 0;
}
