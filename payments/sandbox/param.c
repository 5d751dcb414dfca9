/* param.c - reading what was sent: strictly, and never a card number; see parts.h. */
#include "app/base/text.h"
#include "payments/sandbox/object.h"

#include <string.h>

#define METADATA_KEYS_MAX       50
#define METADATA_KEY_BYTES_MAX  40
#define METADATA_TEXT_CHARS_MAX 500

const char *param(const struct call *c, const char *key)
{
    return form_get(&c->in, key);
}

bool param_required(struct call *c, const char *key, const char **value)
{
    *value = param(c, key);
    if (*value == NULL || (*value)[0] == '\0') {
        refuse_param(c, "parameter_missing", key, "Missing required param: %s.", key);
        return false;
    }
    return true;
}

/* Keeps what the caller put there when it was not sent. */
bool param_i64(struct call *c, const char *key, int64_t lo, int64_t hi, int64_t *value)
{
    const char *text = param(c, key);

    if (text == NULL) {
        return true;
    }
    if (int64_parse(text, value) != OK || *value < lo || *value > hi) {
        refuse_param(c, "parameter_invalid_integer", key, "Invalid integer: %s", text);
        return false;
    }
    return true;
}

bool param_bool(struct call *c, const char *key, bool *value)
{
    const char *text = param(c, key);

    if (text == NULL) {
        return true;
    }
    *value = strcmp(text, "true") == 0 || strcmp(text, "True") == 0;
    if (!*value && strcmp(text, "false") != 0 && strcmp(text, "False") != 0) {
        refuse_param(c, "parameter_invalid_boolean", key, "Invalid boolean: %s", text);
        return false;
    }
    return true;
}

bool param_texts(struct call *c, json_t *object, const char *names)
{
    char name[FORM_KEY_BYTES_MAX];

    while (*names != '\0') {
        size_t n = strcspn(names, " ");
        const char *value;

        memcpy(name, names, n);
        name[n] = '\0';
        value = param(c, name);
        if (value != NULL) {
            set_text(c, object, name, value[0] != '\0' ? value : NULL);
        }
        names += n + strspn(names + n, " ");
    }
    return going(c);
}

static bool metadata_one(struct call *c, json_t *metadata, const char *key, const char *value)
{
    size_t n = strlen(key) - strlen("metadata[") - 1;
    const char *name = arena_strndup(c->arena, key + strlen("metadata["), n);

    if (name == NULL) {
        return well(c, E_BUSY);
    }
    if (strchr(name, '[') != NULL || n > METADATA_KEY_BYTES_MAX ||
        utf8_length(value) > METADATA_TEXT_CHARS_MAX) {
        refuse_param(c, NULL, key, "Metadata keys have up to 40 characters, values up to 500.");
        return false;
    }
    if (value[0] == '\0') {
        json_object_del(metadata, name);
    } else {
        set_text(c, metadata, name, value);
    }
    return going(c);
}

bool param_metadata(struct call *c, json_t *object)
{
    json_t *metadata = json_object_get(object, "metadata");

    for (int i = 0; going(c) && i < c->in.n; i++) {
        const struct form_param *p = &c->in.rows[i];

        if (strncmp(p->key, "metadata[", 9) == 0) {
            metadata_one(c, metadata, p->key, p->value);
        } else if (strcmp(p->key, "metadata") == 0 && p->value[0] == '\0') {
            json_object_clear(metadata);
        }
    }
    if (going(c) && json_object_size(metadata) > METADATA_KEYS_MAX) {
        refuse_param(c, NULL, "metadata", "You can have up to 50 metadata keys.");
    }
    return going(c);
}

/* One name of a spec against one key, segment by segment. */
static bool matches(const char *spec, size_t len, const char *key)
{
    const char *end = spec + len;

    while (spec < end && *key != '\0') {
        if (*spec == '*' || *spec == '#') {
            size_t n = *spec == '#' ? strspn(key, "0123456789") : strcspn(key, "]");

            if (n == 0) {
                return false;
            }
            key += n;
            spec++;
        } else if (*spec++ != *key++) {
            return false;
        }
    }
    return spec == end && *key == '\0';
}

static bool known(const char *spec, const char *key)
{
    while (*spec != '\0') {
        size_t n = strcspn(spec, " ");

        if (matches(spec, n, key)) {
            return true;
        }
        spec += n + strspn(spec + n, " ");
    }
    return false;
}

const char *param_unknown(const struct form_params *in, const char *spec)
{
    for (int i = 0; i < in->n; i++) {
        if (!known(spec, in->rows[i].key)) {
            return in->rows[i].key;
        }
    }
    return NULL;
}

bool param_raw_card(const struct form_params *in)
{
    static const char *const names[] = {"number", "cvc", "[number]", "[cvc]", "[exp_month]"};

    for (int i = 0; i < in->n; i++) {
        const char *key = in->rows[i].key;

        for (size_t k = 0; k < sizeof names / sizeof *names; k++) {
            bool segment = names[k][0] == '[';

            if (segment ? strstr(key, names[k]) != NULL && strncmp(key, "metadata[", 9) != 0
                        : strcmp(key, names[k]) == 0) {
                return true;
            }
        }
    }
    return false;
}
