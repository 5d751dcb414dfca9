/* rfc3339.h - instants as text: "2026-11-25T16:45:00+09:00". Internal to app/http. */
#ifndef APP_HTTP_RFC3339_H
#define APP_HTTP_RFC3339_H

#include "app/base/status.h"

#include <stddef.h>
#include <stdint.h>

/* Milliseconds since the epoch. Seconds are written, fractions (up to 3 digits) may be; an offset
 * or Z is. No leap seconds. E_INVALID for anything else. */
enum status rfc3339_parse(const char *text, size_t len, int64_t *at) WARN_UNUSED;

#endif
