/* program.c - see program.h. */
#include "tests/program.h"

#include "app/base/clock.h"
#include "tests/test.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#ifndef OTAGAI_BINARY
#define OTAGAI_BINARY "build/otagai"
#endif
#define ENVIRONMENT_MAX 32
#define WAIT_MS         20000

static void forget(void *arg)
{
    struct program *p = arg;

    if (p->pid > 0) {
        kill(p->pid, SIGKILL);
        waitpid(p->pid, NULL, 0);
    }
    if (p->out >= 0) {
        close(p->out);
    }
    free(p);
}

/* In the child. */
static void become_otagai(int out, const char *const environment[], const char *const arguments[])
{
    char *argv[PROGRAM_ARGS_MAX + 2] = {(char *)(uintptr_t) "otagai"};
    char *env[ENVIRONMENT_MAX + 2] = {(char *)(uintptr_t) "PATH=/usr/bin:/bin"};
    sigset_t none;

    for (int i = 0; i < PROGRAM_ARGS_MAX && arguments[i] != NULL; i++) {
        argv[i + 1] = (char *)(uintptr_t)arguments[i];
    }
    for (int i = 0; i < ENVIRONMENT_MAX && environment[i] != NULL; i++) {
        env[i + 1] = (char *)(uintptr_t)environment[i];
    }
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    dup2(out, STDOUT_FILENO);
    dup2(out, STDERR_FILENO);
    execve(OTAGAI_BINARY, argv, env);
    _exit(127);
}

struct program *program_start(const char *const environment[], const char *const arguments[])
{
    struct program *p = calloc(1, sizeof *p);
    int pipes[2];

    CHECK(p != NULL);
    p->out = -1;
    test_cleanup(forget, p);
    CHECK(pipe2(pipes, O_CLOEXEC) == 0);
    p->out = pipes[0];
    p->pid = fork();
    if (p->pid == 0) {
        become_otagai(pipes[1], environment, arguments);
    }
    close(pipes[1]);
    CHECK(p->pid > 0);
    return p;
}

/* False at the end of the output. */
static bool read_more(struct program *p, int64_t until_ms)
{
    struct pollfd fd = {.fd = p->out, .events = POLLIN};
    int64_t left = until_ms - clock_monotonic_ms();
    ssize_t n;

    if (left <= 0 || poll(&fd, 1, (int)left) <= 0) {
        test_fail(__FILE__, __LINE__, "otagai said nothing more for too long; it said: %s",
                  p->said);
    }
    n = read(p->out, p->said + p->said_len, sizeof p->said - 1 - p->said_len);
    if (n > 0) {
        p->said_len += (size_t)n;
        p->said[p->said_len] = '\0';
    }
    return n > 0;
}

void program_wait_for(struct program *p, const char *text)
{
    int64_t until_ms = clock_monotonic_ms() + WAIT_MS;

    while (strstr(p->said, text) == NULL) {
        if (!read_more(p, until_ms)) {
            test_fail(__FILE__, __LINE__, "otagai ended without saying '%s'; it said: %s", text,
                      p->said);
        }
    }
}

void program_signal(struct program *p, int sig)
{
    CHECK(kill(p->pid, sig) == 0);
}

int program_end(struct program *p)
{
    int64_t until_ms = clock_monotonic_ms() + WAIT_MS;
    int status;

    while (read_more(p, until_ms)) {
    }
    CHECK(waitpid(p->pid, &status, 0) == p->pid);
    p->pid = 0;
    return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}

void program_forget(struct program *p)
{
    test_cleanup_done(forget, p);
    forget(p);
}

int program_run(const char *const environment[], const char *const arguments[], const char **said)
{
    struct program *p = program_start(environment, arguments);
    int code = program_end(p);

    if (said != NULL) {
        *said = p->said;
    }
    return code;
}
