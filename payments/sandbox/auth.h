/* auth.h - credentials in a request's Authorization header. Internal to payments/sandbox. */
#ifndef PAYMENTS_SANDBOX_AUTH_H
#define PAYMENTS_SANDBOX_AUTH_H

#include "app/http/request.h"

/* "Bearer sk_test_...", or Basic with it as the user. only: the one key taken, "" any test key. A
 * live key never is. */
bool auth_key(const struct request *rq, const char *only);

/* "Basic": E_INVALID when it is missing or can't be read. */
enum status auth_basic(const struct request *rq, const char **user,
                       const char **password) WARN_UNUSED;

#endif
