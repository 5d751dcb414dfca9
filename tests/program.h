/* program.h - the built otagai as a process of its own, for tests of its command line, its start
 * and its end. */
#ifndef TESTS_PROGRAM_H
#define TESTS_PROGRAM_H

#include <stddef.h>
#include <sys/types.h>

#define PROGRAM_ARGS_MAX 16
#define PROGRAM_OUT_MAX  65536

struct program {
    pid_t pid;
    int out;                    /* standard output and error, one after the other */
    char said[PROGRAM_OUT_MAX]; /* what was read of it so far */
    size_t said_len;
};

/* Starts otagai with arguments (ended by NULL) in an environment of the given NAME=value (ended by
 * NULL) and PATH alone. Fails the test when it can't; killed when the test ends. */
struct program *program_start(const char *const environment[], const char *const arguments[]);

/* Reads until text was said. Fails the test when the program ends or 20 s pass before. */
void program_wait_for(struct program *p, const char *text);

void program_signal(struct program *p, int sig);

/* Reads to the end; the exit code, or -signal. */
int program_end(struct program *p);

/* Before the end of the test: for tests that start many. */
void program_forget(struct program *p);

/* Start to end; *said, when not NULL, is what it said (borrowed until the test ends). */
int program_run(const char *const environment[], const char *const arguments[], const char **said);

#endif
