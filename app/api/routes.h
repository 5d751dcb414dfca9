/* routes.h - the two route tables: the API, and what only the operator's network sees. */
#ifndef APP_API_ROUTES_H
#define APP_API_ROUTES_H

#include "app/http/router.h"

extern const struct route api_routes[];
extern const struct route private_routes[];

#endif
