/* stripe.c - calls out. */
#include "payments/sandbox/sandbox.h"
#include <curl/curl.h>
#include <jansson.h>
