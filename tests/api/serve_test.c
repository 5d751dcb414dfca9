/* serve_test.c - otagai serve as its clients and its proxy meet it: the program itself, not the
 * servers that tests start. */
#include "tests/outside.h"
#include "tests/raw.h"
#include "tests/test.h"

#include <signal.h>

TEST(a_connection_from_the_loopback_serves_one_request_after_another)
{
    struct outside *o = outside_leave(world_open("sqlite"));
    struct program *p = outside_start(o);
    static struct raw_answer answer;
    int fd = raw_connect(o->port);

    for (int i = 0; i < 2; i++) {
        char kept[32];

        CHECK(raw_text(fd, "GET /api/v1/communities HTTP/1.1\r\n" RAW_HOST "\r\n"));
        raw_read(fd, &answer);
        CHECK_I64(answer.http, 200);
        CHECK_TEXT(raw_header(&answer, "Connection", kept, sizeof kept), "keep-alive");
    }
    program_signal(p, SIGTERM);
    CHECK_I64(program_end(p), 0);
    outside_return(o);
}
