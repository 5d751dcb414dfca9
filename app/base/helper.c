/* helper.c - see helper.h. */
#include "app/base/helper.h"

#include "app/base/clock.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define READ_BYTES (64 * 1024)
#define LAST_MS    1000 /* between its last byte and its end */

/* The other end of `fd` becomes its input and output; every other file is closed. */
static int start(pid_t *pid, const struct helper *h, int fd)
{
    char *argv[] = {(char *)(uintptr_t)h->program, (char *)(uintptr_t)h->command, NULL};
    char *env[] = {NULL};
    posix_spawn_file_actions_t files;
    posix_spawnattr_t attr;
    sigset_t none, all;
    int failed;

    (void)sigemptyset(&none);
    (void)sigfillset(&all);
    if (posix_spawn_file_actions_init(&files) != 0) {
        return -1;
    }
    if (posix_spawnattr_init(&attr) != 0) {
        (void)posix_spawn_file_actions_destroy(&files);
        return -1;
    }
    failed =
        posix_spawn_file_actions_adddup2(&files, fd, STDIN_FILENO) != 0 ||
        posix_spawn_file_actions_adddup2(&files, fd, STDOUT_FILENO) != 0 ||
        posix_spawn_file_actions_addopen(&files, STDERR_FILENO, "/dev/null", O_WRONLY, 0) != 0 ||
        posix_spawn_file_actions_addclosefrom_np(&files, STDERR_FILENO + 1) != 0 ||
        posix_spawnattr_setflags(&attr, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF) != 0 ||
        posix_spawnattr_setsigmask(&attr, &none) != 0 ||
        posix_spawnattr_setsigdefault(&attr, &all) != 0 ||
        posix_spawn(pid, h->program, &files, &attr, argv, env) != 0;
    (void)posix_spawnattr_destroy(&attr);
    (void)posix_spawn_file_actions_destroy(&files);
    return failed ? -1 : 0;
}

struct talk {
    int fd;
    struct slice left; /* not sent yet */
    uint8_t *out;
    size_t out_len, out_max;
    bool over; /* it has closed its side */
};

static void send_some(struct talk *t)
{
    ssize_t n = send(t->fd, t->left.data, t->left.len, MSG_DONTWAIT | MSG_NOSIGNAL);

    if (n > 0) {
        t->left = (struct slice){t->left.data + n, t->left.len - (size_t)n};
    } else if (n < 0 && errno != EAGAIN && errno != EINTR) {
        t->left.len = 0; /* it does not listen any more: what it says still counts */
    }
    if (t->left.len == 0) {
        (void)shutdown(t->fd, SHUT_WR);
    }
}

/* False: it says more than it may. */
static bool take_some(struct talk *t)
{
    size_t room = t->out_max - t->out_len;
    ssize_t n;

    if (room == 0) {
        char more;

        n = recv(t->fd, &more, 1, MSG_DONTWAIT);
        t->over = n == 0;
        return n <= 0;
    }
    n = recv(t->fd, t->out + t->out_len, room < READ_BYTES ? room : READ_BYTES, MSG_DONTWAIT);
    if (n > 0) {
        t->out_len += (size_t)n;
    }
    t->over = n == 0 || (n < 0 && errno != EAGAIN && errno != EINTR);
    return true;
}

/* Until it has closed its side; false when it must be killed. */
static bool converse(struct talk *t, int64_t until_ms)
{
    while (!t->over) {
        struct pollfd p = {t->fd, (short)(POLLIN | (t->left.len > 0 ? POLLOUT : 0)), 0};
        int64_t left_ms = until_ms - clock_monotonic_ms();

        if (left_ms <= 0) {
            return false;
        }
        if (poll(&p, 1, (int)left_ms) <= 0) {
            continue;
        }
        if (t->left.len > 0 && (p.revents & (POLLOUT | POLLERR | POLLHUP)) != 0) {
            send_some(t);
        }
        if ((p.revents & (POLLIN | POLLHUP | POLLERR)) != 0 && !take_some(t)) {
            return false;
        }
    }
    return true;
}

/* Its end; killed when it stays although it has nothing more to say. */
static int wait_for(pid_t pid, int64_t until_ms)
{
    const struct timespec pause = {0, 1000000};
    int status = 0;

    while (waitpid(pid, &status, WNOHANG) == 0) {
        if (clock_monotonic_ms() >= until_ms) {
            (void)kill(pid, SIGKILL);
            while (waitpid(pid, &status, 0) < 0 && errno == EINTR) {
            }
            break;
        }
        (void)nanosleep(&pause, NULL);
    }
    return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}

enum status helper_run(struct arena *a, const struct helper *h, struct slice in,
                       struct helper_end *end)
{
    int64_t until_ms = clock_monotonic_ms() + h->ms_max;
    struct talk t = {.left = in, .out_max = h->out_bytes_max};
    int pair[2];
    pid_t pid;
    int failed;

    *end = (struct helper_end){.late = false};
    t.out = arena_alloc(a, h->out_bytes_max);
    if (t.out == NULL || socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) != 0) {
        return E_BUSY;
    }
    failed = start(&pid, h, pair[1]);
    (void)close(pair[1]);
    t.fd = pair[0];
    if (in.len == 0) {
        (void)shutdown(t.fd, SHUT_WR);
    }
    if (failed == 0) {
        end->late = !converse(&t, until_ms);
        end->code = wait_for(pid, end->late ? 0 : clock_monotonic_ms() + LAST_MS);
        end->out = (struct slice){t.out, t.out_len};
    }
    (void)close(pair[0]);
    return failed == 0 ? OK : E_BUSY;
}
