/* message_report.h - reporting a message: frozen as evidence under a key of its own, for
 * safeguarding alone, who open it with a reason that is logged. */
#ifndef APP_DOMAIN_MESSAGE_REPORT_H
#define APP_DOMAIN_MESSAGE_REPORT_H

#include "app/domain/ctx.h"
#include "db/store/message_report.h"
#include "db/store/photo.h"

struct message_reporting {
    int64_t message_id;
    const char *why;                /* one of the table's */
    const char *note;               /* NULL: nothing to add */
    struct message_report_row made; /* out */
};
/* ctx_fn, by somebody who can read the message. E_NOT_FOUND; message.own. Twice is once: the first
 * report stands. */
enum status message_report(struct ctx *x, void *message_reporting) WARN_UNUSED;

struct message_report_page {
    int64_t community_id, after_id;
    int max;
    struct message_report_row *rows; /* out, nothing opened */
    int n;
};
/* ctx_fn, for safeguarding, admin and auditor: who, when and why, not what. */
enum status message_report_list(struct ctx *x, void *message_report_page) WARN_UNUSED;

struct message_report_opening {
    int64_t community_id, id;
    const char *why;               /* a word of the choices; logged */
    struct message_report_row row; /* out, as all that follows */
    const char *text, *note;       /* NULL: none */
    struct photo_row *photos;
    int photos_n;
};
/* ctx_fn, by safeguarding; the look is noted. */
enum status message_report_open(struct ctx *x, void *message_report_opening) WARN_UNUSED;

#endif
