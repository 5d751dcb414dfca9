/* log.c - see log.h.
 *
 * DESIGN: a line is built on the stack and leaves in one write(2) under the program's second lock
 * (the other is the database's queue). A log that can't be written is dropped: a full disk must not
 * stop the service, and the metrics tell. */
#include "app/base/log.h"

#include "app/base/limits.h"
#include "app/base/mem.h"
#include "app/base/text.h"
#include "app/base/zone.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

struct log {
    pthread_mutex_t lock; /* guards fd against log_reopen, and lines against each other */
    int fd;
    char *path; /* NULL: standard error */
};

struct line {
    char text[LOG_LINE_BYTES_MAX];
    size_t len;
};

/* What every line ends with; its room is never given to a field. */
#define LINE_CUT       ",\"cut\":true"
#define LINE_END       "}\n"
#define TAIL_BYTES     (sizeof LINE_CUT + sizeof LINE_END)
#define NUMBER_BYTES   24
#define UTF8_BYTES_MAX 4

static int open_path(const char *path)
{
    return open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0640);
}

enum status log_open(struct log **log, const char *path)
{
    size_t path_bytes = path == NULL ? 0 : strlen(path) + 1;
    struct log *l = mem_alloc(sizeof *l + path_bytes);

    if (l == NULL) {
        return E_BUSY;
    }
    l->fd = STDERR_FILENO;
    l->path = NULL;
    if (path != NULL) {
        l->path = memcpy(l + 1, path, path_bytes);
        l->fd = open_path(path);
    }
    if (l->fd < 0) {
        mem_free(l);
        return E_INVALID;
    }
    pthread_mutex_init(&l->lock, NULL);
    *log = l;
    return OK;
}

void log_close(struct log *log)
{
    if (log == NULL) {
        return;
    }
    if (log->path != NULL) {
        close(log->fd);
    }
    pthread_mutex_destroy(&log->lock);
    mem_free(log);
}

void log_reopen(struct log *log)
{
    int fd, old;

    if (log == NULL || log->path == NULL) {
        return;
    }
    fd = open_path(log->path);
    if (fd < 0) {
        return; /* better the moved file than none */
    }
    pthread_mutex_lock(&log->lock);
    old = log->fd;
    log->fd = fd;
    pthread_mutex_unlock(&log->lock);
    close(old);
}

/* False, and nothing added, when it would reach into the tail's room. */
static bool put(struct line *l, const char *text, size_t len)
{
    if (len > sizeof l->text - TAIL_BYTES - l->len) {
        return false;
    }
    memcpy(l->text + l->len, text, len);
    l->len += len;
    return true;
}

/* The character at *i as JSON; *i moves behind it. What is no UTF-8 must not spoil the line. */
static bool put_char(struct line *l, const char *text, size_t len, size_t *i)
{
    size_t at = *i;
    int32_t c = utf8_next(text, len, i);
    char escaped[8];

    if (c >= 0x20 && c != '"' && c != '\\' && c != 0x7f) {
        return put(l, text + at, *i - at);
    }
    snprintf(escaped, sizeof escaped, "\\u%04x", c < 0 ? 0xfffdU : (unsigned)c & 0x7f);
    return put(l, escaped, 6);
}

static bool put_text(struct line *l, const char *text)
{
    size_t len = strnlen(text, LOG_TEXT_BYTES_MAX + UTF8_BYTES_MAX);
    bool fits = put(l, "\"", 1);

    for (size_t i = 0; i < len && fits;) {
        if (i >= LOG_TEXT_BYTES_MAX) {
            fits = put(l, "...", 3);
            break;
        }
        fits = put_char(l, text, len, &i);
    }
    return fits && put(l, "\"", 1);
}

/* The whole field or nothing of it. */
static bool put_field(struct line *l, const struct log_field *f)
{
    char number[NUMBER_BYTES];
    size_t before = l->len;
    bool fits = put(l, ",", 1) && put_text(l, f->name) && put(l, ":", 1);

    if (fits && f->text != NULL) {
        fits = put_text(l, f->text);
    } else if (fits) {
        fits = put(l, number, (size_t)snprintf(number, sizeof number, "%" PRId64, f->number));
    }
    if (!fits) {
        l->len = before;
    }
    return fits;
}

static void put_head(struct line *l, int64_t now, enum log_level level, const char *event)
{
    static const char *const levels[] = {"info", "warn", "error"};
    char at[32];

    utc_format(now, at);
    l->len = (size_t)snprintf(l->text, sizeof l->text, "{\"at\":\"%s\",\"level\":\"%s\"", at,
                              levels[level]);
    (void)put_field(l, &LOG_TEXT("event", event));
}

static void send_line(struct log *log, struct line *l, bool cut)
{
    ssize_t written;

    if (cut) {
        memcpy(l->text + l->len, LINE_CUT, sizeof LINE_CUT - 1);
        l->len += sizeof LINE_CUT - 1;
    }
    memcpy(l->text + l->len, LINE_END, sizeof LINE_END - 1);
    l->len += sizeof LINE_END - 1;
    pthread_mutex_lock(&log->lock);
    do {
        written = write(log->fd, l->text, l->len);
    } while (written < 0 && errno == EINTR);
    pthread_mutex_unlock(&log->lock);
}

void log_event(struct log *log, int64_t now, enum log_level level, const char *event, ...)
{
    struct line l;
    struct log_field f;
    bool fits = true;
    va_list fields;

    if (log == NULL) {
        return;
    }
    put_head(&l, now, level, event);
    va_start(fields, event);
    for (f = va_arg(fields, struct log_field); f.name != NULL && fits;
         f = va_arg(fields, struct log_field)) {
        fits = put_field(&l, &f);
    }
    va_end(fields);
    send_line(log, &l, !fits);
}
