/* form.h - application/x-www-form-urlencoded as Stripe's API speaks it: nested[keys][0]=value,
 * both ways. The parser is strict and is the only one that reads forms here. */
#ifndef PAYMENTS_FORM_H
#define PAYMENTS_FORM_H

#include "app/base/buf.h"
#include "app/base/limits.h"

struct form {
    struct buf buf;
};

void form_init(struct form *f, struct arena *a);
/* key is a path, "metadata[op_id]": its brackets stay, all else in it is percent-encoded. */
void form_text(struct form *f, const char *key, const char *value);
/* The same, but nothing at all for NULL. */
void form_optional(struct form *f, const char *key, const char *value);
void form_i64(struct form *f, const char *key, int64_t value);
void form_bool(struct form *f, const char *key, bool value);
/* The body, or NULL when it did not fit in FORM_BYTES_MAX. */
const char *form_done(struct form *f) WARN_UNUSED;

struct form_param {
    const char *key; /* decoded, "expand[0]": an empty "[]" has been numbered */
    const char *value;
};
struct form_params {
    struct form_param *rows;
    int n;
};

/* E_INVALID for a broken percent escape, a NUL or other control character but line breaks and tabs,
 * bytes that are not UTF-8, an empty or overlong key, brackets that don't pair, a key given twice,
 * more than FORM_PARAMS_MAX parameters or FORM_BYTES_MAX bytes. E_BUSY when the arena is full. */
enum status form_parse(struct arena *a, struct slice raw, struct form_params *out) WARN_UNUSED;

/* One more parameter, already decoded, under the same rules (a query string's). */
enum status form_add(struct arena *a, struct form_params *f, const char *key,
                     const char *value) WARN_UNUSED;

/* The value, or NULL. */
const char *form_get(const struct form_params *f, const char *key);

#endif
