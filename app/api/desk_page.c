/* desk_page.c - the nursery's page as plain HTML; see desk_link.h. A form's body is one field of
 * our own letters and digits, read here: nothing in it is ever decoded. */
#include "app/api/desk_link.h"
#include "app/base/limits.h"
#include "app/base/zone.h"
#include "app/domain/desk_link.h"
#include "app/domain/texts.h"
#include "app/http/html.h"

#include <string.h>

static const char *locale_of(const struct request *rq)
{
    const char *wish = request_header(rq, "Accept-Language");

    return wish != NULL && strncmp(wish, "en", 2) == 0 ? "en" : "ja";
}

struct sheet {
    struct request *rq;
    const char *locale;
    struct buf b;
};

static void words(struct sheet *p, const char *key)
{
    html_text(&p->b, text_of(p->locale, key));
}

static void element(struct sheet *p, const char *open, const char *text, const char *close)
{
    buf_text(&p->b, open);
    html_text(&p->b, text);
    buf_text(&p->b, close);
}

static void open_page(struct sheet *p, struct request *rq, const char *title)
{
    *p = (struct sheet){.rq = rq, .locale = locale_of(rq)};
    buf_init(&p->b, rq->ctx.arena, DESK_HTML_BYTES_MAX);
    buf_printf(&p->b,
               "<!doctype html>\n<html lang=\"%s\">\n<head>\n<meta charset=\"utf-8\">\n"
               "<meta name=\"viewport\" content=\"width=device-width\">\n"
               "<link rel=\"stylesheet\" href=\"/desk-style.css\">\n",
               p->locale);
    element(p, "<title>", title, "</title>\n</head>\n<body>\n<main>\n");
    element(p, "<h1>", title, "</h1>\n");
}

static enum status close_page(struct sheet *p, int http)
{
    buf_text(&p->b, "</main>\n</body>\n</html>\n");
    return reply_html(p->rq, http, &p->b);
}

static void clock_time(struct sheet *p, const char *zone, int64_t at)
{
    struct local_time t;

    if (zone_local(zone, at, &t) == OK) {
        buf_printf(&p->b, "%02d:%02d", t.hour, t.minute);
    }
}

static void button(struct sheet *p, const struct desk_line *line)
{
    element(p, "<form method=\"post\"><input type=\"hidden\" name=\"tap\" value=\"", line->tap,
            "\"><button>");
    words(p, "desk.handed_button");
    buf_text(&p->b, "</button></form>\n");
}

static void put_line(struct sheet *p, const struct desk_page *d, const struct desk_line *line)
{
    buf_printf(&p->b, "<section class=\"%s\">\n<p class=\"time\">", line->state);
    clock_time(p, d->zone, line->row.at);
    element(p, "</p>\n<h2>", line->call_name, " ");
    buf_printf(&p->b, "<small>(%d)</small></h2>\n<p>", (int)line->age_years);
    words(p, "desk.who_comes");
    element(p, ": <strong>", line->supporter_name, "</strong></p>\n<p>");
    words(p, "desk.valid_until");
    buf_text(&p->b, " ");
    clock_time(p, d->zone, line->row.until_at);
    buf_text(&p->b, "</p>\n");
    if (line->row.call_first) {
        element(p, "<p class=\"call\">", text_of(p->locale, "desk.call_first"), "</p>\n");
    }
    if (line->tap != NULL) {
        button(p, line);
    } else {
        bool handed = line->row.handed_at != 0;

        element(p, "<p class=\"done\">", text_of(p->locale, handed ? "desk.handed" : "desk.gone"),
                " ");
        if (handed) {
            clock_time(p, d->zone, line->row.handed_at);
        }
        buf_text(&p->b, "</p>\n");
    }
    buf_text(&p->b, "</section>\n");
}

static void put_day(struct sheet *p, int64_t day)
{
    int y, m, d;

    day_number_to_date(day, &y, &m, &d);
    buf_printf(&p->b, "<p class=\"day\">%04d-%02d-%02d</p>\n", y, m, d);
}

/* One page for whatever the link can't be: which it was is nobody's business. */
static enum status no_page(struct request *rq, const char *key)
{
    struct sheet p;

