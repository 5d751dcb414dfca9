/* id_fuzz.c - an id that is read is written the very same way. */
#include "app/base/id.h"
#include "tests/fuzz/fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
    char *text = fuzz_text(data, len), again[ID_TEXT_BYTES];
    int64_t id;

    if (id_parse("bk", text, &id) == OK) {
        MUST(id > 0);
        id_format("bk", id, again);
        MUST(strcmp(text, again) == 0);
    }
    free(text);
    return 0;
}
