/* cmd_sandbox.c - otagai sandbox: the simulated card provider as a process of its own. */
#include "app/cmd.h"
#include "app/service.h"
#include "payments/sandbox/sandbox.h"
#include "payments/webhook.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#define COMMAND_BYTES_MAX (64 * 1024)

/* The service itself, on this machine, whatever address it is told to listen on. */
static const char *hook_url(const struct config *c, struct arena *a)
{
    return arena_printf(a, "http://127.0.0.1%s" WEBHOOK_PATH, strrchr(c->listen, ':'));
}

static enum status read_options(const struct config *c, struct arena *a, struct log *log,
                                struct sandbox_options *o)
{
    const char *why = "", *setting = "OTAGAI_PAY_KEY_FILE";
    enum status s;

    *o = (struct sandbox_options){.listen = c->sandbox_listen,
                                  .db_url = c->sandbox_database,
                                  .hook_url = hook_url(c, a),
                                  .log = log};
    s = config_secret(a, c->pay_key_file, &o->secret_key, &why);
    if (s == OK) {
        setting = "OTAGAI_PAY_WEBHOOK_SECRET_FILE";
        s = config_secret(a, c->pay_webhook_secret_file, &o->hook_secret, &why);
    }
    if (s != OK) {
        complain("%s: %s", setting, why);
    }
    return s == OK && o->hook_url == NULL ? E_BUSY : s;
}

static int serve_until_told(const struct sandbox_options *o, const sigset_t *set)
{
    struct sandbox *sandbox;
    const char *why;
    int sig = 0;

    if (sandbox_start(&sandbox, o, &why) != OK) {
        complain("%s", why);
        return EXIT_CONFIG;
    }
    printf("otagai: sandbox at %s\n", sandbox_url(sandbox));
    fflush(stdout);
    while (sig != SIGINT && sig != SIGTERM) {
        if (sigwait(set, &sig) == 0 && sig == SIGHUP) {
            log_reopen(o->log);
        }
    }
    sandbox_stop(sandbox);
    return 0;
}

static int run(const struct config *c, struct arena *a, const sigset_t *set)
{
    struct sandbox_options o;
    struct log *log;
    int code = EXIT_CONFIG;

    if (mkdir(c->state_dir, 0700) != 0 && errno != EEXIST) {
        complain("OTAGAI_STATE_DIR: %s: %s", c->state_dir, strerror(errno));
        return EXIT_CONFIG;
    }
    if (log_open(&log, c->log_path) != OK) {
        complain("OTAGAI_LOG: %s can't be written", c->log_path);
        return EXIT_CONFIG;
    }
    if (read_options(c, a, log, &o) == OK) {
        code = serve_until_told(&o, set);
    }
    log_close(log);
    return code;
}

int cmd_sandbox(const struct config *c, int argc, char **argv)
{
    struct arena *a;
    sigset_t set;
    int code;

    (void)argv;
    if (argc != 0) {
        complain("sandbox takes no arguments");
        return EXIT_USAGE;
    }
    service_block_signals(&set);
    a = arena_open(COMMAND_BYTES_MAX);
    if (a == NULL) {
        complain("out of memory");
        return 1;
    }
    code = run(c, a, &set);
    arena_close(a);
    return code;
}
