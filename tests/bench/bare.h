/* bare.h - the least that could answer a request: CivetWeb, one read connection a thread, the
 * statements recorded from our own server, its bytes. */
#ifndef TESTS_BENCH_BARE_H
#define TESTS_BENCH_BARE_H

#include <stdatomic.h>
#include <stddef.h>

#define BARE_STATEMENTS_MAX 32
#define BARE_SQL_BYTES      8192

/* Shared by the processes. */
struct bare_plan {
    atomic_bool ready;
    int port;
    char header[256];
    char database[256];
    int statements_n; /* BEGIN and COMMIT among them */
    char statements[BARE_STATEMENTS_MAX][BARE_SQL_BYTES];
    size_t answer_len;
    char answer[256 * 1024];
};

/* From now on each statement that this process runs is put into plan, its parameters filled in;
 * NULL: no more. */
void bare_record(struct bare_plan *plan);
/* Where the statements ran; url: "sqlite:PATH". */
void bare_database(struct bare_plan *plan, const char *url);

/* Serves plan->answer from a port that becomes plan->port, until the process ends. */
void bare_serve(struct bare_plan *plan);

#endif
