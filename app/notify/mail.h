/* mail.h - a mail as RFC 5322 wants it, and its way to an SMTP server. */
#ifndef APP_NOTIFY_MAIL_H
#define APP_NOTIFY_MAIL_H

#include "app/notify/sending.h"

#include <stdbool.h>

/* E_INVALID for an address that could be more than an address: white space, control characters,
 * brackets, or bytes beyond ASCII. */
enum status mail_address_check(const char *address) WARN_UNUSED;

/* Who writes, and the name behind the '@' of each Message-ID. */
struct mail_sender {
    const char *from; /* an address */
    const char *host; /* "otagai.example.jp" */
};

/* The whole mail. For the wire: CRLF, body in base64; for a file: LF, body as it is, and the
 * headers X-Otagai-Channel and X-Otagai-Kind. Whatever stands in a name or subject, it stays in
 * its header. The Message-ID is the notice's own: a mail sent twice is one to the reader's program.
 * E_INVALID for a bad address, E_BUSY when the arena is full. */
enum status mail_compose(struct arena *a, const struct letter *letter,
                         const struct mail_sender *sender, int64_t now, bool for_file,
                         struct slice *mail) WARN_UNUSED;

/* A server and the connection to it, which is kept from mail to mail. For one thread at a time. */
struct mailer;

struct mail_server {
    /* "smtp://host:587", which must offer STARTTLS unless it is on the loopback, or
     * "smtps://host". */
    const char *url;
    const char *user, *password; /* NULL: no log-in */
};

/* Borrows everything. E_BUSY. */
enum status mailer_open(struct mailer **m, const struct mail_server *server,
                        const struct mail_sender *sender) WARN_UNUSED;
void mailer_close(struct mailer *m);

struct sending mailer_send(struct mailer *m, struct arena *a, const struct letter *letter,
                           int64_t now);

#endif
