/* config.c - see config.h. */
#include "app/config.h"

#include "app/base/limits.h"
#include "app/base/text.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define VALUE_BYTES_MAX 1024
#define DIGITS_OF(n)    #n
#define DIGITS(n)       DIGITS_OF(n)

static bool starts(const char *text, const char *with)
{
    return strncmp(text, with, strlen(with)) == 0;
}

/* "127.0.0.1:8080" or "[::1]:8080" into its two parts. */
static bool split_listen(const char *value, char host[VALUE_BYTES_MAX], int64_t *port)
{
    const char *colon = strrchr(value, ':');
    size_t len;

    if (colon == NULL || int64_parse(colon + 1, port) != OK || *port < 0 || *port > 65535) {
        return false;
    }
    len = (size_t)(colon - value);
    if (len > 2 && value[0] == '[' && value[len - 1] == ']') {
        value++;
        len -= 2;
    }
    memcpy(host, value, len);
    host[len] = '\0';
    return true;
}

static bool is_address(const char *value)
{
    unsigned char raw[16];

    return inet_pton(AF_INET, value, raw) == 1 || inet_pton(AF_INET6, value, raw) == 1;
}

static bool is_listen(const char *value)
{
    char host[VALUE_BYTES_MAX];
    int64_t port;

    return split_listen(value, host, &port) && is_address(host);
}

static bool is_loopback(const char *listen)
{
    return starts(listen, "127.") || starts(listen, "[::1]:");
}

static bool is_database(const char *value)
{
    return (starts(value, "sqlite:") && value[strlen("sqlite:")] != '\0') ||
           starts(value, "postgresql://");
}

static bool host_is_loopback(const char *host)
{
    return starts(host, "127.") || starts(host, "[::1]") || starts(host, "localhost:") ||
           strcmp(host, "localhost") == 0;
}

/* Nothing but printable ASCII without blanks goes into a URL or a header. */
static bool is_plain(const char *value)
{
    for (const char *p = value; *p != '\0'; p++) {
        if (*p <= ' ' || *p > '~') {
            return false;
        }
    }
    return value[0] != '\0';
}

static bool is_web_url(const char *value)
{
    if (!is_plain(value) || value[strlen(value) - 1] == '/') {
        return false;
    }
    return (starts(value, "https://") && value[8] != '\0') ||
           (starts(value, "http://") && host_is_loopback(value + 7));
}

static bool is_origin(const char *value)
{
    return is_web_url(value) && strchr(strstr(value, "://") + 3, '/') == NULL;
}

static bool is_smtp_url(const char *value)
{
    return is_plain(value) && ((starts(value, "smtp://") && value[7] != '\0') ||
                               (starts(value, "smtps://") && value[8] != '\0'));
}

static bool is_email(const char *value)
{
    const char *at = strchr(value, '@');

    return is_plain(value) && at != NULL && at != value && at[1] != '\0' &&
           strchr(at + 1, '@') == NULL && strlen(value) <= EMAIL_BYTES_MAX;
}

static bool is_phone(const char *value)
{
    size_t digits = value[0] == '+' ? strspn(value + 1, "0123456789") : 0;

    return digits >= 6 && digits <= 15 && value[digits + 1] == '\0';
}

static bool is_readable(const char *value)
{
    return access(value, R_OK) == 0;
}

static bool is_threads(const char *value)
{
    int64_t n;

    return int64_parse(value, &n) == OK && n >= HTTP_THREADS_MIN && n <= HTTP_THREADS_MAX;
}

static bool is_switch(const char *value)
{
    return strcmp(value, "0") == 0 || strcmp(value, "1") == 0;
}

/* One variable. Its default is before + (in_state ? state_dir/in_state : ""), or NULL. */
struct setting {
    const char *name;
    size_t offset; /* in struct config; a const char * unless kind says otherwise */
    bool (*good)(const char *value);
    const char *wanted; /* "'...' is not <wanted>" */
    const char *before;
    const char *in_state;
    enum { TEXT, NUMBER, SWITCH } kind;
};

