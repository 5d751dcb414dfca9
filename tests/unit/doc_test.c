/* doc_test.c - one meaning, one text, one digest. */
#include "app/base/doc.h"
#include "tests/test.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static const char *sample(struct arena *a, size_t bytes_max)
{
    struct doc d;

    doc_init(&d, a, bytes_max);
    doc_object(&d, NULL);
    doc_array(&d, "children");
    doc_text(&d, NULL, "ch_1");
    doc_object(&d, NULL);
    doc_bool(&d, "epipen", true);
    doc_end(&d);
    doc_array(&d, NULL);
    doc_end(&d);
    doc_end(&d);
    doc_int(&d, "fee", -1400);
    doc_text(&d, "note", NULL);
    doc_object(&d, "zero");
    doc_end(&d);
    doc_end(&d);
    return doc_done(&d);
}

#define SAMPLE \
    "{\"children\":[\"ch_1\",{\"epipen\":true},[]],\"fee\":-1400,\"note\":null,\"zero\":{}}"

TEST(a_document_has_sorted_keys_and_no_white_space)
{
    struct arena *a = arena_open(65536);

    CHECK_TEXT(sample(a, 1000), SAMPLE);
    arena_close(a);
}

TEST(a_document_that_does_not_fit_is_no_document)
{
    struct arena *a = arena_open(65536);

    for (size_t max = 0; max < strlen(SAMPLE); max++) {
        CHECK(sample(a, max) == NULL);
    }
    CHECK_TEXT(sample(a, strlen(SAMPLE)), SAMPLE);
    arena_close(a);
}

/* The text of one value, without the brackets around it. */
static const char *text_value(struct arena *a, const char *value)
{
    struct doc d;

    doc_init(&d, a, 1000);
    doc_text(&d, NULL, value);
    return doc_done(&d);
}

TEST(texts_are_escaped_as_rfc_8785_says_and_no_further)
{
    struct arena *a = arena_open(65536);

    /* The example of RFC 8785 section 3.2.2. */
    CHECK_TEXT(text_value(a, "\xe2\x82\xac$\x0f\nA'B\"\\\\\"/"),
               "\"\xe2\x82\xac$\\u000f\\nA'B\\\"\\\\\\\\\\\"/\"");
    CHECK_TEXT(text_value(a, "\b\t\n\v\f\r\x01\x1f\x7f"),
               "\"\\b\\t\\n\\u000b\\f\\r\\u0001\\u001f\x7f\"");
    CHECK_TEXT(text_value(a, "お迎え 😀"), "\"お迎え 😀\"");
    CHECK_TEXT(text_value(a, ""), "\"\"");
    arena_close(a);
}

TEST(a_text_that_is_no_utf8_makes_no_document)
{
    struct arena *a = arena_open(65536);

    CHECK(text_value(a, "\xff") == NULL);
    CHECK(text_value(a, "\xed\xa0\x80") == NULL);
    CHECK(text_value(a, "\xc0\xaf") == NULL);
    arena_close(a);
}

TEST(the_digest_is_the_sha_256_of_the_bytes)
{
    char hex[65];

    doc_digest("{}", hex);
    CHECK_TEXT(hex, "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a");
}

/* True when the misuse ends the process, as an assert must. */
static bool ends_the_process(void (*misuse)(struct doc *))
{
    pid_t child = fork();
    int code;

    if (child == 0) {
        struct doc d;

        signal(SIGABRT, SIG_DFL);
        if (freopen("/dev/null", "w", stderr) == NULL) {
            _exit(1);
        }
        doc_init(&d, arena_open(65536), 1000);
        misuse(&d);
        _exit(0);
    }
    CHECK(child > 0 && waitpid(child, &code, 0) == child);
    return WIFSIGNALED(code) && WTERMSIG(code) == SIGABRT;
}

static void keys_out_of_order(struct doc *d)
{
    doc_object(d, NULL);
    doc_int(d, "b", 1);
    doc_int(d, "a", 2);
}

static void a_key_twice(struct doc *d)
{
    doc_object(d, NULL);
    doc_int(d, "a", 1);
    doc_int(d, "a", 2);
}

static void a_key_in_an_array(struct doc *d)
{
    doc_array(d, NULL);
    doc_int(d, "a", 1);
}

static void no_key_in_an_object(struct doc *d)
{
    doc_object(d, NULL);
    doc_int(d, NULL, 1);
}

static void two_values_at_the_top(struct doc *d)
{
    doc_int(d, NULL, 1);
    doc_int(d, NULL, 1);
}

static void an_open_object(struct doc *d)
{
    doc_object(d, NULL);
    (void)(doc_done(d) == NULL);
}

static void a_number_json_can_not_carry(struct doc *d)
{
    doc_int(d, NULL, INT64_C(1) << 53);
}

static void too_deep(struct doc *d)
{
    for (int i = 0; i < 9; i++) {
        doc_array(d, NULL);
    }
}

static void in_order(struct doc *d)
{
    for (int i = 0; i < 8; i++) {
        doc_array(d, NULL);
    }
    doc_int(d, NULL, (INT64_C(1) << 53) - 1);
}

TEST(a_caller_who_misuses_the_writer_is_stopped)
{
    CHECK(ends_the_process(keys_out_of_order));
    CHECK(ends_the_process(a_key_twice));
    CHECK(ends_the_process(a_key_in_an_array));
    CHECK(ends_the_process(no_key_in_an_object));
    CHECK(ends_the_process(two_values_at_the_top));
    CHECK(ends_the_process(an_open_object));
    CHECK(ends_the_process(a_number_json_can_not_carry));
    CHECK(ends_the_process(too_deep));
    CHECK(!ends_the_process(in_order));
}
