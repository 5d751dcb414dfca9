/* maildir.h - where messages land when no server is configured: a maildir any mail program opens;
 * each message once, whatever happens in between. */
#ifndef APP_NOTIFY_MAILDIR_H
#define APP_NOTIFY_MAILDIR_H

#include "app/base/arena.h"

#include <stdbool.h>

/* Makes dir with tmp, new and cur (0700) where they are not there. E_BUSY when the disk refuses. */
enum status maildir_ready(const char *dir) WARN_UNUSED;

/* The message is durable under its name, in new, when this returns OK; a message of that name that
 * is there already, read or not, stays as it is. E_BUSY when the disk refuses. */
enum status maildir_put(const char *dir, const char *name, struct slice message) WARN_UNUSED;

#endif
