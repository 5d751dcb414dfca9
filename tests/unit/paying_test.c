/* paying_test.c - the card provider as the configuration says: without a key no cards, with a wrong
 * one no start. */
#include "app/paying.h"

#include "app/base/limits.h"
#include "tests/folder.h"
#include "tests/test.h"

#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static void close_arena(void *arg)
{
    arena_close(arg);
}

static struct arena *arena(void)
{
    struct arena *a = arena_open(ARENA_REQUEST_BYTES_MAX);

    CHECK(a != NULL);
    test_cleanup(close_arena, a);
    return a;
}

static const char *file(const char *name, const char *text, mode_t mode)
{
    const char *path = test_path(test_folder(), name);
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, mode);

    CHECK(fd >= 0);
    CHECK_I64(write(fd, text, strlen(text)), strlen(text));
    CHECK_I64(fchmod(fd, mode), 0);
    close(fd);
    return path;
}

static enum status try(struct paying *p, const char *key, const char *hook, const char *url,
                       const char **why)
{
    struct config c = {.pay_key_file = key, .pay_webhook_secret_file = hook, .pay_url = url};

    *why = "";
    return paying_open(p, &c, arena(), why);
}

TEST(without_a_key_no_cards_are_taken)
{
    struct paying p;
    const char *why;

    CHECK_STATUS(try(&p, "/nowhere/pay.key", "/nowhere/webhook", "http://127.0.0.1:1", &why), OK);
    CHECK(paying_provider(&p) == NULL);
    CHECK(paying_name(&p) == NULL);
    paying_close(&p);
}

TEST(a_key_makes_a_provider_and_a_hook_secret_opens_the_door)
{
    struct paying p;
    const char *why, *key = file("pay.key", "sk_test_a\n", 0600);

    CHECK_STATUS(try(&p, key, "/nowhere/webhook", "http://127.0.0.1:1", &why), OK);
    CHECK_TEXT(paying_name(&p), "stripe");
    CHECK(paying_provider(&p)->webhook_check == NULL);
    paying_close(&p);
    CHECK_STATUS(try(&p, key, file("hook", "whsec_a\n", 0600), "http://127.0.0.1:1", &why), OK);
    CHECK(paying_provider(&p)->webhook_check != NULL);
    paying_close(&p);
    CHECK(paying_provider(&p) == NULL);
}

TEST(a_live_key_for_the_sandbox_and_a_key_others_can_read_stop_the_start)
{
    struct paying p;
    const char *why;

    CHECK_STATUS(try(&p, file("live", "sk_live_a\n", 0600), "/nowhere", "http://127.0.0.1:1", &why),
                 E_INVALID);
    CHECK(strstr(why, "OTAGAI_PAY_KEY_FILE") != NULL);
    paying_close(&p);
    CHECK_STATUS(try(&p, file("open", "sk_test_a\n", 0644), "/nowhere", "http://127.0.0.1:1", &why),
                 E_INVALID);
    CHECK(strstr(why, "/open") != NULL);
    paying_close(&p);
    CHECK_STATUS(try(&p, file("odd", "pk_test_a\n", 0600), "/nowhere", "http://127.0.0.1:1", &why),
                 E_INVALID);
    paying_close(&p);
}
