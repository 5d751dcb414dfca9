/* booking.c - see booking.h. */
#include "booking.h"

#include "app/domain/offer.c"
#include <civetweb.h>
#include <curl/curl.h>
#include <jansson.h>
#include <sqlite3.h>
/* #include "app/api/nowhere.h" */
