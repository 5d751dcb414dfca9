/* sockets.h - sockets that a library keeps to itself, found by their addresses and shut, so that
 * its threads wake up. Internal to app/http. */
#ifndef APP_HTTP_SOCKETS_H
#define APP_HTTP_SOCKETS_H

#include <stdint.h>

#define ADDRESS_BYTES 48 /* a numeric address and a NUL */

/* A connection as both ends name it. */
struct socket_peer {
    char address[ADDRESS_BYTES];
    int port;       /* the other end's */
    int local_port; /* ours */
};

/* shutdown(2) of our end of that connection; how is SHUT_RD or SHUT_RDWR. */
void sockets_shut_peer(const struct socket_peer *peer, int how);

/* shutdown(2) of every socket bound to this address and port: who listens there, and the
 * connections that came in. The address may be 0.0.0.0 or ::, which mean all. */
void sockets_shut_port(const char *address, int port);

#endif
