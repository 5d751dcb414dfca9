/* keys_test.c - the key files: made once, never touched again, refused when not as they must be. */
#include "app/domain/vault.h"
#include "tests/folder.h"
#include "tests/test.h"

#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define FILES_N 6 /* four keys, the provider's key and the webhook's secret */

TEST(keys_are_made_once_and_never_touched_again)
{
    const char *dir = test_folder();
    struct keys first, again;
    const char *bad;
    int made;

    CHECK_STATUS(keys_init(dir, &made), OK);
    CHECK_I64(made, FILES_N);
    CHECK_STATUS(keys_load(dir, NULL, &first, &bad), OK);
    CHECK_STATUS(keys_init(dir, &made), OK);
    CHECK_I64(made, 0);
    CHECK_STATUS(keys_load(dir, NULL, &again, &bad), OK);
    CHECK(memcmp(&first, &again, offsetof(struct keys, keystore)) == 0);
    CHECK(memcmp(first.master, first.blind, KEY_BYTES) != 0);
    CHECK(memcmp(first.pepper, first.cursor, KEY_BYTES) != 0);
}

TEST(key_files_are_for_their_owner_alone)
{
    const char *dir = test_path(test_folder(), "new");
    struct stat st;
    int made;

    CHECK_STATUS(keys_init(dir, &made), OK);
    CHECK(stat(dir, &st) == 0);
    CHECK_I64(st.st_mode & 0777, 0700);
    CHECK(stat(test_path(dir, "master.key"), &st) == 0);
    CHECK_I64(st.st_mode & 0777, 0600);
}

TEST(the_provider_key_made_for_the_sandbox_is_a_test_key)
{
    const char *dir = test_folder();
    int made;

    CHECK_STATUS(keys_init(dir, &made), OK);
    CHECK(strncmp(test_file_text(test_path(dir, "pay.key")), "sk_test_", 8) == 0);
}

TEST(a_missing_key_is_named_and_made_anew_only_by_keys_init)
{
    const char *dir = test_folder();
    const char *path = test_path(dir, "pepper.key");
    struct keys keys;
    const char *bad;
    int made;

    CHECK_STATUS(keys_init(dir, &made), OK);
    CHECK(unlink(path) == 0);
    CHECK_STATUS(keys_load(dir, NULL, &keys, &bad), E_NOT_FOUND);
    CHECK_TEXT(bad, "pepper.key");
    CHECK(access(path, F_OK) != 0);
    CHECK_STATUS(keys_init(dir, &made), OK);
    CHECK_I64(made, 1);
}

TEST(a_key_that_is_short_or_not_hex_or_readable_by_others_is_refused)
{
    static const char good[] = "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff\n";
    static const char not_hex[] =
        "zz112233445566778899aabbccddeeff00112233445566778899aabbccddeeff\n";
    static const char too_long[] =
        "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff0\n";
    const char *dir = test_folder(), *path = test_path(dir, "blind.key");
    struct keys keys;
    const char *bad;
    int made;

    CHECK_STATUS(keys_init(dir, &made), OK);
    test_file(path, "0011\n", 0600);
    CHECK_STATUS(keys_load(dir, NULL, &keys, &bad), E_INVALID);
    CHECK_TEXT(bad, "blind.key");
    test_file(path, "", 0600);
    CHECK_STATUS(keys_load(dir, NULL, &keys, &bad), E_INVALID);
    test_file(path, not_hex, 0600);
    CHECK_STATUS(keys_load(dir, NULL, &keys, &bad), E_INVALID);
    test_file(path, too_long, 0600);
    CHECK_STATUS(keys_load(dir, NULL, &keys, &bad), E_INVALID);
    test_file(path, good, 0640);
    CHECK_STATUS(keys_load(dir, NULL, &keys, &bad), E_INVALID);
    test_file(path, good, 0600);
    CHECK_STATUS(keys_load(dir, NULL, &keys, &bad), OK);
    CHECK_I64(keys.blind[1], 0x11);
}

TEST(what_a_crash_left_of_a_key_is_not_taken_for_one)
{
    const char *dir = test_folder();
    const char *part = test_path(dir, "master.key.part");
    struct keys keys;
    const char *bad;
    int made;

    test_file(part, "0011", 0600);
    CHECK_STATUS(keys_init(dir, &made), OK);
    CHECK_I64(made, FILES_N);
    CHECK_STATUS(keys_load(dir, NULL, &keys, &bad), OK);
    CHECK(access(part, F_OK) != 0);
}

TEST(keys_are_not_made_where_nothing_can_be_written)
{
    int made;

    CHECK_STATUS(keys_init("/proc/otagai", &made), E_BUSY);
    CHECK_I64(made, 0);
}
