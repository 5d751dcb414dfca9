/* log_test.c - one event, one line, whatever is in it. */
#include "app/base/limits.h"
#include "app/base/log.h"
#include "app/base/mem.h"
#include "tests/test.h"

#include <jansson.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define AT INT64_C(1795330000123)

static char path[64], moved[80], content[200000];

/* A log in a new temporary file. */
static struct log *open_log(void)
{
    struct log *log;
    int fd;

    snprintf(path, sizeof path, "/tmp/otagai-log-XXXXXX");
    fd = mkstemp(path);
    CHECK(fd >= 0);
    close(fd);
    CHECK_STATUS(log_open(&log, path), OK);
    return log;
}

static const char *read_file(const char *from)
{
    FILE *f = fopen(from, "r");
    size_t n;

    CHECK(f != NULL);
    n = fread(content, 1, sizeof content - 1, f);
    fclose(f);
    unlink(from);
    content[n] = '\0';
    return content;
}

static const char *close_log(struct log *log)
{
    log_close(log);
    return read_file(path);
}

TEST(an_event_is_one_json_line_with_its_fields_in_order)
{
    struct log *log = open_log();

    log_event(log, AT, LOG_WARN, "db.retry", LOG_I64("tries", -3), LOG_TEXT("sql", "move"),
              LOG_END);
    log_event(log, AT, LOG_INFO, "server.start", LOG_END);
    CHECK_TEXT(
        close_log(log),
        "{\"at\":\"2026-11-22T06:46:40.123Z\",\"level\":\"warn\",\"event\":\"db.retry\","
        "\"tries\":-3,\"sql\":\"move\"}\n"
        "{\"at\":\"2026-11-22T06:46:40.123Z\",\"level\":\"info\",\"event\":\"server.start\"}\n");
}

/* The line must be JSON of one line; returns what stands in the field. */
static const char *field_of_line(const char *line, const char *field)
{
    static char value[4096];
    json_t *v = json_loads(line, JSON_REJECT_DUPLICATES, NULL);

    CHECK(v != NULL && strchr(line, '\n') == line + strlen(line) - 1);
    CHECK(json_is_string(json_object_get(v, field)));
    snprintf(value, sizeof value, "%s", json_string_value(json_object_get(v, field)));
    json_decref(v);
    return value;
}

TEST(a_text_can_not_forge_a_line_or_a_field)
{
    struct log *log = open_log();

    log_event(log, AT, LOG_ERROR, "x", LOG_TEXT("t", "a\"}\n{\"level\":\"info\\\x01\x7f\x1b[31m"),
              LOG_END);
    CHECK_TEXT(field_of_line(close_log(log), "t"), "a\"}\n{\"level\":\"info\\\x01\x7f\x1b[31m");
}

TEST(bytes_that_are_no_utf8_do_not_spoil_the_line)
{
    struct log *log = open_log();

    log_event(log, AT, LOG_INFO, "x", LOG_TEXT("t", "a\xff\xed\xa0\x80\xe3\x81z\xc3"), LOG_END);
    CHECK_TEXT(field_of_line(close_log(log), "t"), "a\ufffd\ufffd\ufffd\ufffd\ufffd\ufffdz\ufffd");
}

TEST(a_long_text_is_cut_at_a_whole_character)
{
    struct log *log = open_log();
    char text[1001];
    const char *cut;

    memset(text, 'a', sizeof text);
    for (size_t i = 1; i + 3 < sizeof text; i += 3) {
        memcpy(text + i, "\xe3\x81\x82", 3);
    }
    text[sizeof text - 1] = '\0';
    log_event(log, AT, LOG_INFO, "x", LOG_TEXT("t", text), LOG_END);
    cut = field_of_line(close_log(log), "t");
    CHECK_I64(strlen(cut), 1 + 85 * 3 + 3);
    CHECK_TEXT(cut + strlen(cut) - 6, "\xe3\x81\x82...");
}

