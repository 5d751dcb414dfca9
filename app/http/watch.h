/* watch.h - total deadlines on sockets that a library reads and writes for us: CivetWeb's own
 * time-outs begin anew with each byte, so a peer that sends one now and then would keep a thread
 * for ever. Internal to app/http. */
#ifndef APP_HTTP_WATCH_H
#define APP_HTTP_WATCH_H

#include "app/base/status.h"
#include "app/http/sockets.h"

struct watch;

/* Starts the watching thread, for `places` workers. NULL when that fails. */
struct watch *watch_open(int places) WARN_UNUSED;
void watch_close(struct watch *w);

/* From now until watch_end, worker `place` reads from or writes to `peer`; when that takes longer
 * than ms, the socket is shut in that direction, and the library's call returns. */
enum watch_way { WATCH_READ, WATCH_WRITE };
void watch_begin(struct watch *w, int place, enum watch_way way, const struct socket_peer *peer,
                 int64_t ms);
void watch_end(struct watch *w, int place);

#endif
