/* server.h - http. */
#include <civetweb.h>
