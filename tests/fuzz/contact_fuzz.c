/* contact_fuzz.c - addresses and numbers that pass are safe to send to, and stay as they are. */
#include "app/base/limits.h"
#include "app/base/text.h"
#include "tests/fuzz/fuzz.h"

static void try_email(struct arena *a, const char *raw)
{
    const char *once, *twice;

    if (email_clean(a, raw, &once) != OK) {
        return;
    }
    MUST(strlen(once) <= EMAIL_BYTES_MAX && strpbrk(once, " \t\r\n<>(),;:\\\"[]") == NULL);
    MUST(strchr(once, '@') != NULL && strchr(once, '@') == strrchr(once, '@'));
    for (const char *c = once; *c != '\0'; c++) {
        MUST(*c > ' ' && *c < 0x7f);
    }
    MUST(email_clean(a, once, &twice) == OK && strcmp(once, twice) == 0);
}

static void try_phone(struct arena *a, const char *raw)
{
    const char *once, *twice;

    if (phone_clean(a, raw, &once) != OK) {
        return;
    }
    MUST(once[0] == '+' && strlen(once) >= 9 && strlen(once) <= 16);
    MUST(strspn(once + 1, "0123456789") == strlen(once + 1) && once[1] != '0');
    MUST(phone_clean(a, once, &twice) == OK && strcmp(once, twice) == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
    struct arena *a = arena_open(1024 * 1024);
    char *raw = fuzz_text(data, len);

    try_email(a, raw);
    try_phone(a, raw);
    free(raw);
    arena_close(a);
    return 0;
}
