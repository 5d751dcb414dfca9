/* mail_sink.h - a tiny SMTP server on a free loopback port for tests: takes mails and keeps them,
 * or behaves as badly as it is told. */
#ifndef TESTS_MAIL_SINK_H
#define TESTS_MAIL_SINK_H

#include <stddef.h>

#define SINK_MAILS_MAX 512

enum sink_mood {
    SINK_TAKES,
    SINK_BUSY,           /* 421 instead of a greeting */
    SINK_LOGIN_REFUSED,  /* asks for a log-in, and 535 to whatever it is */
    SINK_SENDER_REFUSED, /* 550 to MAIL: it wants nothing of ours */
    SINK_RCPT_LATER,     /* 450 to RCPT */
    SINK_RCPT_REFUSED,   /* 550 to RCPT */
    SINK_DATA_REFUSED,   /* 554 to the finished mail */
    SINK_DIES_AT_RCPT,   /* closes the connection instead of an answer */
    SINK_DIES_AFTER_DATA /* keeps the mail, but closes without an answer */
};

struct sink_mail {
    char *text; /* as it came, lines ended by CRLF, dots unstuffed */
    char from[300], to[300], helo[300];
};

struct mail_sink;

/* Fails the test when it can't listen; ends with the test. */
struct mail_sink *mail_sink_open(void);
/* Again where one was before. */
struct mail_sink *mail_sink_open_at(int port);
int mail_sink_port(const struct mail_sink *s);
/* Earlier: connections are refused from now on. */
void mail_sink_close(struct mail_sink *s);

const char *mail_sink_url(const struct mail_sink *s); /* "smtp://127.0.0.1:40123" */
void mail_sink_mood(struct mail_sink *s, enum sink_mood mood);
void mail_sink_delay(struct mail_sink *s, int ms); /* before each answer */

int mail_sink_connections(struct mail_sink *s);
/* How many mails it kept; the i-th of them, borrowed until the sink is closed. */
int mail_sink_count(struct mail_sink *s);
const struct sink_mail *mail_sink_mail(struct mail_sink *s, int i);

#endif
