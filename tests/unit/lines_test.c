/* lines_test.c - a list written as text is the JSON that a tree would have given. */
#include "app/base/limits.h"
#include "app/http/reply.h"
#include "tests/test.h"

#include <stdint.h>
#include <string.h>

static void close_arena(void *a)
{
    arena_close(a);
}

static void begin(struct lines *l, struct request *rq)
{
    struct arena *arena = arena_open(ARENA_REQUEST_BYTES_MAX);

    CHECK(arena != NULL);
    test_cleanup(close_arena, arena);
    *rq = (struct request){.ctx = {.arena = arena}};
    lines_begin(l, rq);
}

static void drop(void *v)
{
    json_decref(v);
}

/* What is in the list so far, as a tree that ends with the test. */
static json_t *parsed(struct lines *l)
{
    json_t *v;

    buf_text(&l->text, "]}");
    CHECK(buf_done(&l->text) != NULL);
    v = json_loadb(l->text.data, l->text.len, JSON_REJECT_DUPLICATES, NULL);
    CHECK(v != NULL);
    test_cleanup(drop, v);
    return json_object_get(v, "items");
}

TEST(a_line_of_every_kind_reads_as_it_would_from_a_tree)
{
    struct request rq;
    struct lines l;
    json_t *want =
        json_fields(J_TEXT("t", "花子"), J_TEXT("none", NULL), J_I64("zero", 0),
                    J_I64("least", INT64_MIN), J_I64("most", INT64_MAX), J_BOOL("yes", true),
                    J_BOOL("no", false), J_ID("id", "bk", 5), J_ID_OPT("nobody", "mb", 0),
                    J_TIME("at", 7), J_TIME_OPT("never", 0), J_DATE("day", 20000), J_END);

    begin(&l, &rq);
    for (int i = 0; i < 2; i++) {
        lines_add(&l, J_TEXT("t", "花子"), J_TEXT("none", NULL), J_I64("zero", 0),
                  J_I64("least", INT64_MIN), J_I64("most", INT64_MAX), J_BOOL("yes", true),
                  J_BOOL("no", false), J_ID("id", "bk", 5), J_ID_OPT("nobody", "mb", 0),
                  J_TIME("at", 7), J_TIME_OPT("never", 0), J_DATE("day", 20000), J_END);
    }
    CHECK(json_equal(json_array_get(parsed(&l), 1), want));
    json_decref(want);
}

TEST(every_byte_that_json_wants_escaped_comes_back_as_it_was)
{
    char text[130];
    struct request rq;
    struct lines l;

    for (int c = 1; c < 128; c++) {
        text[c - 1] = (char)c;
    }
    text[127] = '\0';
    begin(&l, &rq);
    lines_add(&l, J_TEXT("text", text), J_END);
    CHECK_TEXT(json_string_value(json_object_get(json_array_get(parsed(&l), 0), "text")), text);
}

TEST(an_empty_list_is_one)
{
    struct request rq;
    struct lines l;

    begin(&l, &rq);
    CHECK_I64(json_array_size(parsed(&l)), 0);
}

TEST(a_list_without_memory_is_not_sent)
{
    struct lines l;
    struct arena *small = arena_open(256);
    struct request rq = {.ctx = {.arena = small}};

    CHECK(small != NULL);
    test_cleanup(close_arena, small);
    lines_begin(&l, &rq);
    for (int i = 0; i < 100; i++) {
        lines_add(&l, J_TEXT("text", "long enough to fill it"), J_END);
    }
    CHECK_STATUS(reply_lines(&l, false, 0, 0), E_BUSY);
}
