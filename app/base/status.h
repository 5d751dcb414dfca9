/* status.h - the one result type of every fallible function, from the disk up to the HTTP reply. */
#ifndef APP_BASE_STATUS_H
#define APP_BASE_STATUS_H

#define WARN_UNUSED             __attribute__((warn_unused_result))
#define PRINTF_LIKE(fmt, first) __attribute__((format(printf, fmt, first)))

/* name, HTTP code, wire word (the problem's title), who is at fault.
 * A rule that says no is E_RULE (422) and carries a reason; a lost race is E_CONFLICT (409). */
#define STATUSES(X)                                      \
    X(OK, 200, "ok", FAULT_NOBODY)                       \
    X(E_INVALID, 400, "invalid", FAULT_CLIENT)           \
    X(E_UNAUTHORISED, 401, "unauthorised", FAULT_CLIENT) \
    X(E_FORBIDDEN, 403, "forbidden", FAULT_CLIENT)       \
    X(E_NOT_FOUND, 404, "not_found", FAULT_CLIENT)       \
    X(E_METHOD, 405, "method_not_allowed", FAULT_CLIENT) \
    X(E_TIMEOUT, 408, "timeout", FAULT_CLIENT)           \
    X(E_CONFLICT, 409, "conflict", FAULT_CLIENT)         \
    X(E_TOO_LARGE, 413, "too_large", FAULT_CLIENT)       \
    X(E_MEDIA, 415, "unsupported_media", FAULT_CLIENT)   \
    X(E_RULE, 422, "rule", FAULT_CLIENT)                 \
    X(E_TOO_MANY, 429, "too_many", FAULT_CLIENT)         \
    X(E_HEADERS, 431, "headers_too_large", FAULT_CLIENT) \
    X(E_INTERNAL, 500, "internal", FAULT_SERVER)         \
    X(E_BUSY, 503, "busy", FAULT_SERVER)

enum fault { FAULT_NOBODY, FAULT_CLIENT, FAULT_SERVER };

#define STATUS_ENUM(name, http, wire, fault) name,
enum status { STATUSES(STATUS_ENUM) STATUS_COUNT };
#undef STATUS_ENUM

int status_http(enum status s);
const char *status_wire(enum status s);
enum fault status_fault(enum status s);

#endif
