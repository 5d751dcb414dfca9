/* form_test.c - form bodies: byte for byte what the official SDK writes, and nothing sloppy read.
 */
#include "payments/form.h"
#include "tests/payments/vectors.h"
#include "tests/test.h"

#include <stdio.h>
#include <string.h>

static void add_value(struct form *f, const char *key, json_t *v)
{
    const char *name;
    char path[FORM_KEY_BYTES_MAX];
    json_t *inner;
    size_t i;

    if (json_is_object(v)) {
        json_object_foreach (v, name, inner) {
            snprintf(path, sizeof path, "%s[%s]", key, name);
            add_value(f, path, inner);
        }
    } else if (json_is_array(v)) {
        json_array_foreach (v, i, inner) {
            snprintf(path, sizeof path, "%s[%d]", key, (int)i);
            add_value(f, path, inner);
        }
    } else if (json_is_integer(v)) {
        form_i64(f, key, json_integer_value(v));
    } else if (json_is_boolean(v)) {
        form_bool(f, key, json_is_true(v));
    } else {
        form_text(f, key, json_is_string(v) ? json_string_value(v) : "");
    }
}

TEST(form_bodies_are_the_official_sdks_byte_for_byte)
{
    json_t *root, *c, *v, *cases = vectors_load("form-encoding.json", 13, &root);
    size_t i;

    json_array_foreach (cases, i, c) {
        json_t *input = json_loads(json_string_value(json_object_get(c, "input")), 0, NULL);
        struct arena *a = arena_open(ARENA_JOB_BYTES_MAX);
        struct form f;
        const char *name;

        form_init(&f, a);
        json_object_foreach (input, name, v) {
            add_value(&f, name, v);
        }
        CHECK_TEXT(form_done(&f), json_string_value(json_object_get(c, "expected")));
        arena_close(a);
        json_decref(input);
    }
    json_decref(root);
}

static enum status parse(struct arena *a, const char *text, struct form_params *f)
{
    struct slice raw = {(const uint8_t *)text, strlen(text)};

    return form_parse(a, raw, f);
}

TEST(what_we_encode_we_read_back)
{
    json_t *root, *c, *cases = vectors_load("form-encoding.json", 13, &root);
    struct arena *a = arena_open(ARENA_JOB_BYTES_MAX);
    size_t i;

    json_array_foreach (cases, i, c) {
        const char *body = json_string_value(json_object_get(c, "expected"));
        struct form_params in;
        struct form out;

        CHECK_STATUS(parse(a, body, &in), OK);
        form_init(&out, a);
        for (int k = 0; k < in.n; k++) {
            form_text(&out, in.rows[k].key, in.rows[k].value);
        }
        CHECK_TEXT(form_done(&out), body);
    }
    arena_close(a);
    json_decref(root);
}

TEST(form_reader_takes_plus_escaped_brackets_and_empty_indices)
{
    struct arena *a = arena_open(ARENA_JOB_BYTES_MAX);
    struct form_params f;

    CHECK_STATUS(parse(a, "name=a+b%2Bc&metadata%5Bop_id%5D=x&expand[]=p&expand%5B%5D=q&e", &f),
                 OK);
    CHECK_I64(f.n, 5);
    CHECK_TEXT(form_get(&f, "name"), "a b+c");
    CHECK_TEXT(form_get(&f, "metadata[op_id]"), "x");
    CHECK_TEXT(form_get(&f, "expand[0]"), "p");
    CHECK_TEXT(form_get(&f, "expand[1]"), "q");
    CHECK_TEXT(form_get(&f, "e"), "");
    CHECK(form_get(&f, "expand[]") == NULL);
    CHECK_STATUS(parse(a, "", &f), OK);
    CHECK_I64(f.n, 0);
    arena_close(a);
}

TEST(form_reader_refuses_what_is_broken)
{
    static const char *const bad[] = {
        "a=%",           "a=%4",    "a=%zz", "a=%00",    "a=%01",     "a=%ff",
        "a=%c3%28",      "=1",      "&a=1",  "a=1&&b=2", "a[=1",      "a]=1",
        "a[b=1",         "a[b]c=1", "[a]=1", "a[][b]=1", "a[b[c]]=1", "a=1&a=1",
        "a[b]=1&a[b]=2", "%=1",     "a=1&",  "a%5B=1",
    };
    struct arena *a = arena_open(ARENA_JOB_BYTES_MAX);
    struct form_params f;

    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        enum status s = parse(a, bad[i], &f);

        if (strcmp(bad[i], "a=1&") == 0) {
            CHECK_STATUS(s, OK); /* nothing follows the last '&' */
        } else if (s != E_INVALID) {
            test_fail(__FILE__, __LINE__, "\"%s\" was read", bad[i]);
        }
    }
    arena_close(a);
}

TEST(form_reader_stops_at_its_bounds)
{
    struct arena *a = arena_open(ARENA_JOB_BYTES_MAX);
    struct form_params f = {NULL, 0};
    char key[FORM_KEY_BYTES_MAX + 2];
    struct slice big;
    char *body;

    for (int i = 0; i < FORM_PARAMS_MAX; i++) {
        CHECK_STATUS(form_add(a, &f, arena_printf(a, "k%d", i), ""), OK);
    }
    CHECK_STATUS(form_add(a, &f, "one_more", ""), E_INVALID);

    memset(&f, 0, sizeof f);
    memset(key, 'k', sizeof key - 1);
    key[sizeof key - 1] = '\0';
    CHECK_STATUS(form_add(a, &f, key, ""), E_INVALID);
    key[FORM_KEY_BYTES_MAX] = '\0';
    CHECK_STATUS(form_add(a, &f, key, ""), OK);

    body = arena_alloc(a, FORM_BYTES_MAX + 1);
    memset(body, 'x', FORM_BYTES_MAX + 1);
    body[1] = '=';
    big.data = (const uint8_t *)body;
    big.len = FORM_BYTES_MAX + 1;
    CHECK_STATUS(form_parse(a, big, &f), E_INVALID);
    big.len = FORM_BYTES_MAX;
    CHECK_STATUS(form_parse(a, big, &f), OK);
    arena_close(a);
}

TEST(a_form_that_does_not_fit_says_so)
{
    struct arena *a = arena_open(ARENA_JOB_BYTES_MAX);
    struct form f;
    char value[1025];

    memset(value, 'v', sizeof value - 1);
    value[sizeof value - 1] = '\0';
    form_init(&f, a);
    for (int i = 0; i < 65; i++) {
        form_text(&f, "k", value);
    }
    CHECK(form_done(&f) == NULL);
    arena_close(a);
}
