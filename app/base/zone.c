/* zone.c - see zone.h.
 *
 * DESIGN: ICU is asked one thing only, a zone's offset at an instant; the calendar itself is the
 * arithmetic below. A calendar is opened per call, because ICU's objects are not shared between
 * threads and a wall time is needed a few times a request. */
#include "app/base/zone.h"

#include "app/base/clock.h"

#include <stdio.h>
#include <string.h>
#include <unicode/ucal.h>

#define YEAR_MIN        1
#define YEAR_MAX        9999
#define DAYS_PER_ERA    146097 /* the Gregorian calendar repeats after 400 years */
#define DAYS_TO_1970    719468 /* from 0000-03-01 */
#define INSTANT_MIN     INT64_C(-62200000000000) /* before the year 1 and after 9999, */
#define INSTANT_MAX     INT64_C(253500000000000) /* and exact in ICU's double */
#define ZONE_CHANGE_MAX 100 /* transitions looked at that keep the offset, before giving up */

static int64_t floor_div(int64_t a, int64_t b)
{
    return a / b - (a % b < 0 ? 1 : 0);
}

/* Years are counted from March, so that the leap day is the last one of its year. */
int64_t date_to_day_number(int year, int month, int day)
{
    int64_t y = (int64_t)year - (month <= 2 ? 1 : 0);
    int64_t era = floor_div(y, 400), year_of_era = y - era * 400;
    int64_t day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;

    return era * DAYS_PER_ERA + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 +
           day_of_year - DAYS_TO_1970;
}

void day_number_to_date(int64_t day_number, int *year, int *month, int *day)
{
    int64_t days = day_number + DAYS_TO_1970;
    int64_t era = floor_div(days, DAYS_PER_ERA), doe = days - era * DAYS_PER_ERA;
    int64_t yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
    int64_t doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
    int64_t from_march = (5 * doy + 2) / 153;

    *day = (int)(doy - (153 * from_march + 2) / 5 + 1);
    *month = (int)(from_march < 10 ? from_march + 3 : from_march - 9);
    *year = (int)(yoe + era * 400 + (*month <= 2 ? 1 : 0));
}

int weekday_of(int64_t day_number)
{
    int64_t from_monday = day_number + 3; /* 1970-01-01 was a Thursday */

    return (int)(from_monday - floor_div(from_monday, 7) * 7) + 1;
}

static bool date_exists(int year, int month, int day)
{
    int y, m, d;

    if (year < YEAR_MIN || year > YEAR_MAX || month < 1 || month > 12 || day < 1 || day > 31) {
        return false;
    }
    day_number_to_date(date_to_day_number(year, month, day), &y, &m, &d);
    return d == day;
}

/* ICU knows abbreviations of its own ("JST", "PST", "ACT") that IANA does not. */
static bool iana_abbreviation(const char *name)
{
    static const char known[] = " CET EET EST GMT HST MET MST PRC ROC ROK UCT UTC WET ";
    char word[8];

    snprintf(word, sizeof word, " %.3s ", name);
    return strstr(known, word) != NULL;
}

/* All that names in the IANA database are made of. */
static const char iana_characters[] =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789/_+-";

/* The name as ICU wants it; false when it is no IANA zone. */
static bool zone_name(const char *zone, UChar name[ZONE_NAME_BYTES_MAX], int32_t *len)
{
    size_t n = strnlen(zone, ZONE_NAME_BYTES_MAX);
    UChar canonical[ZONE_NAME_BYTES_MAX];
    UErrorCode code = U_ZERO_ERROR;
    UBool is_system = 0;

    if (n == 0 || n == ZONE_NAME_BYTES_MAX || strspn(zone, iana_characters) < n ||
        (n == 3 && !iana_abbreviation(zone)) || strcmp(zone, "Etc/Unknown") == 0) {
        return false;
    }
    for (size_t i = 0; i < n; i++) {
        name[i] = (UChar)zone[i];
    }
    *len = (int32_t)n;
    ucal_getCanonicalTimeZoneID(name, *len, canonical, ZONE_NAME_BYTES_MAX, &is_system, &code);
    return U_SUCCESS(code) && is_system;
}

