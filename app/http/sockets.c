/* sockets.c - see sockets.h. */
#include "app/http/sockets.h"

#include "app/base/text.h"

#include <dirent.h>
#include <limits.h>
#include <netdb.h>
#include <netinet/in.h>
#include <stdbool.h>
#include <string.h>
#include <sys/socket.h>

typedef int (*end_fn)(int fd, struct sockaddr *end, socklen_t *len); /* getsockname, getpeername */

static bool number(const char *text, int *out)
{
    int64_t n;

    if (int64_parse(text, &n) != OK || n < 0 || n > INT_MAX) {
        return false;
    }
    *out = (int)n;
    return true;
}

/* The port and numeric address of one end of a socket; false when it is none over IP. */
static bool end_of(int fd, end_fn ask, char address[ADDRESS_BYTES], int *port)
{
    struct sockaddr_storage end;
    socklen_t len = sizeof end;
    char service[8];

    memset(&end, 0, sizeof end);
    if (ask(fd, (struct sockaddr *)&end, &len) != 0 ||
        (end.ss_family != AF_INET && end.ss_family != AF_INET6)) {
        return false;
    }
    if (getnameinfo((struct sockaddr *)&end, len, address, ADDRESS_BYTES, service, sizeof service,
                    NI_NUMERICHOST | NI_NUMERICSERV) != 0) {
        return false;
    }
    return number(service, port);
}

static bool is_peer(int fd, const void *arg)
{
    const struct socket_peer *peer = arg;
    char address[ADDRESS_BYTES], own[ADDRESS_BYTES];
    int port, local_port;

    return end_of(fd, getpeername, address, &port) && port == peer->port &&
           end_of(fd, getsockname, own, &local_port) && local_port == peer->local_port &&
           strcmp(address, peer->address) == 0;
}

static bool is_local(int fd, const void *arg)
{
    const struct socket_peer *local = arg;
    char address[ADDRESS_BYTES];
    int port;

    return end_of(fd, getsockname, address, &port) && port == local->local_port &&
           (local->address[0] == '\0' || strcmp(address, local->address) == 0);
}

/* Looks through all open files of the process. */
static void shut(bool (*fits)(int fd, const void *arg), const void *arg, int how)
{
    DIR *dir = opendir("/proc/self/fd");
    const struct dirent *entry;

    while (dir != NULL && (entry = readdir(dir)) != NULL) {
        int fd;

        if (number(entry->d_name, &fd) && fits(fd, arg)) {
            (void)shutdown(fd, how);
        }
    }
    if (dir != NULL) {
        (void)closedir(dir);
    }
}

void sockets_shut_peer(const struct socket_peer *peer, int how)
{
    shut(is_peer, peer, how);
}

void sockets_shut_port(const char *address, int port)
{
    struct socket_peer local = {.local_port = port};

    if (strcmp(address, "0.0.0.0") != 0 && strcmp(address, "::") != 0) {
        size_t n = strnlen(address, ADDRESS_BYTES - 1);

        memcpy(local.address, address, n);
    }
    shut(is_local, &local, SHUT_RDWR);
}
