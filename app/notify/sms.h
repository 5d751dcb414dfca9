/* sms.h - a short message by Twilio's Messages API, or whoever speaks it. */
#ifndef APP_NOTIFY_SMS_H
#define APP_NOTIFY_SMS_H

#include "app/notify/sending.h"

struct sms_server {
    const char *url;             /* "https://api.twilio.com"; http on the loopback alone */
    const char *account, *token; /* "AC...", and its secret */
    const char *from;            /* our number, E.164 */
};

/* For one thread at a time. Borrows everything. E_BUSY. */
struct texter;
enum status texter_open(struct texter **t, const struct sms_server *server) WARN_UNUSED;
void texter_close(struct texter *t);

/* At least once: an answer that is lost means that it is sent again. */
struct sending texter_send(struct texter *t, struct arena *a, const struct letter *letter);

#endif
