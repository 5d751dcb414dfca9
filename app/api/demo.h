/* demo.h - the demo's clock can be turned forward, so that a whole job can be played in a minute.
 * On the private listener alone, and only with OTAGAI_DEMO. */
#ifndef APP_API_DEMO_H
#define APP_API_DEMO_H

#include "app/http/request.h"

/* POST /demo/clock {"advance_ms": n}: never back. 404 when this is no demo. */
enum status api_demo_clock(struct request *rq) WARN_UNUSED;

/* Turns the clock to where the demo's is: when it is started again, and in its other processes. The
 * shift lies in a small file; one that is not there means none, a smaller one is an older one.
 * E_INVALID for a file that can't be read. */
enum status demo_clock_follow(const char *path, struct clock *clock) WARN_UNUSED;

#endif