static enum status zone_open(const char *zone, UCalendar **calendar)
{
    UChar name[ZONE_NAME_BYTES_MAX];
    UErrorCode code = U_ZERO_ERROR;
    int32_t len;

    if (!zone_name(zone, name, &len)) {
        return E_INVALID;
    }
    *calendar = ucal_open(name, len, "en_US_POSIX", UCAL_GREGORIAN, &code);
    return U_SUCCESS(code) ? OK : E_BUSY;
}

static bool instant_in_range(int64_t at)
{
    return at >= INSTANT_MIN && at <= INSTANT_MAX;
}

/* Milliseconds to add to UTC for the wall clock, at an instant in range. */
static enum status offset_at(UCalendar *calendar, int64_t at, int64_t *offset_ms)
{
    UErrorCode code = U_ZERO_ERROR;

    ucal_setMillis(calendar, (UDate)at, &code);
    *offset_ms = ucal_get(calendar, UCAL_ZONE_OFFSET, &code);
    *offset_ms += ucal_get(calendar, UCAL_DST_OFFSET, &code);
    return U_SUCCESS(code) ? OK : E_INTERNAL;
}

enum status zone_check(const char *zone)
{
    UChar name[ZONE_NAME_BYTES_MAX];
    int32_t len;

    return zone_name(zone, name, &len) ? OK : E_INVALID;
}

static void wall_clock(int64_t local_ms, struct local_time *out)
{
    int64_t day = floor_div(local_ms, DAY_MS), in_day = local_ms - day * DAY_MS;

    day_number_to_date(day, &out->year, &out->month, &out->day);
    out->hour = (int)(in_day / HOUR_MS);
    out->minute = (int)(in_day % HOUR_MS / MINUTE_MS);
    out->second = (int)(in_day % MINUTE_MS / SECOND_MS);
    out->weekday = weekday_of(day);
    out->day_number = day;
}

enum status zone_local(const char *zone, int64_t at, struct local_time *out)
{
    UCalendar *calendar;
    int64_t offset_ms;
    enum status s;

    if (!instant_in_range(at)) {
        return E_INVALID;
    }
    s = zone_open(zone, &calendar);
    if (s != OK) {
        return s;
    }
    s = offset_at(calendar, at, &offset_ms);
    ucal_close(calendar);
    if (s == OK) {
        wall_clock(at + offset_ms, out);
    }
    return s;
}

/* The earliest instant whose wall clock shows local_ms. The offsets in force a day before and a
 * day after are the candidates, and those that these lead to (two changes within two days). */
static enum status instant_of(UCalendar *calendar, int64_t local_ms, int64_t *at)
{
    int64_t probe[4] = {local_ms - DAY_MS, local_ms + DAY_MS, 0, 0};
    int64_t offset_ms, found = INT64_MAX, check;
    enum status s = OK;

    for (int i = 0; i < 4 && s == OK; i++) {
        s = offset_at(calendar, probe[i], &offset_ms);
        if (s == OK && i < 2) {
            probe[i + 2] = local_ms - offset_ms;
        }
        if (s == OK) {
            s = offset_at(calendar, local_ms - offset_ms, &check);
        }
        if (s == OK && check == offset_ms && local_ms - offset_ms < found) {
            found = local_ms - offset_ms;
        }
    }
    if (s == OK && found == INT64_MAX) {
        s = E_INVALID;
    }
    *at = found;
    return s;
}

enum status zone_instant(const char *zone, const struct local_time *local, int64_t *at)
{
    UCalendar *calendar;
    int64_t local_ms;
    enum status s;

    if (!date_exists(local->year, local->month, local->day) || local->hour < 0 ||
        local->hour > 23 || local->minute < 0 || local->minute > 59 || local->second < 0 ||
        local->second > 59) {
        return E_INVALID;
    }
    local_ms = date_to_day_number(local->year, local->month, local->day) * DAY_MS +
               local->hour * HOUR_MS + local->minute * MINUTE_MS + local->second * SECOND_MS;
    s = zone_open(zone, &calendar);
    if (s != OK) {
        return s;
    }
    s = instant_of(calendar, local_ms, at);
    ucal_close(calendar);
    return s;
}

