/* deliver.h - the worker's postman: takes due notices, looks whether each is still true, words it
 * and hands it to the mail or SMS server, or to the maildir where none is configured. */
#ifndef APP_NOTIFY_DELIVER_H
#define APP_NOTIFY_DELIVER_H

#include "app/domain/ctx.h"
#include "app/notify/mail.h"
#include "app/notify/sms.h"

/* What the configuration says. */
struct deliver_options {
    const char *public_url;  /* links begin with it; its host names the Message-IDs */
    const char *from;        /* the sender's address; NULL: otagai@ that host */
    struct mail_server mail; /* url NULL: into the maildir */
    struct sms_server sms;   /* url NULL: into the maildir */
    const char *maildir;
};

/* With its connections, for one thread at a time. Borrows what options point to. E_BUSY when memory
 * or the maildir's disk refuses; E_INVALID when public_url has no host. */
struct deliver;
enum status deliver_open(struct deliver **d, const struct deliver_options *options) WARN_UNUSED;
void deliver_close(struct deliver *d);

/* Sends what is due, one batch of each channel at the most; *did counts what was settled. OK also
 * when a server is away: then nothing is tried for it for a while. */
enum status deliver_step(struct deliver *d, struct ctx *x, int *did) WARN_UNUSED;

/* From another thread, before the end: deliver_step ends after the message that it is at, and gives
 * the rest back. */
void deliver_hurry(struct deliver *d);

#endif
