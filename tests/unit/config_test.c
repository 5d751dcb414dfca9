/* config_test.c - each OTAGAI_* value: what is taken, and the one line that refuses the rest. */
#include "app/config.h"
#include "tests/folder.h"
#include "tests/test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define LINES_MAX 8

static void close_arena(void *arg)
{
    arena_close(arg);
}

static struct arena *new_arena(void)
{
    struct arena *a = arena_open(1024 * 1024);

    CHECK(a != NULL);
    test_cleanup(close_arena, a);
    return a;
}

/* Reads a configuration of up to three lines; NULL ends them. */
static enum status read_lines(struct config *c, const char *one, const char *two, const char *three,
                              const char **why)
{
    char lines[3][1200];
    char *environment[LINES_MAX] = {NULL};
    const char *given[] = {one, two, three};
    int n = 0;

    for (int i = 0; i < 3 && given[i] != NULL; i++, n++) {
        snprintf(lines[i], sizeof lines[i], "%s", given[i]);
        environment[n] = lines[i];
    }
    /* What the configuration borrows must outlive this function. */
    for (int i = 0; i < n; i++) {
        environment[i] = strdup(lines[i]);
        CHECK(environment[i] != NULL);
        test_cleanup(free, environment[i]);
    }
    return config_read(c, new_arena(), environment, why);
}

static void check_refused(const char *line, const char *want)
{
    struct config c;
    const char *why;

    CHECK_STATUS(read_lines(&c, line, NULL, NULL, &why), E_INVALID);
    CHECK_TEXT(why, want);
}

static void check_pair_refused(const char *one, const char *two, const char *want)
{
    struct config c;
    const char *why;

    CHECK_STATUS(read_lines(&c, one, two, NULL, &why), E_INVALID);
    CHECK_TEXT(why, want);
}

TEST(an_empty_environment_gives_a_service_on_the_loopback)
{
    struct config c;
    const char *why;

    CHECK_STATUS(read_lines(&c, NULL, NULL, NULL, &why), OK);
    CHECK(why == NULL);
    CHECK_TEXT(c.database, "sqlite:state/otagai.db");
    CHECK_TEXT(c.keystore, "sqlite:state/keystore.db");
    CHECK_TEXT(c.listen, "127.0.0.1:8080");
    CHECK_TEXT(c.private_listen, "127.0.0.1:8081");
    CHECK_TEXT(c.public_url, "http://127.0.0.1:8080");
    CHECK_TEXT(c.maildir, "state/maildir");
    CHECK_TEXT(c.pay_url, "http://127.0.0.1:8082");
    CHECK_TEXT(c.pay_key_file, "state/pay.key");
    CHECK_TEXT(c.sandbox_database, "sqlite:state/sandbox.db");
    CHECK_I64(c.threads, 32);
    CHECK(!c.demo && c.smtp_url == NULL && c.log_path == NULL && c.trusted_proxy == NULL);
}

TEST(everything_lies_in_the_state_folder_unless_said_otherwise)
{
    struct config c;
    const char *why;

    CHECK_STATUS(read_lines(&c, "OTAGAI_DATABASE=postgresql://h/otagai", "OTAGAI_STATE_DIR=var/x",
                            NULL, &why),
                 OK);
    CHECK_TEXT(c.database, "postgresql://h/otagai");
    CHECK_TEXT(c.keystore, "sqlite:var/x/keystore.db");
    CHECK_TEXT(c.maildir, "var/x/maildir");
}

