/* sending.h - what came of handing one message to a server. */
#ifndef APP_NOTIFY_SENDING_H
#define APP_NOTIFY_SENDING_H

#include "app/base/arena.h"

#define SENDING_ERROR_BYTES 96

enum sent_rc {
    SENT_OK,         /* the server took it */
    SENT_LATER,      /* not now, says the server of this message; or nobody knows: try again */
    SENT_REFUSED,    /* never, says the server of this message */
    SENT_UNREACHABLE /* no server, or it wants none of our messages: nothing to do with this one */
};

struct sending {
    enum sent_rc rc;
    /* For staff and the log: where it stopped, and the server's code or libcurl's words. Never an
     * address, a number or the server's own words. Empty for SENT_OK. */
    char error[SENDING_ERROR_BYTES];
};

/* One message to one person, worded. */
struct letter {
    int64_t notice_id;
    int64_t created_at;
    const char *channel, *kind;
    const char *to;
    const char *subject; /* NULL in an SMS */
    const char *body;
};

#endif
