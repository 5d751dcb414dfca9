/* date_fuzz.c - a date, a wall time or a number that is read is written the very same way. */
#include "app/base/text.h"
#include "app/base/zone.h"
#include "tests/fuzz/fuzz.h"

#include <inttypes.h>

static void try_date(const char *text)
{
    char again[LOCAL_TEXT_BYTES];
    int64_t day;

    if (date_parse(text, &day) == OK) {
        date_format(day, again);
        MUST(strcmp(text, again) == 0);
    }
}

static void try_local(const char *text)
{
    char again[LOCAL_TEXT_BYTES];
    struct local_time t;
    int64_t at;

    if (local_parse(text, &t) != OK) {
        return;
    }
    local_format(&t, again);
    MUST(strcmp(text, again) == 0);
    if (zone_instant("Europe/Berlin", &t, &at) == OK) {
        MUST(zone_local("Europe/Berlin", at, &t) == OK);
        local_format(&t, again);
        MUST(strcmp(text, again) == 0);
    }
}

static void try_number(const char *text)
{
    char again[24];
    int64_t number;

    if (int64_parse(text, &number) == OK) {
        snprintf(again, sizeof again, "%" PRId64, number);
        MUST(strcmp(text, again) == 0);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
    char *text = fuzz_text(data, len);

    try_date(text);
    try_local(text);
    try_number(text);
    free(text);
    return 0;
}