TEST(a_wrong_value_is_refused_by_one_line_that_names_it)
{
    check_refused("OTAGAI_LISTEN=127.0.0.1", "OTAGAI_LISTEN: '127.0.0.1' is not host:port");
    check_refused("OTAGAI_LISTEN=127.0.0.1:65536",
                  "OTAGAI_LISTEN: '127.0.0.1:65536' is not host:port");
    check_refused("OTAGAI_LISTEN=:8080", "OTAGAI_LISTEN: ':8080' is not host:port");
    check_refused("OTAGAI_PRIVATE_LISTEN=127.0.0.1:08",
                  "OTAGAI_PRIVATE_LISTEN: '127.0.0.1:08' is not host:port");
    check_refused("OTAGAI_SANDBOX_LISTEN=x", "OTAGAI_SANDBOX_LISTEN: 'x' is not host:port");
    check_refused("OTAGAI_DATABASE=otagai.db",
                  "OTAGAI_DATABASE: 'otagai.db' is not sqlite:PATH or postgresql://...");
    check_refused("OTAGAI_DATABASE=sqlite:",
                  "OTAGAI_DATABASE: 'sqlite:' is not sqlite:PATH or postgresql://...");
    check_refused("OTAGAI_KEYSTORE=", "OTAGAI_KEYSTORE: '' is not sqlite:PATH or postgresql://...");
    check_refused("OTAGAI_SANDBOX_DATABASE=mysql:x",
                  "OTAGAI_SANDBOX_DATABASE: 'mysql:x' is not sqlite:PATH or postgresql://...");
    check_refused("OTAGAI_THREADS=0", "OTAGAI_THREADS: '0' is not a number from 2 to 1024");
    check_refused("OTAGAI_THREADS=many", "OTAGAI_THREADS: 'many' is not a number from 2 to 1024");
    check_refused("OTAGAI_THREADS=1025", "OTAGAI_THREADS: '1025' is not a number from 2 to 1024");
    check_refused("OTAGAI_DEMO=yes", "OTAGAI_DEMO: 'yes' is not 0 or 1");
    check_refused("OTAGAI_TRUSTED_PROXY=proxy",
                  "OTAGAI_TRUSTED_PROXY: 'proxy' is not an IP address");
    check_refused("OTAGAI_STATE_DIR=",
                  "OTAGAI_STATE_DIR: '' is not a folder's path without blanks");
    check_refused("OTAGAI_LOG=", "OTAGAI_LOG: '' is not a file's path, or - for standard error");
    check_refused("OTAGAI_MAILDIR=a b",
                  "OTAGAI_MAILDIR: 'a b' is not a folder's path without blanks");
}

TEST(a_wrong_address_of_another_service_is_refused)
{
    check_refused("OTAGAI_PUBLIC_URL=http://otagai.example",
                  "OTAGAI_PUBLIC_URL: 'http://otagai.example' is not https://HOST[:PORT] (or "
                  "http:// on the loopback) without a path");
    check_refused("OTAGAI_PUBLIC_URL=https://otagai.example/app",
                  "OTAGAI_PUBLIC_URL: 'https://otagai.example/app' is not https://HOST[:PORT] (or "
                  "http:// on the loopback) without a path");
    check_refused("OTAGAI_PAY_URL=http://pay.example",
                  "OTAGAI_PAY_URL: 'http://pay.example' is not https://HOST (or http:// on the "
                  "loopback)");
    check_refused("OTAGAI_PAY_KEY_FILE=/nowhere/key",
                  "OTAGAI_PAY_KEY_FILE: '/nowhere/key' is not a file that can be read");
    check_refused("OTAGAI_PAY_WEBHOOK_SECRET_FILE=/nowhere/s",
                  "OTAGAI_PAY_WEBHOOK_SECRET_FILE: '/nowhere/s' is not a file that can be read");
    check_refused("OTAGAI_SMTP_URL=mail.example",
                  "OTAGAI_SMTP_URL: 'mail.example' is not smtp://HOST:PORT or smtps://HOST:PORT");
    check_refused("OTAGAI_SMTP_FROM=otagai", "OTAGAI_SMTP_FROM: 'otagai' is not an e-mail address");
    check_refused("OTAGAI_SMTP_USER=", "OTAGAI_SMTP_USER: '' is not a log-in name");
    check_refused("OTAGAI_SMTP_PASSWORD_FILE=/nowhere/p",
                  "OTAGAI_SMTP_PASSWORD_FILE: '/nowhere/p' is not a file that can be read");
    check_refused("OTAGAI_SMS_URL=ftp://sms",
                  "OTAGAI_SMS_URL: 'ftp://sms' is not https://HOST (or http:// on the loopback)");
    check_refused("OTAGAI_SMS_ACCOUNT=", "OTAGAI_SMS_ACCOUNT: '' is not an account's name");
    check_refused("OTAGAI_SMS_FROM=09012345678",
                  "OTAGAI_SMS_FROM: '09012345678' is not a phone number like +815012345678");
    check_refused("OTAGAI_SMS_SECRET_FILE=/nowhere/p",
                  "OTAGAI_SMS_SECRET_FILE: '/nowhere/p' is not a file that can be read");
}

