/* json_scan.h - how deep and how long a JSON text is, before a recursive parser may see it.
 * Internal to app/http. */
#ifndef APP_HTTP_JSON_SCAN_H
#define APP_HTTP_JSON_SCAN_H

#include "app/base/status.h"

#include <stddef.h>

/* E_INVALID when brackets nest deeper than depth_max or there are more than tokens_max tokens
 * (brackets, strings, numbers, words). Everything else that is wrong is left to the parser. */
enum status json_scan(const void *text, size_t len, int depth_max, int tokens_max) WARN_UNUSED;

#endif
