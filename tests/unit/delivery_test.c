/* delivery_test.c - the postman's settings: what the configuration says, and secrets from files
 * that nobody else can read. */
#include "app/delivery.h"
#include "tests/folder.h"
#include "tests/test.h"

#include <string.h>

static void close_arena(void *a)
{
    arena_close(a);
}

static enum status read_with(struct delivery *d, const char *password_file, const char **why)
{
    struct config c = {.public_url = "https://otagai.example.jp",
                       .smtp_url = "smtp://mail.example.jp:587",
                       .smtp_from = "noreply@otagai.example.jp",
                       .smtp_user = "otagai",
                       .smtp_password_file = password_file,
                       .maildir = test_path(test_folder(), "maildir")};
    struct arena *a = arena_open(64 * 1024);

    CHECK(a != NULL);
    test_cleanup(close_arena, a);
    return delivery_read(d, &c, a, why);
}

TEST(the_postman_s_secrets_come_from_files)
{
    const char *path = test_path(test_folder(), "smtp.password"), *why = "";
    struct delivery d;

    test_file(path, "hush-hush\n", 0600);
    CHECK_STATUS(read_with(&d, path, &why), OK);
    CHECK_TEXT(d.options.mail.url, "smtp://mail.example.jp:587");
    CHECK_TEXT(d.options.mail.user, "otagai");
    CHECK_TEXT(d.options.mail.password, "hush-hush");
    CHECK_TEXT(d.options.from, "noreply@otagai.example.jp");
    CHECK(d.options.sms.url == NULL && d.options.sms.token == NULL);
}

TEST(a_secret_that_others_can_read_or_that_is_not_there_is_named)
{
    const char *path = test_path(test_folder(), "smtp.password"), *why = "";
    struct delivery d;

    CHECK_STATUS(read_with(&d, path, &why), E_INVALID);
    CHECK(strstr(why, path) != NULL && strstr(why, "OTAGAI_SMTP_PASSWORD_FILE: ") == why);
    test_file(path, "hush-hush\n", 0644);
    CHECK_STATUS(read_with(&d, path, &why), E_INVALID);
    CHECK(strstr(why, path) != NULL && strstr(why, "hush") == NULL);
}

TEST(a_postman_needs_a_public_url_with_a_host)
{
    static const char *const bad[] = {"otagai.example.jp", "https://", "https://:80", ""};
    struct deliver_options o = {.maildir = test_path(test_folder(), "maildir")};
    struct deliver *d;

    for (int i = 0; i < 4; i++) {
        o.public_url = bad[i];
        CHECK_STATUS(deliver_open(&d, &o), E_INVALID);
        CHECK(d == NULL);
    }
    o.public_url = "http://127.0.0.1:8080";
    CHECK_STATUS(deliver_open(&d, &o), OK);
    deliver_close(d);
    o.maildir = "/proc/nowhere";
    CHECK_STATUS(deliver_open(&d, &o), E_BUSY);
}
