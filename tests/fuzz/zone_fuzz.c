/* zone_fuzz.c - 8 bytes of an instant, then a name: what is a zone has a wall clock at any time,
 * and that leads back. */
#include "app/base/zone.h"
#include "tests/fuzz/fuzz.h"

static void try_zone(const char *zone, int64_t at)
{
    struct local_time t;
    int64_t back, change_at;

    if (zone_check(zone) != OK) {
        MUST(zone_local(zone, at, &t) == E_INVALID);
        return;
    }
    if (zone_local(zone, at, &t) != OK) {
        MUST(at < INT64_C(-62135596800000) || at > INT64_C(253402300799999));
        return;
    }
    MUST(zone_next_change(zone, at, &change_at) == OK && change_at > at);
    if (t.year >= 1 && t.year <= 9999) {
        MUST(zone_instant(zone, &t, &back) == OK && back <= at);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
    uint64_t at = 0;
    char *zone;

    if (len < sizeof at) {
        return 0;
    }
    memcpy(&at, data, sizeof at);
    zone = fuzz_text(data + sizeof at, len - sizeof at);
    /* Mostly within the years that have zones: 1900 to 2100. */
    try_zone(zone, (int64_t)at);
    try_zone(zone, (int64_t)(at % UINT64_C(6311433600000)) - INT64_C(2208988800000));
    free(zone);
    return 0;
}
