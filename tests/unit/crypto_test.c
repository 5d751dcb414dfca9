/* crypto_test.c - published vectors, and everything that was tampered with. */
#include "app/base/crypto.h"
#include "app/base/mem.h"
#include "tests/test.h"

#include <string.h>

static void check_hex(const void *got, size_t len, const char *want)
{
    char hex[1024];

    CHECK(len < sizeof hex / 2);
    hex_encode(got, len, hex);
    CHECK_TEXT(hex, want);
}

TEST(sha_256_gives_the_published_digests)
{
    char hex[SHA256_HEX_BYTES];

    sha256_hex("", 0, hex);
    CHECK_TEXT(hex, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    sha256_hex("abc", 3, hex);
    CHECK_TEXT(hex, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    sha256_hex("a\0b", 3, hex);
    CHECK(strcmp(hex, "ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afe48bb") != 0);
}

static void check_hmac(const char *key_hex, size_t key_len, const void *data, size_t len,
                       const char *want)
{
    uint8_t key[131], mac[SHA256_BYTES];

    CHECK_STATUS(hex_decode(key_hex, key, key_len), OK);
    hmac_sha256(key, key_len, data, len, mac);
    check_hex(mac, sizeof mac, want);
}

TEST(hmac_gives_what_rfc_4231_publishes)
{
    char key[2 * 131 + 1], fifty[50];

    check_hmac("0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b", 20, "Hi There", 8,
               "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
    check_hmac("4a656665", 4, "what do ya want for nothing?", 28,
               "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
    memset(fifty, 0xdd, sizeof fifty);
    check_hmac("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", 20, fifty, 50,
               "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe");
    memset(fifty, 0xcd, sizeof fifty);
    check_hmac("0102030405060708090a0b0c0d0e0f10111213141516171819", 25, fifty, 50,
               "82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b");
    memset(key, 'a', sizeof key);
    key[sizeof key - 1] = '\0';
    check_hmac(key, 131, "Test Using Larger Than Block-Size Key - Hash Key First", 54,
               "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
    check_hmac(key, 131,
               "This is a test using a larger than block-size key and a larger than block-size "
               "data. The key needs to be hashed before being used by the HMAC algorithm.",
               152, "9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2");
}

TEST(bytes_are_equal_only_when_all_of_them_are)
{
    uint8_t a[32] = {0}, b[32] = {0};

    CHECK(bytes_equal(a, b, 32) && bytes_equal(a, b, 0));
    for (int bit = 0; bit < 256; bit++) {
        b[bit / 8] = (uint8_t)(1 << bit % 8);
        CHECK(!bytes_equal(a, b, 32));
        b[bit / 8] = 0;
    }
}

TEST(random_bytes_fill_all_of_the_room_and_nothing_behind_it)
{
    uint8_t a[100] = {0}, b[100] = {0};
    bool touched[99] = {false};

    for (int i = 0; i < 20; i++) {
        random_bytes(a, 99);
        for (int j = 0; j < 99; j++) {
            touched[j] = touched[j] || a[j] != 0;
        }
    }
    for (int j = 0; j < 99; j++) {
        CHECK(touched[j]);
    }
    CHECK_I64(a[99], 0);
    random_bytes(b, 99);
    CHECK(memcmp(a, b, 99) != 0);
}

TEST(random_numbers_stay_below_their_bound_and_reach_each_value)
{
    int seen[10] = {0};

    for (int i = 0; i < 10000; i++) {
        uint32_t n = random_below(10);

        CHECK(n < 10);
        seen[n]++;
    }
    for (int i = 0; i < 10; i++) {
        CHECK(seen[i] > 700 && seen[i] < 1300); /* ten standard deviations */
    }
    CHECK_I64(random_below(1), 0);
    for (int i = 0; i < 100; i++) {
        CHECK(random_below(UINT32_C(0x80000001)) <= UINT32_C(0x80000000));
    }
}

TEST(hex_has_one_form)
{
    static const char *const bad[] = {"",         "00",       "0001020",  "000102030",  "00010G03",
                                      "0001 203", "0x010203", "000102AB", "0001020\xc3"};
    uint8_t out[4] = {9, 9, 9, 9};

    CHECK_STATUS(hex_decode("00ff10ab", out, 4), OK);
    check_hex(out, 4, "00ff10ab");
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        CHECK_STATUS(hex_decode(bad[i], out, 4), E_INVALID);
    }
    CHECK_STATUS(hex_decode("", out, 0), OK);
    check_hex("", 0, "");
}

TEST(base64url_gives_what_rfc_4648_publishes_without_padding)
{
    static const char *const pairs[][2] = {
        {"", ""},           {"f", "Zg"},          {"fo", "Zm8"},         {"foo", "Zm9v"},
        {"foob", "Zm9vYg"}, {"fooba", "Zm9vYmE"}, {"foobar", "Zm9vYmFy"}};
    struct arena *a = arena_open(65536);
    struct slice bytes;

    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        size_t len = strlen(pairs[i][0]);

        CHECK_TEXT(base64url_encode(a, pairs[i][0], len), pairs[i][1]);
        CHECK_STATUS(base64url_decode(a, pairs[i][1], &bytes), OK);
        CHECK(bytes.len == len && memcmp(bytes.data, pairs[i][0], len) == 0);
    }
    CHECK_TEXT(base64url_encode(a, "\xfb\xff\xfe", 3), "-__-");
    CHECK_TEXT(base64url_encode(a, "\0\0", 2), "AAA");
    arena_close(a);
}

TEST(base64url_refuses_every_second_form)
{
    static const char *const bad[] = {"A",    "AAAAA", "Zg==",   "Zh",    "Zm9",  "Zm9vYmF",
                                      "+//+", "Zm 9v", "Zm9v\n", "Zm9v=", "Zm9é", "*"};
    struct arena *a = arena_open(65536);
    struct slice bytes;

    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        if (base64url_decode(a, bad[i], &bytes) != E_INVALID) {
            test_fail(__FILE__, __LINE__, "\"%s\" was decoded", bad[i]);
        }
    }
    arena_close(a);
}

TEST(base64url_brings_any_bytes_back)
{
    struct arena *a = arena_open(1024 * 1024);
    struct slice bytes;
    uint8_t raw[70];

    for (size_t len = 0; len < sizeof raw; len++) {
        random_bytes(raw, len);
        CHECK_STATUS(base64url_decode(a, base64url_encode(a, raw, len), &bytes), OK);
        CHECK(bytes.len == len && memcmp(bytes.data, raw, len) == 0);
    }
    arena_close(a);
}

#define AAD "person.phone:42:1"

static struct slice text(const char *s)
{
    return (struct slice){(const uint8_t *)s, strlen(s)};
}

TEST(what_was_sealed_opens_with_the_same_key_and_place)
{
    struct arena *a = arena_open(65536);
    uint8_t key[KEY_BYTES];
    struct slice sealed, again, plain;

    random_bytes(key, sizeof key);
    CHECK_STATUS(seal(a, key, AAD, text("ピーナッツ"), &sealed), OK);
    CHECK_I64(sealed.len, strlen("ピーナッツ") + SEAL_OVERHEAD_BYTES);
    CHECK_STATUS(unseal(a, key, AAD, sealed, &plain), OK);
    CHECK_TEXT((const char *)plain.data, "ピーナッツ");
    CHECK_STATUS(seal(a, key, AAD, text("ピーナッツ"), &again), OK);
    CHECK(memcmp(sealed.data, again.data, sealed.len) != 0);
    CHECK_STATUS(seal(a, key, AAD, text(""), &sealed), OK);
    CHECK_STATUS(unseal(a, key, AAD, sealed, &plain), OK);
    CHECK_I64(plain.len, 0);
    arena_close(a);
}

TEST(every_flipped_bit_of_a_sealed_text_is_noticed)
{
    struct arena *a = arena_open(1024 * 1024);
    uint8_t key[KEY_BYTES] = {1}, copy[64];
    struct slice sealed, plain = {NULL, 42};

    CHECK_STATUS(seal(a, key, AAD, text("peanut"), &sealed), OK);
    for (size_t bit = 0; bit < sealed.len * 8; bit++) {
        memcpy(copy, sealed.data, sealed.len);
        copy[bit / 8] = (uint8_t)(copy[bit / 8] ^ 1U << bit % 8);
        CHECK_STATUS(unseal(a, key, AAD, (struct slice){copy, sealed.len}, &plain), E_INVALID);
    }
    CHECK(plain.data == NULL && plain.len == 42);
    arena_close(a);
}

TEST(a_sealed_text_that_is_too_short_or_too_long_is_refused)
{
    struct arena *a = arena_open(1024 * 1024);
    uint8_t key[KEY_BYTES] = {1}, copy[64] = {0};
    struct slice sealed, plain;

    CHECK_STATUS(seal(a, key, AAD, text("peanut"), &sealed), OK);
    for (size_t len = 0; len < sealed.len; len++) {
        CHECK_STATUS(unseal(a, key, AAD, (struct slice){sealed.data, len}, &plain), E_INVALID);
    }
    memcpy(copy, sealed.data, sealed.len);
    CHECK_STATUS(unseal(a, key, AAD, (struct slice){copy, sealed.len + 1}, &plain), E_INVALID);
    CHECK_STATUS(unseal(a, key, AAD, (struct slice){NULL, 0}, &plain), E_INVALID);
    arena_close(a);
}

TEST(a_sealed_text_opens_in_no_other_place_and_with_no_other_key)
{
    struct arena *a = arena_open(65536);
    uint8_t key[KEY_BYTES] = {1}, other[KEY_BYTES] = {2};
    struct slice sealed, plain;

    CHECK_STATUS(seal(a, key, AAD, text("peanut"), &sealed), OK);
    CHECK_STATUS(unseal(a, other, AAD, sealed, &plain), E_INVALID);
    CHECK_STATUS(unseal(a, key, "person.phone:43:1", sealed, &plain), E_INVALID);
    CHECK_STATUS(unseal(a, key, "person.phone:42:2", sealed, &plain), E_INVALID);
    CHECK_STATUS(unseal(a, key, "", sealed, &plain), E_INVALID);
    arena_close(a);
}

TEST(sealing_is_the_aes_256_gcm_that_others_publish)
{
    /* McGrew and Viega, "The Galois/Counter Mode of Operation", test cases 13 and 14. */
    static const char *const hex[] = {"01000000000000000000000000530f8afbc74536b9a963b4f1c4cb738b",
                                      "01000000000000000000000000cea7403d4d606b6e074ec5d3baf39d18d0"
                                      "d1c8a799996bf0265b98b5d48ab919"};
    struct arena *a = arena_open(65536);
    uint8_t key[KEY_BYTES] = {0}, bytes[64];
    struct slice plain;

    for (size_t i = 0; i < 2; i++) {
        size_t len = strlen(hex[i]) / 2;

        CHECK_STATUS(hex_decode(hex[i], bytes, len), OK);
        CHECK_STATUS(unseal(a, key, "", (struct slice){bytes, len}, &plain), OK);
        CHECK_I64(plain.len, i * 16);
        check_hex(plain.data, plain.len, i == 0 ? "" : "00000000000000000000000000000000");
    }
    arena_close(a);
}

TEST(sealing_into_a_full_arena_is_busy)
{
    struct arena *a = arena_open(64), *full = arena_open(16);
    uint8_t key[KEY_BYTES] = {1};
    struct slice sealed, out = {NULL, 42};

    CHECK_STATUS(seal(a, key, AAD, text("a peanut, or two"), &sealed), OK);
    CHECK_STATUS(seal(full, key, AAD, text("peanut"), &out), E_BUSY);
    CHECK_STATUS(unseal(full, key, AAD, sealed, &out), E_BUSY);
    CHECK(base64url_encode(full, key, 32) == NULL);
    CHECK_STATUS(base64url_decode(full, "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", &out), E_BUSY);
    CHECK_I64(out.len, 42);
    arena_close(a);
    arena_close(full);
}

TEST(a_password_opens_its_own_hash_only)
{
    uint8_t pepper[KEY_BYTES] = {1}, other[KEY_BYTES] = {2};
    char hash[PASSWORD_HASH_BYTES_MAX], again[PASSWORD_HASH_BYTES_MAX];

    CHECK_STATUS(password_hash("正しい馬", pepper, hash), OK);
    CHECK(strncmp(hash, "$argon2id$v=19$m=19456,t=2,p=1$", 31) == 0);
    CHECK_STATUS(password_check("正しい馬", pepper, hash), OK);
    CHECK_STATUS(password_check("正しい鹿", pepper, hash), E_UNAUTHORISED);
    CHECK_STATUS(password_check("正しい馬 ", pepper, hash), E_UNAUTHORISED);
    CHECK_STATUS(password_check("", pepper, hash), E_UNAUTHORISED);
    CHECK_STATUS(password_check("正しい馬", other, hash), E_UNAUTHORISED);
    CHECK_STATUS(password_hash("正しい馬", pepper, again), OK);
    CHECK(strcmp(hash, again) != 0);
}

TEST(argon2_with_a_pepper_gives_what_another_implementation_gives)
{
    /* Made by @noble/hashes 1.8.0 (JavaScript): salt 00..0f, secret 40..5f. */
    static const char encoded[] = "$argon2id$v=19$m=19456,t=2,p=1$AAECAwQFBgcICQoLDA0ODw$iAdc/"
                                  "TsUeYRWDCH+sRn/JqCT60GcF2kBJcKfWPgZnK8";
    uint8_t pepper[KEY_BYTES];

    for (int i = 0; i < KEY_BYTES; i++) {
        pepper[i] = (uint8_t)(0x40 + i);
    }
    CHECK_STATUS(password_check("correct horse battery staple", pepper, encoded), OK);
    CHECK_STATUS(password_check("correct horse battery stapl", pepper, encoded), E_UNAUTHORISED);
}

TEST(a_hash_that_can_not_be_read_is_an_inner_fault)
{
    static const char *const bad[] = {
        "",
        "$argon2id$v=19$m=19456,t=2,p=1$AAECAwQFBgcICQoLDA0ODw$",
        "$argon2i$v=19$m=19456,t=2,p=1$AAECAwQFBgcICQoLDA0ODw$"
        "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        "$argon2id$v=16$m=19456,t=2,p=1$AAECAwQFBgcICQoLDA0ODw$"
        "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        "$argon2id$v=19$m=999999,t=2,p=1$AAECAwQFBgcICQoLDA0ODw$"
        "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        "$argon2id$v=19$m=19456,t=99,p=1$AAECAwQFBgcICQoLDA0ODw$"
        "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        "$argon2id$v=19$m=19456,t=0,p=1$AAECAwQFBgcICQoLDA0ODw$"
        "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        "$argon2id$v=19$m=19456,t=2,p=2$AAECAwQFBgcICQoLDA0ODw$"
        "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        "$argon2id$v=19$m=19456,t=2,p=1$AAECAwQFBgcICQoLDA0OD$"
        "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        /* bits behind the last byte of the salt, then of the hash */
        "$argon2id$v=19$m=19456,t=2,p=1$AAECAwQFBgcICQoLDA0ODx$"
        "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        "$argon2id$v=19$m=19456,t=2,p=1$AAECAwQFBgcICQoLDA0ODw$"
        "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAB",
        "$argon2id$v=19$m=19456,t=2,p=1$AAECAwQFBgcICQoLDA0ODw$"
        "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA$",
        "$argon2id$v=19$m= 19456,t=2,p=1$AAECAwQFBgcICQoLDA0ODw$"
        "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
    };
    uint8_t pepper[KEY_BYTES] = {1};

    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        if (password_check("x", pepper, bad[i]) != E_INTERNAL) {
            test_fail(__FILE__, __LINE__, "\"%s\" was read", bad[i]);
        }
    }
}

TEST(a_password_without_memory_to_hash_it_is_busy)
{
    uint8_t pepper[KEY_BYTES] = {1};
    char hash[PASSWORD_HASH_BYTES_MAX];
    enum status hashed, checked;

    mem_fail_after(1);
    hashed = password_hash("x", pepper, hash);
    mem_fail_after(0);
    CHECK_STATUS(hashed, E_BUSY);
    CHECK_STATUS(password_hash("x", pepper, hash), OK);
    mem_fail_after(1);
    checked = password_check("x", pepper, hash);
    mem_fail_after(0);
    CHECK_STATUS(checked, E_BUSY);
}

static const uint8_t rfc_secret[TOTP_SECRET_BYTES] = "12345678901234567890";

TEST(one_time_codes_are_those_of_rfc_6238)
{
    static const struct {
        int64_t at_s;
        const char *code;
    } vectors[] = {{59, "287082"},         {1111111109, "081804"}, {1111111111, "050471"},
                   {1234567890, "005924"}, {2000000000, "279037"}, {20000000000, "353130"}};
    char code[7];
    int64_t step;

    for (size_t i = 0; i < sizeof vectors / sizeof *vectors; i++) {
        totp_code(rfc_secret, vectors[i].at_s * 1000 + 999, code);
        CHECK_TEXT(code, vectors[i].code);
        CHECK_STATUS(totp_check(rfc_secret, code, vectors[i].at_s * 1000, &step), OK);
        CHECK_I64(step, vectors[i].at_s / 30);
    }
}

TEST(a_code_is_good_for_one_step_either_way_and_no_longer)
{
    const int64_t step_ms = 30000, at = 44444445 * step_ms;
    char code[7];
    int64_t step = 42;

    totp_code(rfc_secret, at, code);
    CHECK_STATUS(totp_check(rfc_secret, code, at - step_ms - 1, &step), E_UNAUTHORISED);
    CHECK_I64(step, 42);
    CHECK_STATUS(totp_check(rfc_secret, code, at - step_ms, &step), OK);
    CHECK_I64(step, 44444445);
    CHECK_STATUS(totp_check(rfc_secret, code, at + 2 * step_ms - 1, &step), OK);
    CHECK_I64(step, 44444445);
    CHECK_STATUS(totp_check(rfc_secret, code, at + 2 * step_ms, &step), E_UNAUTHORISED);
}

TEST(what_is_no_code_is_not_accepted)
{
    static const char *const bad[] = {"",        "28708",  "2870822", "287 082", " 287082",
                                      "287082 ", "28708x", "２８",    "000000"};
    const uint8_t other[TOTP_SECRET_BYTES] = "12345678901234567891";
    int64_t step;

    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        CHECK_STATUS(totp_check(rfc_secret, bad[i], 59000, &step), E_UNAUTHORISED);
    }
    CHECK_STATUS(totp_check(other, "287082", 59000, &step), E_UNAUTHORISED);
    CHECK_STATUS(totp_check(rfc_secret, "755224", 0, &step), OK); /* RFC 4226 appendix D */
    CHECK_I64(step, 0);
}

TEST(a_secret_is_shown_as_base_32)
{
    char shown[33];

    totp_secret_text(rfc_secret, shown);
    CHECK_TEXT(shown, "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
    totp_secret_text((const uint8_t[TOTP_SECRET_BYTES]){0xff, 0xff, 0xff, 0xff, 0xff}, shown);
    CHECK_TEXT(shown, "77777777AAAAAAAAAAAAAAAAAAAAAAAA");
}
