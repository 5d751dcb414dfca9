/* mail_sink.c - see mail_sink.h. One thread a connection. */
#include "tests/mail_sink.h"

#include "tests/test.h"

#include <arpa/inet.h>
#include <poll.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <unistd.h>

#define LINE_MAX_BYTES 2048
#define TEXT_MAX_BYTES (256 * 1024)

struct mail_sink {
    int listener;
    char url[64];
    int port;
    pthread_t thread;
    atomic_bool stop;
    atomic_int mood, delay_ms, connections, talking, mails_n;
    pthread_mutex_t lock; /* of mails */
    struct sink_mail mails[SINK_MAILS_MAX];
};

/* One conversation. */
struct talk {
    struct mail_sink *sink;
    int fd;
    char in[LINE_MAX_BYTES];
    size_t in_len;
    struct sink_mail mail;
};

static bool say(struct talk *t, const char *line)
{
    usleep((useconds_t)atomic_load(&t->sink->delay_ms) * 1000);
    return send(t->fd, line, strlen(line), MSG_NOSIGNAL) == (ssize_t)strlen(line);
}

/* One line without its CRLF. False: the other side is gone, or the sink is to stop. */
static bool hear(struct talk *t, char line[LINE_MAX_BYTES])
{
    for (;;) {
        char *end = memmem(t->in, t->in_len, "\r\n", 2);
        struct pollfd p = {t->fd, POLLIN, 0};
        ssize_t n;

        if (end != NULL) {
            size_t len = (size_t)(end - t->in);

            memcpy(line, t->in, len);
            line[len] = '\0';
            t->in_len -= len + 2;
            memmove(t->in, end + 2, t->in_len);
            return true;
        }
        while (poll(&p, 1, 50) == 0) {
            if (atomic_load(&t->sink->stop)) {
                return false;
            }
        }
        n = recv(t->fd, t->in + t->in_len, sizeof t->in - t->in_len, 0);
        if (n <= 0) {
            return false;
        }
        t->in_len += (size_t)n;
    }
}

static void keep(struct talk *t)
{
    int n;

    pthread_mutex_lock(&t->sink->lock);
    n = atomic_load(&t->sink->mails_n);
    if (n < SINK_MAILS_MAX) {
        t->sink->mails[n] = t->mail;
        atomic_store(&t->sink->mails_n, n + 1);
    } else {
        free(t->mail.text);
    }
    t->mail.text = NULL;
    pthread_mutex_unlock(&t->sink->lock);
}

static bool hear_data(struct talk *t)
{
    char line[LINE_MAX_BYTES];
    size_t len = 0;

    t->mail.text = malloc(TEXT_MAX_BYTES);
    if (t->mail.text == NULL || !say(t, "354 go on\r\n")) {
        return false;
    }
    while (hear(t, line) && strcmp(line, ".") != 0) {
        const char *text = line[0] == '.' ? line + 1 : line;

        if (len + strlen(text) + 3 > TEXT_MAX_BYTES) {
            return false;
        }
        len += (size_t)snprintf(t->mail.text + len, TEXT_MAX_BYTES - len, "%s\r\n", text);
    }
    t->mail.text[len] = '\0';
    return strcmp(line, ".") == 0;
}

static bool end_data(struct talk *t)
{
    if (!hear_data(t)) {
        return false;
    }
    if (atomic_load(&t->sink->mood) == SINK_DATA_REFUSED) {
        return say(t, "554 no\r\n");
    }
    keep(t);
    return atomic_load(&t->sink->mood) != SINK_DIES_AFTER_DATA && say(t, "250 kept\r\n");
}

static void copy_after(char to[300], const char *line, char mark, char until)
{
    const char *from = strchr(line, mark);

    snprintf(to, 300, "%s", from != NULL ? from + 1 : "");
    to[strcspn(to, (char[]){until, '\0'})] = '\0';
}

static bool answer_rcpt(struct talk *t, const char *line)
{
    copy_after(t->mail.to, line, '<', '>');
    switch (atomic_load(&t->sink->mood)) {
    case SINK_RCPT_LATER:
        return say(t, "450 later\r\n");
    case SINK_RCPT_REFUSED:
        return say(t, "550 nobody of that name\r\n");
    case SINK_DIES_AT_RCPT:
        return false;
    default:
        return say(t, "250 ok\r\n");
    }
}

/* AUTH LOGIN: the name, then the password. */
static bool answer_auth(struct talk *t)
{
    char line[LINE_MAX_BYTES];

    return say(t, "334 VXNlcm5hbWU6\r\n") && hear(t, line) && say(t, "334 UGFzc3dvcmQ6\r\n") &&
           hear(t, line) && say(t, "535 who are you\r\n");
}

