/* rfc3339.c - see rfc3339.h. */
#include "app/http/rfc3339.h"

#include "app/base/clock.h"
#include "app/base/zone.h"

#include <string.h>

#define TO_SECONDS_BYTES 19 /* "2026-11-25T16:45:00" */
#define OFFSET_BYTES     6  /* "+09:00" */
#define OFFSET_HOURS_MAX 14
#define FRACTION_DIGITS  3
#define TEXT_BYTES_MAX   (TO_SECONDS_BYTES + 1 + FRACTION_DIGITS + OFFSET_BYTES)

/* Two digits as a number up to max; -1 else. */
static int two(const char *p, int max)
{
    int n = p[0] >= '0' && p[0] <= '9' && p[1] >= '0' && p[1] <= '9'
                ? (p[0] - '0') * 10 + p[1] - '0'
                : -1;

    return n <= max ? n : -1;
}

/* ".5", ".25", ".125": milliseconds; *p moves behind them. -1 for a dot without digits. */
static int fraction_ms(const char **p)
{
    int ms = 0, digits = 0;

    if (**p != '.') {
        return 0;
    }
    for ((*p)++; **p >= '0' && **p <= '9' && digits < FRACTION_DIGITS; (*p)++, digits++) {
        ms = ms * 10 + (**p - '0');
    }
    for (int i = digits; i < FRACTION_DIGITS; i++) {
        ms *= 10;
    }
    return digits > 0 ? ms : -1;
}

static enum status offset_ms(const char *p, int64_t *out)
{
    int hours, minutes;

    *out = 0;
    if (strcmp(p, "Z") == 0) {
        return OK;
    }
    if (strlen(p) != OFFSET_BYTES || (p[0] != '+' && p[0] != '-') || p[3] != ':') {
        return E_INVALID;
    }
    hours = two(p + 1, OFFSET_HOURS_MAX);
    minutes = two(p + 4, 59);
    if (hours < 0 || minutes < 0) {
        return E_INVALID;
    }
    *out = hours * HOUR_MS + minutes * MINUTE_MS;
    *out = p[0] == '-' ? -*out : *out;
    return OK;
}

enum status rfc3339_parse(const char *text, size_t len, int64_t *at)
{
    char copy[TEXT_BYTES_MAX + 1], date[11];
    const char *rest = copy + TO_SECONDS_BYTES;
    int hour, minute, second, ms;
    int64_t day, offset;

    if (len < TO_SECONDS_BYTES + 1 || len > TEXT_BYTES_MAX) {
        return E_INVALID;
    }
    memcpy(copy, text, len);
    copy[len] = '\0';
    memcpy(date, copy, 10);
    date[10] = '\0';
    hour = two(copy + 11, 23);
    minute = two(copy + 14, 59);
    second = two(copy + 17, 59);
    ms = fraction_ms(&rest);
    if (date_parse(date, &day) != OK || copy[10] != 'T' || copy[13] != ':' || copy[16] != ':' ||
        hour < 0 || minute < 0 || second < 0 || ms < 0 || offset_ms(rest, &offset) != OK) {
        return E_INVALID;
    }
    *at = day * DAY_MS + hour * HOUR_MS + minute * MINUTE_MS + second * SECOND_MS + ms - offset;
    return OK;
}