TEST(a_line_never_exceeds_its_maximum_and_says_what_it_left_out)
{
    struct log *log = open_log();
    char text[LOG_TEXT_BYTES_MAX + 1];
    const char *line;

    memset(text, '\n', sizeof text); /* six bytes each, escaped */
    text[sizeof text - 1] = '\0';
    log_event(log, AT, LOG_INFO, "x", LOG_I64("n", 1), LOG_TEXT("a", text), LOG_TEXT("b", text),
              LOG_TEXT("c", text), LOG_I64("d", 4), LOG_END);
    line = close_log(log);
    CHECK(strlen(line) <= LOG_LINE_BYTES_MAX);
    CHECK_I64(strlen(field_of_line(line, "a")), LOG_TEXT_BYTES_MAX);
    CHECK(strstr(line, "\"b\"") == NULL && strstr(line, "\"d\"") == NULL);
    CHECK_TEXT(line + strlen(line) - strlen(",\"cut\":true}\n"), ",\"cut\":true}\n");
}

TEST(a_line_is_cut_cleanly_at_every_length)
{
    for (size_t len = 0; len < 60; len++) {
        struct log *log = open_log();
        char text[LOG_TEXT_BYTES_MAX + 1], rest[128] = "";
        const char *line;

        memset(text, '\x01', sizeof text);
        text[sizeof text - 1] = '\0';
        memset(rest, 'r', len);
        text[40] = '\0';
        log_event(log, AT, LOG_INFO, "x", LOG_TEXT("a", text), LOG_TEXT("b", text),
                  LOG_TEXT("c", text), LOG_TEXT("d", text), LOG_TEXT("e", text),
                  LOG_TEXT("f", text), LOG_TEXT("g", text), LOG_TEXT("h", rest), LOG_I64("i", 1),
                  LOG_TEXT("j", text), LOG_END);
        line = close_log(log);
        CHECK(strlen(line) <= LOG_LINE_BYTES_MAX);
        CHECK_TEXT(field_of_line(line, "event"), "x");
    }
}

TEST(a_log_moved_away_goes_on_in_a_new_file_after_reopening)
{
    struct log *log = open_log();

    log_event(log, AT, LOG_INFO, "one", LOG_END);
    snprintf(moved, sizeof moved, "%s.1", path);
    CHECK(rename(path, moved) == 0);
    log_event(log, AT, LOG_INFO, "two", LOG_END);
    log_reopen(log);
    log_event(log, AT, LOG_INFO, "three", LOG_END);
    CHECK(strstr(close_log(log), "three") != NULL && strstr(content, "two") == NULL);
    CHECK(strstr(read_file(moved), "one") != NULL && strstr(content, "two") != NULL);
}

TEST(a_log_that_can_not_be_opened_says_so)
{
    struct log *log = NULL;
    enum status s;

    CHECK_STATUS(log_open(&log, "/nonexistent/otagai.log"), E_INVALID);
    CHECK(log == NULL);
    mem_fail_after(1);
    s = log_open(&log, NULL);
    mem_fail_after(0);
    CHECK_STATUS(s, E_BUSY);
    CHECK(log == NULL);
}

TEST(no_log_at_all_is_silent)
{
    log_event(NULL, AT, LOG_ERROR, "x", LOG_TEXT("t", "v"), LOG_END);
    log_reopen(NULL);
    log_close(NULL);
}

TEST(a_full_disk_does_not_stop_the_program)
{
    struct log *log;

    CHECK_STATUS(log_open(&log, "/dev/full"), OK);
    log_event(log, AT, LOG_ERROR, "x", LOG_END);
    log_close(log);
}

static void *write_lines(void *arg)
{
    for (int i = 0; i < 200; i++) {
        log_event(arg, AT, LOG_INFO, "many", LOG_I64("i", i), LOG_END);
        if (i % 50 == 0) {
            log_reopen(arg);
        }
    }
    return NULL;
}

TEST_IN("concurrent", lines_of_eight_threads_do_not_mix)
{
    struct log *log = open_log();
    pthread_t threads[8];
    int lines = 0;
    const char *at;

    for (int i = 0; i < 8; i++) {
        CHECK(pthread_create(&threads[i], NULL, write_lines, log) == 0);
    }
    for (int i = 0; i < 8; i++) {
        CHECK(pthread_join(threads[i], NULL) == 0);
    }
    for (at = close_log(log); *at != '\0'; at = strchr(at, '\n') + 1) {
        CHECK(strncmp(at, "{\"at\":\"2026", 11) == 0);
        CHECK(strchr(at, '\n') != NULL && strchr(at, '\n')[-1] == '}');
        lines++;
    }
    CHECK_I64(lines, 1600);
}
