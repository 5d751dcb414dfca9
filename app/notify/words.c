/* words.c - see words.h. */
#include "app/notify/words.h"

#include "app/base/clock.h"
#include "app/base/id.h"
#include "app/base/limits.h"
#include "app/base/zone.h"
#include "app/domain/ids.h"
#include "app/domain/texts.h"

#include <stdio.h>
#include <string.h>

#define KEY_BYTES_MAX 64

/* Everything a text of a job may ask for; the same names in each language. */
enum place {
    OTHER,
    DAY,
    START,
    END,
    JOB,
    FEE,
    CLOSES,
    AMOUNT,
    LINK,
    CODE,
    MINUTES,
    DEADLINE,
    EXPECTED,
    LATEST,
    COUNT,
    PLACES_N
};
static const char *const places[PLACES_N] = {"other",   "day",      "start",    "end",    "job",
                                             "fee",     "closes",   "amount",   "link",   "code",
                                             "minutes", "deadline", "expected", "latest", "count"};

/* Digits behind the point (ISO 4217), where they are not two. */
static int minor_digits(const char *currency)
{
    static const char none[] = "JPY KRW VND CLP ISK PYG UGX", three[] = "BHD JOD KWD OMR TND";

    return strstr(none, currency) != NULL ? 0 : strstr(three, currency) != NULL ? 3 : 2;
}

/* 1600 -> "1,600", with the point where the currency has one. */
static const char *amount_digits(struct arena *a, int64_t minor, int digits)
{
    char plain[32], out[48];
    int n = snprintf(plain, sizeof plain, "%0*lld", digits + 1, (long long)minor);
    size_t at = 0;

    for (int i = 0; i < n; i++) {
        int left = n - i;

        if (left == digits) {
            out[at++] = '.';
        } else if (i > 0 && left > digits && (left - digits) % 3 == 0) {
            out[at++] = ',';
        }
        out[at++] = plain[i];
    }
    return arena_strndup(a, out, at);
}

const char *words_money(struct arena *a, const char *locale, int64_t minor, const char *currency)
{
    const char *digits = amount_digits(a, minor, minor_digits(currency));
    bool yen = strcmp(currency, "JPY") == 0;
    struct text_pair pairs[] = {{"amount", digits}, {"currency", currency}, {NULL, NULL}};

    return digits != NULL ? text_fill(a, text_of(locale, yen ? "money.jpy" : "money.other"), pairs)
                          : NULL;
}

const char *words_day(struct arena *a, const char *locale, const char *zone, int64_t at)
{
    char month_key[KEY_BYTES_MAX], weekday_key[KEY_BYTES_MAX], date[8];
    struct local_time t;

    if (zone_local(zone, at, &t) != OK) {
        return NULL;
    }
    snprintf(month_key, sizeof month_key, "date.month.%d", t.month);
    snprintf(weekday_key, sizeof weekday_key, "date.weekday.%d", t.weekday);
    snprintf(date, sizeof date, "%d", t.day);
    return text_fill(a, text_of(locale, "date.day"),
                     (struct text_pair[]){{"month", text_of(locale, month_key)},
                                          {"date", date},
                                          {"weekday", text_of(locale, weekday_key)},
                                          {NULL, NULL}});
}

const char *words_time(struct arena *a, const char *zone, int64_t at)
{
    struct local_time t;

    return zone_local(zone, at, &t) == OK ? arena_printf(a, "%d:%02d", t.hour, t.minute) : NULL;
}

static const char *job_word(const char *locale, const char *job)
{
    char key[KEY_BYTES_MAX];

    snprintf(key, sizeof key, "job.%s", job);
    return text_of(locale, key);
}

/* A name is one line, whatever is in it: it must not look like a line of ours. */
static const char *one_line(struct arena *a, const char *name)
{
    char *line = arena_strdup(a, name);

    for (char *c = line; c != NULL && *c != '\0'; c++) {
        *c = (unsigned char)*c < ' ' || *c == 0x7f ? ' ' : *c;
    }
    return line;
}

