/* encoding.h - files that others publish: found out how they are encoded, brought into UTF-8, and
 * full-width letters and digits made plain where a number or a name of a column is wanted. */
#ifndef APP_BASE_ENCODING_H
#define APP_BASE_ENCODING_H

#include "app/base/arena.h"

/* What is valid UTF-8, with or without a byte order mark, stays as it is; anything else is read as
 * CP932, the Shift_JIS of Windows. The encoding's name is for people. E_INVALID when it is neither,
 * or holds a NUL; *line then is where (from 1). E_BUSY. */
enum status encoding_read(struct arena *a, struct slice bytes, struct slice *utf8,
                          const char **name, int *line) WARN_UNUSED;

/* Full-width ASCII (U+FF01 to U+FF5E) becomes ASCII and an ideographic space a space; white space
 * at both ends goes. NULL when the arena is full. */
const char *encoding_halved(struct arena *a, const char *text) WARN_UNUSED;

#endif