/* ICU also reports changes of a zone's rule or name that move no clock. */
static enum status next_change(UCalendar *calendar, int64_t at, int64_t *change_at)
{
    int64_t before, after;
    enum status s = offset_at(calendar, at, &before);

    *change_at = INT64_MAX;
    for (int i = 0; i < ZONE_CHANGE_MAX && s == OK; i++) {
        UErrorCode code = U_ZERO_ERROR;
        UDate change;

        if (!ucal_getTimeZoneTransitionDate(calendar, UCAL_TZ_TRANSITION_NEXT, &change, &code) ||
            U_FAILURE(code) || !instant_in_range((int64_t)change)) {
            return U_FAILURE(code) ? E_INTERNAL : OK;
        }
        s = offset_at(calendar, (int64_t)change, &after);
        if (s == OK && after != before) {
            *change_at = (int64_t)change;
            return OK;
        }
    }
    return s;
}

enum status zone_next_change(const char *zone, int64_t at, int64_t *change_at)
{
    UCalendar *calendar;
    enum status s;

    if (!instant_in_range(at)) {
        return E_INVALID;
    }
    s = zone_open(zone, &calendar);
    if (s != OK) {
        return s;
    }
    s = next_change(calendar, at, change_at);
    ucal_close(calendar);
    return s;
}

/* Exactly n digits; -1 for anything else. */
static int digits(const char *text, int n)
{
    int value = 0;

    for (int i = 0; i < n; i++) {
        if (text[i] < '0' || text[i] > '9') {
            return -1;
        }
        value = value * 10 + (text[i] - '0');
    }
    return value;
}

static bool date_read(const char *text, struct local_time *t)
{
    if (text[4] != '-' || text[7] != '-') {
        return false;
    }
    t->year = digits(text, 4);
    t->month = digits(text + 5, 2);
    t->day = digits(text + 8, 2);
    if (!date_exists(t->year, t->month, t->day)) {
        return false;
    }
    t->day_number = date_to_day_number(t->year, t->month, t->day);
    t->weekday = weekday_of(t->day_number);
    return true;
}

enum status date_parse(const char *text, int64_t *day_number)
{
    struct local_time t;

    if (strnlen(text, 11) != 10 || !date_read(text, &t)) {
        return E_INVALID;
    }
    *day_number = t.day_number;
    return OK;
}

enum status local_parse(const char *text, struct local_time *out)
{
    struct local_time t = {0};

    if (strnlen(text, 17) != 16 || text[10] != 'T' || text[13] != ':' || !date_read(text, &t)) {
        return E_INVALID;
    }
    t.hour = digits(text + 11, 2);
    t.minute = digits(text + 14, 2);
    if (t.hour < 0 || t.hour > 23 || t.minute < 0 || t.minute > 59) {
        return E_INVALID;
    }
    *out = t;
    return OK;
}

void date_format(int64_t day_number, char out[LOCAL_TEXT_BYTES])
{
    int year, month, day;

    day_number_to_date(day_number, &year, &month, &day);
    snprintf(out, LOCAL_TEXT_BYTES, "%04d-%02d-%02d", year, month, day);
}

void local_format(const struct local_time *t, char out[LOCAL_TEXT_BYTES])
{
    snprintf(out, LOCAL_TEXT_BYTES, "%04d-%02d-%02dT%02d:%02d", t->year, t->month, t->day, t->hour,
             t->minute);
}

void utc_format(int64_t at, char out[32])
{
    struct local_time t;

    wall_clock(at, &t);
    snprintf(out, 32, "%04d-%02d-%02dT%02d:%02d:%02d.%03dZ", t.year, t.month, t.day, t.hour,
             t.minute, t.second, (int)(at - floor_div(at, SECOND_MS) * SECOND_MS));
}

int age_on(int64_t birth_day, int64_t on_day)
{
    int born_year, born_month, born_day, year, month, day;

    day_number_to_date(birth_day, &born_year, &born_month, &born_day);
    day_number_to_date(on_day, &year, &month, &day);
    return year - born_year - (month < born_month || (month == born_month && day < born_day));
}
