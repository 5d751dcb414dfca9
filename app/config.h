/* config.h - everything the environment decides (OTAGAI_*), read and checked once at start. For
 * app/main.c and app/cmd_*.c alone: the layers get plain values passed in. */
#ifndef APP_CONFIG_H
#define APP_CONFIG_H

#include "app/base/arena.h"

#include <stdbool.h>

struct config {
    const char *database;       /* sqlite:PATH or postgresql://... */
    const char *keystore;       /* the same, apart from the database */
    const char *listen;         /* host:port of the API */
    const char *private_listen; /* host:port of /healthz, /readyz, /metrics */
    const char *public_url;     /* what browsers see; without a slash at its end */
    const char *state_dir;      /* key files, and the default place of all else */
    int64_t threads;            /* connections served at once */
    const char *trusted_proxy;  /* address whose X-Forwarded-For counts; NULL: none */
    const char *smtp_url;       /* smtp:// or smtps://; NULL: mails go into maildir */
    const char *smtp_from;
    const char *smtp_user; /* NULL: no log-in */
    const char *smtp_password_file;
    const char *maildir;
    const char *sms_url; /* Twilio's Messages API; NULL: texts go into maildir */
    const char *sms_account;
    const char *sms_from;
    const char *sms_secret_file;
    const char *pay_url; /* the provider; by default the sandbox */
    const char *pay_key_file;
    const char *pay_webhook_secret_file;
    const char *log_path; /* NULL: standard error */
    bool demo;            /* loopback only; the demo's clock and log-ins */
    const char *sandbox_listen;
    const char *sandbox_database;
};

/* environment: NAME=value strings ended by NULL, as environ is. E_INVALID when a value is wrong, a
 * name with OTAGAI_ in front is unknown (OTAGAI_TEST_* is the tests' own) or two values don't go
 * together; *why is then one line that names it. The texts borrow from environment and arena. */
enum status config_read(struct config *c, struct arena *a, char *const *environment,
                        const char **why) WARN_UNUSED;

/* The first line of a secret's file, in the arena. E_NOT_FOUND when it can't be read, E_INVALID
 * when it is empty, too long, or others may read it; *why names the file. */
enum status config_secret(struct arena *a, const char *path, const char **secret,
                          const char **why) WARN_UNUSED;

#endif