#define AT(field) offsetof(struct config, field)
/* clang-format off */
static const struct setting settings[] = {
    /* First, since the defaults of others lie in it. */
    {"OTAGAI_STATE_DIR", AT(state_dir), is_plain, "a folder's path without blanks",
     "state", NULL, TEXT},
    {"OTAGAI_DATABASE", AT(database), is_database, "sqlite:PATH or postgresql://...",
     "sqlite:", "otagai.db", TEXT},
    {"OTAGAI_DEMO", AT(demo), is_switch, "0 or 1",
     "0", NULL, SWITCH},
    {"OTAGAI_KEYSTORE", AT(keystore), is_database, "sqlite:PATH or postgresql://...",
     "sqlite:", "keystore.db", TEXT},
    {"OTAGAI_LISTEN", AT(listen), is_listen, "host:port",
     "127.0.0.1:8080", NULL, TEXT},
    {"OTAGAI_LOG", AT(log_path), is_plain, "a file's path, or - for standard error",
     "-", NULL, TEXT},
    {"OTAGAI_MAILDIR", AT(maildir), is_plain, "a folder's path without blanks",
     "", "maildir", TEXT},
    {"OTAGAI_PAY_KEY_FILE", AT(pay_key_file), is_readable, "a file that can be read",
     "", "pay.key", TEXT},
    {"OTAGAI_PAY_URL", AT(pay_url), is_web_url, "https://HOST (or http:// on the loopback)",
     NULL, NULL, TEXT},
    {"OTAGAI_PAY_WEBHOOK_SECRET_FILE", AT(pay_webhook_secret_file), is_readable,
     "a file that can be read", "", "webhook.secret", TEXT},
    {"OTAGAI_PRIVATE_LISTEN", AT(private_listen), is_listen, "host:port",
     "127.0.0.1:8081", NULL, TEXT},
    {"OTAGAI_PUBLIC_URL", AT(public_url), is_origin,
     "https://HOST[:PORT] (or http:// on the loopback) without a path", NULL, NULL, TEXT},
    {"OTAGAI_SANDBOX_DATABASE", AT(sandbox_database), is_database, "sqlite:PATH or postgresql://...",
     "sqlite:", "sandbox.db", TEXT},
    {"OTAGAI_SANDBOX_LISTEN", AT(sandbox_listen), is_listen, "host:port",
     "127.0.0.1:8082", NULL, TEXT},
    {"OTAGAI_SMS_ACCOUNT", AT(sms_account), is_plain, "an account's name",
     NULL, NULL, TEXT},
    {"OTAGAI_SMS_FROM", AT(sms_from), is_phone, "a phone number like +815012345678",
     NULL, NULL, TEXT},
    {"OTAGAI_SMS_SECRET_FILE", AT(sms_secret_file), is_readable, "a file that can be read",
     NULL, NULL, TEXT},
    {"OTAGAI_SMS_URL", AT(sms_url), is_web_url, "https://HOST (or http:// on the loopback)",
     NULL, NULL, TEXT},
    {"OTAGAI_SMTP_FROM", AT(smtp_from), is_email, "an e-mail address",
     NULL, NULL, TEXT},
    {"OTAGAI_SMTP_PASSWORD_FILE", AT(smtp_password_file), is_readable, "a file that can be read",
     NULL, NULL, TEXT},
    {"OTAGAI_SMTP_URL", AT(smtp_url), is_smtp_url, "smtp://HOST:PORT or smtps://HOST:PORT",
     NULL, NULL, TEXT},
    {"OTAGAI_SMTP_USER", AT(smtp_user), is_plain, "a log-in name",
     NULL, NULL, TEXT},
    {"OTAGAI_THREADS", AT(threads), is_threads, "a number from " DIGITS(HTTP_THREADS_MIN) " to " DIGITS(HTTP_THREADS_MAX),
     NULL, NULL, NUMBER},
    {"OTAGAI_TRUSTED_PROXY", AT(trusted_proxy), is_address, "an IP address",
     NULL, NULL, TEXT},
};
/* clang-format on */
#define SETTINGS_N (sizeof settings / sizeof settings[0])

/* line NULL: the arena was full. */
static enum status wrong(const char **why, const char *line)
{
    *why = line != NULL ? line : "out of memory";
    return line != NULL ? E_INVALID : E_BUSY;
}

static const char *value_of(char *const *environment, const char *name)
{
    size_t len = strlen(name);

    for (int i = 0; environment[i] != NULL; i++) {
        if (strncmp(environment[i], name, len) == 0 && environment[i][len] == '=') {
            return environment[i] + len + 1;
        }
    }
    return NULL;
}

static void store(struct config *c, const struct setting *s, const char *value)
{
    char *field = (char *)c + s->offset;
    int64_t number = 0;

    if (s->kind == TEXT) {
        memcpy(field, &value, sizeof value);
    } else if (s->kind == SWITCH) {
        *(bool *)field = value[0] == '1';
    } else if (int64_parse(value, &number) == OK) {
        memcpy(field, &number, sizeof number);
    }
}

/* How much of a wrong value is printed: not the password inside a URL. */
static int shown(const char *value)
{
    const char *slashes = strstr(value, "://");

    return slashes != NULL && strchr(slashes, '@') != NULL ? (int)(slashes - value) : 200;
}

static enum status read_setting(struct config *c, struct arena *a, const struct setting *s,
                                const char *value, const char **why)
{
    if (value == NULL) {
        value = s->before;
        if (s->in_state != NULL) {
            value = arena_printf(a, "%s%s/%s", s->before, c->state_dir, s->in_state);
            if (value == NULL) {
                return wrong(why, NULL);
            }
        }
    } else if (strlen(value) >= VALUE_BYTES_MAX || !s->good(value)) {
        return wrong(
            why, arena_printf(a, "%s: '%.*s' is not %s", s->name, shown(value), value, s->wanted));
    }
    if (value != NULL) {
        store(c, s, value);
    }
    return OK;
}

