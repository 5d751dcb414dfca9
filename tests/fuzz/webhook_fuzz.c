/* webhook_fuzz.c - no header but one made with the secret is ever accepted. */
#include "payments/webhook.h"
#include "tests/fuzz/fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
    static const struct webhook_secrets ours = {{"whsec_nobody_has_this"}, 1, 300};
    static const struct slice body = {(const uint8_t *)"{}", 2};
    struct arena *a = arena_open(ARENA_REQUEST_BYTES_MAX);
    char *header = fuzz_text(data, len);

    MUST(a != NULL);
    MUST(webhook_verify(&ours, a, header, body, INT64_C(1795330000000)) == E_UNAUTHORISED);
    free(header);
    arena_close(a);
    return 0;
}
