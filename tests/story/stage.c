/* stage.c - see stage.h. */
#include "tests/story/stage.h"

#include "app/base/clock.h"
#include "app/domain/shipped.h"
#include "tests/test.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define PATIENCE_MS 20000
#define LOOK_MS     50

static void line(FILE *to, const char *before, const char *fmt, va_list args)
{
    fputs(before, to);
    vfprintf(to, fmt, args);
    fputc('\n', to);
    fflush(to);
}

void chapter(const char *fmt, ...)
{
    va_list args;

    va_start(args, fmt);
    line(stdout, "\n== ", fmt, args);
    va_end(args);
}

void tell(const char *fmt, ...)
{
    va_list args;

    va_start(args, fmt);
    line(stdout, "   ", fmt, args);
    va_end(args);
}

void fail(const char *fmt, ...)
{
    va_list args;

    va_start(args, fmt);
    line(stdout, "\nFAIL story: ", fmt, args);
    va_end(args);
    exit(1);
}

/* What letter.h calls when a mail can't be read. */
void test_fail(const char *file, int at, const char *fmt, ...)
{
    va_list args;

    va_start(args, fmt);
    printf("\n%s:%d:", file, at);
    line(stdout, " ", fmt, args);
    va_end(args);
    exit(1);
}

void be_patient(struct patience *p, const char *what)
{
    const struct timespec look = {0, LOOK_MS * 1000000L};

    if (p->since_ms == 0) {
        p->since_ms = clock_monotonic_ms();
    }
    if (clock_monotonic_ms() - p->since_ms > PATIENCE_MS) {
        fail("%s: waited %d s in vain", what, PATIENCE_MS / 1000);
    }
    nanosleep(&look, NULL);
}

static void setting(char *out, size_t size, const char *name, const char *usual)
{
    const char *value = getenv(name);

    snprintf(out, size, "%s", value != NULL && value[0] != '\0' ? value : usual);
}

void stage_open(struct stage *s)
{
    char url[STAGE_URL_BYTES];
    struct patience p = {0};

    *s = (struct stage){.zone = "Asia/Tokyo"};
    setting(s->url, sizeof s->url, "OTAGAI_URL", "http://127.0.0.1:8080");
    setting(s->maildir, sizeof s->maildir, "OTAGAI_MAILDIR", "state/maildir");
    setting(s->logins, sizeof s->logins, "OTAGAI_DEMO_LOGINS", "state/demo-logins.txt");
    setting(url, sizeof url, "OTAGAI_PRIVATE_URL", "http://127.0.0.1:8081");
    s->desk = client_open(url);
    if (s->desk == NULL || client_get(s->desk, "/readyz") != 200) {
        fail("nobody is ready at %s: make run starts the demo", url);
    }
    setting(url, sizeof url, "OTAGAI_SANDBOX_URL", "http://127.0.0.1:8082");
    s->bank = client_open(url);
    if (s->bank == NULL) {
        fail("no memory");
    }
    while (client_get(s->bank, "/_sandbox/messages") == 0) { /* it starts beside the server */
        be_patient(&p, url);
    }
}

void stage_close(struct stage *s)
{
    client_close(s->desk);
    client_close(s->bank);
}

static int64_t turn_server(struct stage *s, int64_t ms)
{
    if (client_post(s->desk, "/demo/clock", json_pack("{s:I}", "advance_ms", (json_int_t)ms)) !=
        200) {
        fail("the demo's clock can't be turned: %d %s", s->desk->http, s->desk->text);
    }
    return client_i64(s->desk, "now");
}

static int64_t turn_bank(struct stage *s, int64_t ms)
{
    if (client_post(s->bank, "/_sandbox/clock",
                    json_pack("{s:I}", "advance", (json_int_t)(ms / SECOND_MS))) != 200) {
        fail("the sandbox's clock can't be turned: %d %s", s->bank->http, s->bank->text);
    }
    return client_i64(s->bank, "now_at");
}

int64_t stage_now(struct stage *s)
{
    return turn_server(s, 0);
}

void stage_turn_to(struct stage *s, int64_t at)
{
    int64_t now = stage_now(s), bank_now = turn_bank(s, 0);

    if (at > bank_now) {
        (void)turn_bank(s, at - bank_now + SECOND_MS - 1);
    }
    if (at > now) {
        (void)turn_server(s, at - now);
    }
}

static struct local_time local(const struct stage *s, int64_t at)
{
    struct local_time t;

    if (zone_local(s->zone, at, &t) != OK) {
        fail("%s is no zone here", s->zone);
    }
    return t;
}

int64_t stage_at(const struct stage *s, int64_t at, int days, int hour, int minute)
{
    struct local_time t = local(s, at);
    int64_t result;

    day_number_to_date(t.day_number + days, &t.year, &t.month, &t.day);
    t.hour = hour;
    t.minute = minute;
    t.second = 0;
    if (zone_instant(s->zone, &t, &result) != OK) {
        fail("%d:%02d does not exist that day", hour, minute);
    }
    return result;
}

/* The nursery is closed. */
static bool is_holiday(const struct local_time *t)
{
    struct slice days = shipped_holidays();
    char date[LOCAL_TEXT_BYTES];

    date_format(t->day_number, date);
    return memmem(days.data, days.len, date, strlen(date)) != NULL;
}

int64_t stage_weekday(struct stage *s, int hour, int minute, int64_t lead_ms)
{
    int64_t now = stage_now(s), at;

    for (int days = 0;; days++) {
        struct local_time t;

        at = stage_at(s, now, days, hour, minute);
        t = local(s, at);
        if (at - now >= lead_ms && t.weekday <= 5 && !is_holiday(&t)) {
            return at;
        }
    }
}

const char *stage_when(const struct stage *s, int64_t at, char out[STAGE_WHEN_BYTES])
{
    static const char *const days[] = {"", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
    static const char *const months[] = {"",    "Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                         "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    struct local_time t = local(s, at);

    snprintf(out, STAGE_WHEN_BYTES, "%s %d %s %02d:%02d", days[t.weekday], t.day, months[t.month],
             t.hour, t.minute);
    return out;
}

const char *stage_hour(const struct stage *s, int64_t at, char out[STAGE_WHEN_BYTES])
{
    struct local_time t = local(s, at);

    snprintf(out, STAGE_WHEN_BYTES, "%02d:%02d", t.hour, t.minute);
    return out;
}
