/* html.c - see html.h. */
#include "app/http/html.h"

void html_text(struct buf *b, const char *text)
{
    for (; *text != '\0'; text++) {
        switch (*text) {
        case '&':
            buf_text(b, "&amp;");
            break;
        case '<':
            buf_text(b, "&lt;");
            break;
        case '>':
            buf_text(b, "&gt;");
            break;
        case '"':
            buf_text(b, "&quot;");
            break;
        case '\'':
            buf_text(b, "&#39;");
            break;
        default:
            buf_char(b, *text);
        }
    }
}

enum status reply_html(struct request *rq, int http, struct buf *b)
{
    static const char policy[] = "default-src 'none'; style-src 'self'; img-src 'self'; "
                                 "form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
    enum status s = reply_header(rq, "Content-Security-Policy", policy);

    s = s == OK ? reply_header(rq, "Referrer-Policy", "same-origin") : s;
    s = s == OK ? reply_header(rq, "X-Robots-Tag", "noindex, nofollow") : s;
    if (s == OK && buf_done(b) == NULL) {
        s = E_BUSY;
    }
    return s == OK ? reply_cut(rq, http, "text/html; charset=utf-8",
                               (struct slice){(const uint8_t *)b->data, b->len}, REPLY_WHOLE)
                   : s;
}