/* A misspelt name must not be taken for a variable that is not set. */
static enum status check_names(struct arena *a, char *const *environment, const char **why)
{
    for (int i = 0; environment[i] != NULL; i++) {
        const char *entry = environment[i];
        size_t len = strcspn(entry, "=");
        bool known = !starts(entry, "OTAGAI_") || starts(entry, "OTAGAI_TEST_");

        for (size_t n = 0; n < SETTINGS_N && !known; n++) {
            known = strlen(settings[n].name) == len && starts(entry, settings[n].name);
        }
        if (!known) {
            return wrong(why, arena_printf(a, "%.*s: there is no such setting", (int)len, entry));
        }
    }
    return OK;
}

/* What depends on other values: defaults, then what must not stand alone. */
static enum status fill_in(struct config *c, struct arena *a, const char **why)
{
    if (c->public_url == NULL) {
        c->public_url = arena_printf(a, "http://%s", c->listen);
    }
    if (c->pay_url == NULL) {
        c->pay_url = arena_printf(a, "http://%s", c->sandbox_listen);
    }
    if (strcmp(c->log_path, "-") == 0) {
        c->log_path = NULL;
    }
    return c->public_url != NULL && c->pay_url != NULL ? OK : wrong(why, NULL);
}

static const char *why_not_together(const struct config *c)
{
    if (c->demo && !(is_loopback(c->listen) && is_loopback(c->private_listen))) {
        return "OTAGAI_DEMO: the demo listens on the loopback alone, see OTAGAI_LISTEN and "
               "OTAGAI_PRIVATE_LISTEN";
    }
    if (!is_loopback(c->sandbox_listen)) {
        return "OTAGAI_SANDBOX_LISTEN: the sandbox listens on the loopback alone";
    }
    if (!is_loopback(c->listen) && starts(c->public_url, "http://")) {
        return "OTAGAI_PUBLIC_URL: a service that others reach needs its https:// address";
    }
    if (strcmp(c->database, c->keystore) == 0) {
        return "OTAGAI_KEYSTORE: the key store is never the database itself";
    }
    if (c->smtp_url != NULL && c->smtp_from == NULL) {
        return "OTAGAI_SMTP_FROM: OTAGAI_SMTP_URL needs a sender's address";
    }
    if ((c->smtp_user == NULL) != (c->smtp_password_file == NULL)) {
        return "OTAGAI_SMTP_USER and OTAGAI_SMTP_PASSWORD_FILE go together";
    }
    if (c->sms_url != NULL &&
        (c->sms_account == NULL || c->sms_from == NULL || c->sms_secret_file == NULL)) {
        return "OTAGAI_SMS_URL: needs OTAGAI_SMS_ACCOUNT, OTAGAI_SMS_FROM and "
               "OTAGAI_SMS_SECRET_FILE";
    }
    return NULL;
}

enum status config_read(struct config *c, struct arena *a, char *const *environment,
                        const char **why)
{
    enum status s;

    *c = (struct config){.threads = HTTP_THREADS_DEFAULT};
    *why = NULL;
    s = check_names(a, environment, why);
    for (size_t i = 0; i < SETTINGS_N && s == OK; i++) {
        s = read_setting(c, a, &settings[i], value_of(environment, settings[i].name), why);
    }
    if (s == OK) {
        s = fill_in(c, a, why);
    }
    if (s == OK) {
        *why = why_not_together(c);
        s = *why == NULL ? OK : E_INVALID;
    }
    return s;
}

/* Reads at most VALUE_BYTES_MAX - 1 bytes up to the end of the line. */
static enum status first_line(int fd, char line[VALUE_BYTES_MAX])
{
    struct stat st;
    ssize_t n;

    if (fstat(fd, &st) != 0 || (st.st_mode & 077) != 0) {
        return E_INVALID;
    }
    n = read(fd, line, VALUE_BYTES_MAX - 1);
    line[n > 0 ? n : 0] = '\0';
    line[strcspn(line, "\r\n")] = '\0';
    return n > 0 && n < VALUE_BYTES_MAX - 1 && is_plain(line) ? OK : E_INVALID;
}

enum status config_secret(struct arena *a, const char *path, const char **secret, const char **why)
{
    char line[VALUE_BYTES_MAX];
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    enum status s;

    *secret = NULL;
    if (fd < 0) {
        *why = arena_printf(a, "%s: this file can't be read", path);
        return E_NOT_FOUND;
    }
    s = first_line(fd, line);
    close(fd);
    if (s == OK) {
        *secret = arena_strdup(a, line);
        s = *secret != NULL ? OK : E_BUSY;
    } else {
        *why = arena_printf(a, "%s: a secret is one line in a file that only its owner can read",
                            path);
    }
    explicit_bzero(line, sizeof line);
    return s;
}
