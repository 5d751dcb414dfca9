/* text_fuzz.c - whatever is cleaned is text, in bounds, and clean when it is cleaned again. */
#include "app/base/text.h"
#include "tests/fuzz/fuzz.h"

static void try_clean(const char *raw, size_t len, int chars_min, int chars_max, bool lines)
{
    struct arena *a = arena_open(8 * 1024 * 1024);
    const char *once, *twice;
    enum status s = text_clean(a, raw, len, chars_min, chars_max, lines, &once);

    MUST(s == OK || s == E_INVALID);
    if (s == OK) {
        MUST(utf8_valid(once, strlen(once)));
        MUST(utf8_length(once) >= chars_min && utf8_length(once) <= chars_max);
        MUST(lines || strpbrk(once, "\n\t") == NULL);
        MUST(strpbrk(once, "\r\x1b\x7f") == NULL);
        MUST(text_clean(a, once, strlen(once), chars_min, chars_max, lines, &twice) == OK);
        MUST(strcmp(once, twice) == 0);
    }
    MUST(s == E_INVALID || utf8_valid(raw, len));
    arena_close(a);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
    char *raw = fuzz_text(data, len);

    try_clean(raw, len, 1, 80, false);
    try_clean(raw, len, 0, 2000, true);
    free(raw);
    return 0;
}