static const char *fee_words(struct arena *a, const char *locale, const struct notice_facts *f)
{
    const char *amount = words_money(a, locale, f->price_minor, f->currency);

    if (f->price_minor == 0) {
        return text_of(locale, "fee.thanks");
    }
    return amount != NULL ? text_fill(a, text_of(locale, "fee.amount"),
                                      (struct text_pair[]){{"amount", amount}, {NULL, NULL}})
                          : NULL;
}

/* With its day, also when that is the job's: a bare hour reads like today's. */
static const char *closing(struct arena *a, const char *locale, const struct notice_facts *f)
{
    const char *time = words_time(a, f->zone, f->closes_at);
    const char *day = words_day(a, locale, f->zone, f->closes_at);

    return time != NULL && day != NULL ? arena_printf(a, "%s %s", day, time) : NULL;
}

/* A line of its own, where there is a deadline: how long a guardian has, and until when. */
static const char *deadline(struct arena *a, const char *locale, const struct notice_facts *f)
{
    const char *time;

    if (f->pay_until_at == 0) {
        return "";
    }
    time = words_time(a, f->zone, f->pay_until_at);
    return time != NULL
               ? text_fill(a, text_of(locale, "pay.deadline"),
                           (struct text_pair[]){
                               {"minutes",
                                arena_printf(a, "%lld", (long long)(PAY_GUARDIAN_MS / MINUTE_MS))},
                               {"time", time},
                               {NULL, NULL}})
               : NULL;
}

/* A request's guardian and a supporter read different pages about it. */
static const char *link_to(struct arena *a, const struct notice_look *look, const char *public_url)
{
    const struct notice_facts *f = &look->facts;
    char id[ID_TEXT_BYTES];
    const char *page = "bookings";

    if (look->kind == NOTICE_DESK_URGENT) {
        return arena_printf(a, "%s/desk/requests", public_url);
    }
    if (look->kind == NOTICE_SERIES_ASKED || look->kind == NOTICE_SERIES_YES) {
        return arena_printf(a, "%s/%s", public_url, /* all dates: one ask is only the first */
                            look->to_supporter ? "series-asks" : "series");
    }

    switch (notice_kind_subject(look->kind)) {
    case SUBJECT_OFFER:
    case SUBJECT_REQUEST:
        page = look->to_supporter ? "offers" : "requests";
        id_format(look->to_supporter ? ID_OFFER : ID_REQUEST,
                  look->to_supporter ? f->offer_id : f->request_id, id);
        break;
    case SUBJECT_BOOKING:
    case SUBJECT_AMENDMENT:
        id_format(ID_BOOKING, f->booking_id, id);
        break;
    case SUBJECT_THREAD:
        page = "threads";
        id_format(f->thread_booking_id != 0 ? ID_BOOKING : ID_TIE, f->thread_id, id);
        break;
    case SUBJECT_SERIES_DATE:
        page = "series";
        id_format(ID_SERIES, f->series_id, id);
        break;
    case SUBJECT_CODE:
    case SUBJECT_MEMBER:
        return arena_printf(a, "%s/login", public_url);
    }
    return arena_printf(a, "%s/%s/%s", public_url, page, id);
}

/* Whom a text names: the other side. */
static const char *other_name(struct arena *a, const struct notice_look *look)
{
    const struct notice_facts *f = &look->facts;
    const char *name = look->to_supporter ? f->guardian_name : f->supporter_name;

    return one_line(a, name != NULL ? name : "");
}

