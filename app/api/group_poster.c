/* group_poster.c - see group.h: the poster of a group, without script, with its QR code drawn in.
 */
#include "app/api/app.h"
#include "app/api/group.h"
#include "app/domain/group.h"
#include "app/domain/texts.h"
#include "app/http/html.h"

#include <qrencode.h>
#include <string.h>

#define POSTER_BYTES_MAX (128 * 1024) /* a code of 53 x 53 is some 30 KB */
#define QUIET            4            /* ISO/IEC 18004: modules of white around it */

/* One path, a square for each dark module. */
static enum status draw(struct buf *b, const char *text)
{
    QRcode *code = QRcode_encodeString8bit(text, 0, QR_ECLEVEL_M);
    int side;

    if (code == NULL) {
        return E_BUSY;
    }
    side = code->width + 2 * QUIET;
    buf_printf(b,
               "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" width=\"320\""
               " height=\"320\" role=\"img\"><path fill=\"#fff\" d=\"M0 0h%dv%dH0z\"/><path d=\"",
               side, side, side, side);
    for (int i = 0; i < code->width * code->width; i++) {
        if ((code->data[i] & 1) != 0) {
            buf_printf(b, "M%d %dh1v1h-1z", i % code->width + QUIET, i / code->width + QUIET);
        }
    }
    buf_text(b, "\"/></svg>\n");
    QRcode_free(code);
    return OK;
}

static void line(struct buf *b, const char *locale, const char *key)
{
    buf_text(b, "<p>");
    html_text(b, text_of(locale, key));
    buf_text(b, "</p>\n");
}

enum status page_group_poster(struct request *rq)
{
    const struct app *app = rq->app;
    const char *wish = request_header(rq, "Accept-Language");
    const char *locale = wish != NULL && strncmp(wish, "en", 2) == 0 ? "en" : "ja";
    struct group_notice n = {.token = rq->params[0].value};
    struct buf b;
    enum status s = ctx_read(&rq->ctx, group_poster_show, &n);

    if (s != OK) {
        return s;
    }
    buf_init(&b, rq->ctx.arena, POSTER_BYTES_MAX);
    buf_printf(&b, "<!doctype html>\n<html lang=\"%s\">\n<head>\n<meta charset=\"utf-8\">\n<title>",
               locale);
    html_text(&b, n.name);
    buf_text(&b, "</title>\n</head>\n<body>\n<main>\n<h1>");
    html_text(&b, n.name);
    buf_text(&b, "</h1>\n");
    s = draw(&b, arena_printf(rq->ctx.arena, "%s/groups/join#%s", app->public_url, n.token));
    line(&b, locale, "poster.scan");
    line(&b, locale, "poster.then");
    buf_text(&b, "</main>\n</body>\n</html>\n");
    return s == OK ? reply_html(rq, 200, &b) : s;
}
