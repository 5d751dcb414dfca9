/* log.h - one JSON line an event, from an allow-list of fields: never a name, address, token, mail
 * or health word. */
#ifndef APP_BASE_LOG_H
#define APP_BASE_LOG_H

#include "app/base/status.h"

#include <stdint.h>

struct log;

enum log_level { LOG_INFO, LOG_WARN, LOG_ERROR };

/* path NULL means standard error. E_INVALID when the file can't be opened, E_BUSY
 * when memory is short. */
enum status log_open(struct log **log, const char *path) WARN_UNUSED;
void log_close(struct log *log);
void log_reopen(struct log *log); /* after SIGHUP: the file may have been moved away */

/* event is a constant ("http.request", "db.retry"). Fields come in pairs ended by LOG_END:
 *   log_event(log, now, LOG_INFO, "db.retry", LOG_I64("tries", n), LOG_TEXT("sql", where),
 * LOG_END); A NULL log is silent. */
struct log_field {
    const char *name; /* NULL ends the list */
    const char *text; /* NULL: the number counts */
    int64_t number;
};
#define LOG_I64(n, v)  ((struct log_field){(n), NULL, (int64_t)(v)})
#define LOG_TEXT(n, v) ((struct log_field){(n), (v), 0})
#define LOG_END        ((struct log_field){NULL, NULL, 0})
void log_event(struct log *log, int64_t now, enum log_level level, const char *event, ...);

#endif