static void job_values(struct arena *a, const struct notice_look *look, const char **values)
{
    const struct notice_facts *f = &look->facts;
    const char *locale = look->locale;
    int64_t amount = look->kind == NOTICE_OVERTIME ? f->overtime_minor : f->paid_minor;
    bool back = look->kind == NOTICE_RETURNED && f->ended_at != 0; /* as it was, not as agreed */

    values[DAY] = words_day(a, locale, f->zone, f->start_at);
    values[START] = words_time(a, f->zone, back ? f->began_at : f->start_at);
    values[END] = words_time(a, f->zone, back ? f->ended_at : f->end_at);
    values[DEADLINE] = deadline(a, locale, f);
    values[JOB] = job_word(locale, f->job);
    values[FEE] = fee_words(a, locale, f);
    values[CLOSES] = f->closes_at != 0 ? closing(a, locale, f) : "";
    values[EXPECTED] = f->late_at != 0 ? words_time(a, f->zone, f->late_at) : "";
    values[LATEST] = f->until_at != 0 ? words_time(a, f->zone, f->until_at) : "";
    values[AMOUNT] = words_money(a, locale, amount, f->currency);
}

/* How many a message about yeses tells of: its own, unless taken back, and those that came since.
 */
static int64_t yeses(const struct notice_look *look)
{
    const struct notice_facts *f = &look->facts;
    bool own = f->offer_state != NULL && strcmp(f->offer_state, "offered") == 0 && !f->blocked;

    return f->others_n + (own ? 1 : 0);
}

static enum status fill_pairs(struct arena *a, const struct notice_look *look,
                              const char *public_url, int64_t now,
                              struct text_pair pairs[PLACES_N + 1])
{
    const char *values[PLACES_N];

    for (int i = 0; i < PLACES_N; i++) {
        values[i] = "";
    }
    values[OTHER] = other_name(a, look);
    values[COUNT] = arena_printf(a, "%lld", (long long)yeses(look));
    if (look->facts.zone != NULL) {
        job_values(a, look, values);
    }
    values[LINK] = link_to(a, look, public_url);
    if (look->code != NULL) {
        values[CODE] = look->code;
        values[MINUTES] = arena_printf(
            a, "%lld", (long long)((look->code_expires_at - now + MINUTE_MS - 1) / MINUTE_MS));
    }
    for (int i = 0; i < PLACES_N; i++) {
        if (values[i] == NULL) {
            return E_BUSY;
        }
        pairs[i] = (struct text_pair){places[i], values[i]};
    }
    pairs[PLACES_N] = (struct text_pair){NULL, NULL};
    return OK;
}

/* Several yeses have words of their own; and what goes by SMS only because no mail arrives says
 * where to look. */
static const char *words_key(const struct notice_look *look, const char *way)
{
    if (look->kind == NOTICE_OFFERED && look->facts.others_n > 0) {
        return "offered_more";
    }
    return strcmp(way, "sms") == 0 && (notice_kind_ways(look->kind) & BY_SMS) == 0
               ? "look"
               : notice_kind_text(look->kind);
}

static enum status fill(struct arena *a, const struct notice_look *look, const char *way,
                        const char *part, const struct text_pair *pairs, const char **out)
{
    char key[KEY_BYTES_MAX];
    const char *text;

    snprintf(key, sizeof key, "%s.%s%s", way, words_key(look, way), part);
    text = text_of(look->locale, key);
    *out = text != NULL ? text_fill(a, text, pairs) : NULL;
    return *out != NULL ? OK : text == NULL ? E_INTERNAL : E_BUSY;
}

enum status words_of(struct arena *a, const struct notice *n, const struct notice_look *look,
                     const char *public_url, int64_t now, struct words *words)
{
    struct text_pair pairs[PLACES_N + 1];
    enum status s = fill_pairs(a, look, public_url, now, pairs);

    *words = (struct words){NULL, NULL};
    if (s == OK && strcmp(n->channel, "sms") == 0) {
        return fill(a, look, "sms", "", pairs, &words->body);
    }
    if (s == OK) {
        s = fill(a, look, "mail", ".subject", pairs, &words->subject);
    }
    return s == OK ? fill(a, look, "mail", ".body", pairs, &words->body) : s;
}