static bool answer(struct talk *t, const char *line)
{
    if (strncasecmp(line, "EHLO", 4) == 0 || strncasecmp(line, "HELO", 4) == 0) {
        bool login = atomic_load(&t->sink->mood) == SINK_LOGIN_REFUSED;

        copy_after(t->mail.helo, line, ' ', '\0');
        return say(t, login ? "250-sink\r\n250 AUTH LOGIN\r\n" : "250-sink\r\n250 8BITMIME\r\n");
    }
    if (strncasecmp(line, "AUTH", 4) == 0) {
        return answer_auth(t);
    }
    if (strncasecmp(line, "MAIL", 4) == 0) {
        copy_after(t->mail.from, line, '<', '>');
        return say(t, atomic_load(&t->sink->mood) == SINK_SENDER_REFUSED ? "550 not from you\r\n"
                                                                         : "250 ok\r\n");
    }
    if (strncasecmp(line, "RCPT", 4) == 0) {
        return answer_rcpt(t, line);
    }
    if (strncasecmp(line, "DATA", 4) == 0) {
        return end_data(t);
    }
    if (strncasecmp(line, "QUIT", 4) == 0) {
        say(t, "221 bye\r\n");
        return false;
    }
    return say(t, "250 ok\r\n");
}

static void *talk(void *arg)
{
    struct talk *t = arg;
    char line[LINE_MAX_BYTES];
    bool go_on;

    if (atomic_load(&t->sink->mood) == SINK_BUSY) {
        say(t, "421 busy\r\n");
    } else {
        go_on = say(t, "220 sink\r\n");
        while (go_on && hear(t, line)) {
            go_on = answer(t, line);
        }
    }
    free(t->mail.text);
    close(t->fd);
    atomic_fetch_sub(&t->sink->talking, 1);
    free(t);
    return NULL;
}

static void begin_talk(struct mail_sink *s, int fd)
{
    struct talk *t = calloc(1, sizeof *t);
    pthread_t thread;

    atomic_fetch_add(&s->connections, 1);
    atomic_fetch_add(&s->talking, 1);
    if (t != NULL) {
        t->sink = s;
        t->fd = fd;
    }
    if (t == NULL || pthread_create(&thread, NULL, talk, t) != 0) {
        abort();
    }
    pthread_detach(thread);
}

static void *listen_thread(void *arg)
{
    struct mail_sink *s = arg;

    while (!atomic_load(&s->stop)) {
        struct pollfd p = {s->listener, POLLIN, 0};

        if (poll(&p, 1, 20) > 0) {
            int fd = accept(s->listener, NULL, NULL);

            if (fd >= 0) {
                begin_talk(s, fd);
            }
        }
    }
    return NULL;
}

static void stop(void *arg)
{
    struct mail_sink *s = arg;

    atomic_store(&s->stop, true);
    pthread_join(s->thread, NULL);
    while (atomic_load(&s->talking) > 0) {
        usleep(5000);
    }
    close(s->listener);
    pthread_mutex_destroy(&s->lock);
    for (int i = 0; i < atomic_load(&s->mails_n); i++) {
        free(s->mails[i].text);
    }
    free(s);
}

struct mail_sink *mail_sink_open(void)
{
    return mail_sink_open_at(0);
}

struct mail_sink *mail_sink_open_at(int port)
{
    struct sockaddr_in at = {.sin_family = AF_INET,
                             .sin_port = htons((uint16_t)port),
                             .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t len = sizeof at;
    struct mail_sink *s = calloc(1, sizeof *s);
    int on = 1;

    CHECK(s != NULL);
    pthread_mutex_init(&s->lock, NULL);
    s->listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    CHECK(s->listener >= 0);
    CHECK(setsockopt(s->listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on) == 0);
    CHECK(bind(s->listener, (struct sockaddr *)&at, len) == 0 && listen(s->listener, 16) == 0);
    CHECK(getsockname(s->listener, (struct sockaddr *)&at, &len) == 0);
    s->port = ntohs(at.sin_port);
    snprintf(s->url, sizeof s->url, "smtp://127.0.0.1:%d", s->port);
    CHECK(pthread_create(&s->thread, NULL, listen_thread, s) == 0);
    test_cleanup(stop, s);
    return s;
}

void mail_sink_close(struct mail_sink *s)
{
    test_cleanup_done(stop, s);
    stop(s);
}

int mail_sink_port(const struct mail_sink *s)
{
    return s->port;
}

const char *mail_sink_url(const struct mail_sink *s)
{
    return s->url;
}

void mail_sink_mood(struct mail_sink *s, enum sink_mood mood)
{
    atomic_store(&s->mood, (int)mood);
}

void mail_sink_delay(struct mail_sink *s, int ms)
{
    atomic_store(&s->delay_ms, ms);
}

int mail_sink_connections(struct mail_sink *s)
{
    return atomic_load(&s->connections);
}

int mail_sink_count(struct mail_sink *s)
{
    return atomic_load(&s->mails_n);
}

const struct sink_mail *mail_sink_mail(struct mail_sink *s, int i)
{
    CHECK(i >= 0 && i < mail_sink_count(s));
    return &s->mails[i];
}