TEST(a_password_inside_a_wrong_address_is_not_printed)
{
    check_refused("OTAGAI_DATABASE=postgres://otagai:geheim@db.example/otagai",
                  "OTAGAI_DATABASE: 'postgres' is not sqlite:PATH or postgresql://...");
}

TEST(a_misspelt_setting_is_not_taken_for_one_that_is_missing)
{
    struct config c;
    const char *why;

    check_refused("OTAGAI_DATABSE=sqlite:x", "OTAGAI_DATABSE: there is no such setting");
    check_refused("OTAGAI_DATABASE_=sqlite:x", "OTAGAI_DATABASE_: there is no such setting");
    CHECK_STATUS(read_lines(&c, "OTAGAI_TEST_PG=x", "PATH=/bin", NULL, &why), OK);
}

TEST(the_demo_refuses_to_listen_for_others)
{
    const char *want = "OTAGAI_DEMO: the demo listens on the loopback alone, see OTAGAI_LISTEN and "
                       "OTAGAI_PRIVATE_LISTEN";
    struct config c;
    const char *why;

    check_pair_refused("OTAGAI_DEMO=1", "OTAGAI_LISTEN=0.0.0.0:8080", want);
    check_pair_refused("OTAGAI_DEMO=1", "OTAGAI_PRIVATE_LISTEN=192.0.2.1:8081", want);
    check_pair_refused("OTAGAI_DEMO=1", "OTAGAI_LISTEN=[::]:8080", want);
    CHECK_STATUS(read_lines(&c, "OTAGAI_DEMO=1", "OTAGAI_LISTEN=[::1]:8080", NULL, &why), OK);
    CHECK(c.demo);
}

TEST(values_that_do_not_go_together_are_refused)
{
    check_pair_refused("OTAGAI_LISTEN=0.0.0.0:80", NULL,
                       "OTAGAI_PUBLIC_URL: a service that others reach needs its https:// address");
    check_pair_refused("OTAGAI_SANDBOX_LISTEN=0.0.0.0:8082", NULL,
                       "OTAGAI_SANDBOX_LISTEN: the sandbox listens on the loopback alone");
    check_pair_refused("OTAGAI_DATABASE=sqlite:x.db", "OTAGAI_KEYSTORE=sqlite:x.db",
                       "OTAGAI_KEYSTORE: the key store is never the database itself");
    check_pair_refused("OTAGAI_SMTP_URL=smtp://mail.example:25", NULL,
                       "OTAGAI_SMTP_FROM: OTAGAI_SMTP_URL needs a sender's address");
    check_pair_refused("OTAGAI_SMTP_USER=otagai", NULL,
                       "OTAGAI_SMTP_USER and OTAGAI_SMTP_PASSWORD_FILE go together");
    check_pair_refused("OTAGAI_SMS_URL=https://sms.example", "OTAGAI_SMS_ACCOUNT=AC1",
                       "OTAGAI_SMS_URL: needs OTAGAI_SMS_ACCOUNT, OTAGAI_SMS_FROM and "
                       "OTAGAI_SMS_SECRET_FILE");
}

static const char *secret_file(const char *text, mode_t mode)
{
    const char *path = test_path(test_folder(), "secret");

    test_file(path, text, mode);
    return path;
}

TEST(a_secret_is_one_line_that_only_its_owner_can_read)
{
    struct arena *a = new_arena();
    const char *secret, *why;

    CHECK_STATUS(config_secret(a, secret_file("sk_test_1\n", 0600), &secret, &why), OK);
    CHECK_TEXT(secret, "sk_test_1");
    CHECK_STATUS(config_secret(a, secret_file("", 0600), &secret, &why), E_INVALID);
    CHECK_STATUS(config_secret(a, secret_file("\n", 0600), &secret, &why), E_INVALID);
    CHECK_STATUS(config_secret(a, secret_file("sk_test_1", 0640), &secret, &why), E_INVALID);
    CHECK(secret == NULL && strstr(why, "only its owner") != NULL);
    CHECK_STATUS(config_secret(a, "/nowhere/key", &secret, &why), E_NOT_FOUND);
    CHECK_TEXT(why, "/nowhere/key: this file can't be read");
}
