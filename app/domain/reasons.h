/* reasons.h - every reason for which a rule says no. The strings are stable: they are sent to
 * clients, worded in app/texts/{ja,en,ja-easy}.json, and each is exercised by a test. */
#ifndef APP_DOMAIN_REASONS_H
#define APP_DOMAIN_REASONS_H

/* Sorted by the string. */
#define REASONS(X)                                      \
    X(BODY_DEPTH, "body.too_deep")                      \
    X(BODY_DUPLICATE_KEY, "body.duplicate_key")         \
    X(BODY_NOT_JSON, "body.not_json")                   \
    X(FIELD_INVALID, "field.invalid")                   \
    X(FIELD_MISSING, "field.missing")                   \
    X(FIELD_UNKNOWN, "field.unknown")                   \
    X(IDEMPOTENCY_MISMATCH, "idempotency.other_body")   \
    X(IDEMPOTENCY_REQUIRED, "idempotency.key_required") \
    X(QUERY_INVALID, "query.invalid")

#define REASON_ENUM(name, text) R_##name,
enum reason { R_NONE, REASONS(REASON_ENUM) REASON_COUNT };
#undef REASON_ENUM

/* "booking.too_late"; NULL for R_NONE. */
const char *reason_text(enum reason r);

#endif