    open_page(&p, rq, text_of(locale_of(rq), "desk.title"));
    element(&p, "<p class=\"call\">", text_of(p.locale, key), "</p>\n");
    return close_page(&p, 404);
}

/* said: NULL, or the reason why a tap was not noted. */
static enum status show(struct request *rq, int http, const char *said)
{
    struct desk_page d = {.token = rq->params[0].value};
    struct sheet p;
    enum status s = ctx_read(&rq->ctx, desk_page_show, &d);

    if (s == E_NOT_FOUND || s == E_RULE) {
        return no_page(rq, s == E_RULE ? "desk.over" : "desk.no_page");
    }
    if (s != OK) {
        return s;
    }
    open_page(&p, rq, d.link.place_name);
    put_day(&p, d.link.day);
    if (said != NULL) {
        element(&p, "<p class=\"call\">", said, "</p>\n");
    }
    element(&p, "<p>", text_of(p.locale, d.n > 0 ? "desk.lead" : "desk.nobody"), "</p>\n");
    for (int i = 0; i < d.n; i++) {
        put_line(&p, &d, &d.lines[i]);
    }
    return close_page(&p, http);
}

enum status page_desk(struct request *rq)
{
    return show(rq, 200, NULL);
}

/* "tap=" and our own letters and digits; anything else is no tap. */
static enum status read_form(struct request *rq, const char **tap)
{
    static const char name[] = "tap=";
    static const char ours[] = "0123456789abcdefghijklmnopqrstuvwxyz";
    size_t n = sizeof name - 1;

    if (rq->raw.len < n || rq->raw.len > n + DESK_TAP_CHARS_MAX ||
        memcmp(rq->raw.data, name, n) != 0) {
        return E_NOT_FOUND;
    }
    *tap =
        arena_printf(rq->ctx.arena, "%.*s", (int)(rq->raw.len - n), (const char *)rq->raw.data + n);
    if (*tap == NULL) {
        return E_BUSY;
    }
    return strlen(*tap) == rq->raw.len - n && strspn(*tap, ours) == rq->raw.len - n ? OK
                                                                                    : E_NOT_FOUND;
}

enum status page_desk_tap(struct request *rq)
{
    struct desk_tap t = {.token = rq->params[0].value};
    enum status s = read_form(rq, &t.tap);
    const char *reason;

    s = s == OK ? desk_take(rq, &t) : s;
    if (s == OK) {
        const char *path = arena_printf(rq->ctx.arena, "/desk/%s", t.token);

        return path != NULL ? reply_redirect(rq, path) : E_BUSY;
    }
    if (s != E_RULE && s != E_CONFLICT) {
        return s == E_NOT_FOUND ? show(rq, 404, text_of(locale_of(rq), "desk.no_tap")) : s;
    }
    reason = arena_printf(rq->ctx.arena, "reason.%s", reason_text(rq->ctx.reason));
    return reason != NULL ? show(rq, (int)status_http(s), text_of(locale_of(rq), reason)) : E_BUSY;
}

enum status page_desk_style(struct request *rq)
{
    static const char style[] =
        "body{margin:0;font:1.35rem/1.6 system-ui,sans-serif;color:#111;background:#fff}\n"
        "main{max-width:46rem;margin:0 auto;padding:1rem}\n"
        "h1{font-size:1.8rem;margin:.2rem 0}\nh2{font-size:2.2rem;margin:.2rem 0}\n"
        ".day,.time{font-size:1.6rem;font-weight:700;margin:.2rem 0}\n"
        "section{border:2px solid #555;border-radius:.5rem;padding:.6rem 1rem;margin:1rem 0;"
        "break-inside:avoid}\n"
        ".call{border:.25rem solid #b00020;padding:.4rem .8rem;color:#8c0018;font-weight:700}\n"
        ".handed,.gone{color:#555;border-style:dashed}\n"
        "button{font:inherit;font-weight:700;min-height:3.5rem;padding:0 2rem;border-radius:.5rem;"
        "border:3px solid #14532d;background:#166534;color:#fff}\n"
        "@media print{button{display:none}main{max-width:none}}\n";

    return reply_bytes(rq, "text/css; charset=utf-8", NULL,
                       (struct slice){(const uint8_t *)style, sizeof style - 1});
}
