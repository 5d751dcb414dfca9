/* demo.c - see demo.h. */
#include "app/api/demo.h"

#include "app/api/app.h"
#include "app/base/limits.h"
#include "app/base/text.h"
#include "app/http/reply.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

enum status demo_clock_follow(const char *path, struct clock *clock)
{
    char line[32] = "";
    FILE *f = fopen(path, "r");
    int64_t shift_ms, ahead_ms;

    if (f == NULL) {
        return errno == ENOENT ? OK : E_INVALID;
    }
    if (fgets(line, sizeof line, f) == NULL) {
        line[0] = '\0';
    }
    fclose(f);
    line[strcspn(line, "\n")] = '\0';
    if (int64_parse(line, &shift_ms) != OK || shift_ms < 0) {
        return E_INVALID;
    }
    ahead_ms = shift_ms - atomic_load(&clock->shift_ms);
    clock_advance(clock, ahead_ms > 0 ? ahead_ms : 0);
    return OK;
}

static enum status save(const char *path, const struct clock *clock)
{
    FILE *f = fopen(path, "w");
    bool written;

    if (f == NULL) {
        return E_BUSY;
    }
    written = fprintf(f, "%lld\n", (long long)atomic_load(&clock->shift_ms)) > 0;
    return fclose(f) == 0 && written ? OK : E_BUSY;
}

enum status api_demo_clock(struct request *rq)
{
    const struct app *app = rq->app;
    int64_t advance_ms = 0;
    const struct field body[] = {
        FIELD_I64("advance_ms", 0, DEMO_ADVANCE_MS_MAX, &advance_ms),
        FIELD_END,
    };
    enum status s;

    if (!app->demo) {
        return E_NOT_FOUND;
    }
    s = request_fields(rq, body);
    if (s == OK) {
        clock_advance(app->clock, advance_ms);
        s = save(app->demo_clock_path, app->clock);
    }
    return s == OK ? reply_json(rq, 200, json_fields(J_TIME("now", clock_now(app->clock)), J_END))
                   : s;
}
