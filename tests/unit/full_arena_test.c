/* full_arena_test.c - whatever works in an arena says E_BUSY when it is full, wherever that is, and
 * leaves its result alone. */
#include "app/base/crypto.h"
#include "app/base/doc.h"
#include "app/base/text.h"
#include "tests/test.h"

#include <string.h>

#define ARENA_BYTES_MAX 4096

/* True when it worked; false when the arena was full. */
typedef bool (*work_fn)(struct arena *a);

/* result is set when it worked, and then only. */
static bool worked(enum status s, const void *result)
{
    CHECK(s == OK || s == E_BUSY);
    CHECK((s == OK) == (result != NULL));
    return s == OK;
}

static bool clean_decomposed(struct arena *a)
{
    const char *raw = "\u304b\u3099\u304d\u3099 e\u0301", *out = NULL;
    enum status s = text_clean(a, raw, strlen(raw), 1, 80, false, &out);

    return worked(s, out);
}

static bool clean_ascii(struct arena *a)
{
    const char *raw = "somebody with a rather long name", *out = NULL;
    enum status s = text_clean(a, raw, strlen(raw), 1, 80, false, &out);

    return worked(s, out);
}

static bool clean_email(struct arena *a)
{
    const char *out = NULL;
    enum status s = email_clean(a, "Hanako.Sato+kids@Example.CO.JP", &out);

    return worked(s, out);
}

static bool clean_phone(struct arena *a)
{
    const char *out = NULL;
    enum status s = phone_clean(a, "+123456789012345", &out);

    return worked(s, out);
}

static bool seal_and_unseal(struct arena *a)
{
    const uint8_t key[KEY_BYTES] = {1};
    struct slice sealed = {NULL, 0}, plain = {NULL, 0};
    enum status s = seal(a, key, "x", (struct slice){key, sizeof key}, &sealed);

    if (!worked(s, sealed.data)) {
        return false;
    }
    s = unseal(a, key, "x", sealed, &plain);
    return worked(s, plain.data);
}

static bool encode_and_decode(struct arena *a)
{
    const uint8_t bytes[100] = {1};
    const char *text = base64url_encode(a, bytes, sizeof bytes);
    struct slice out = {NULL, 0};
    enum status s = text == NULL ? E_BUSY : base64url_decode(a, text, &out);

    return worked(s, out.data);
}

static bool write_document(struct arena *a)
{
    struct doc d;

    doc_init(&d, a, ARENA_BYTES_MAX);
    doc_array(&d, NULL);
    for (int i = 0; i < 100; i++) {
        doc_int(&d, NULL, i);
    }
    doc_end(&d);
    return doc_done(&d) != NULL;
}

static void try_each_size(work_fn work)
{
    size_t size = 0;

    for (bool done = false; !done; size += 16) {
        struct arena *a = arena_open(size);

        CHECK(a != NULL && size <= ARENA_BYTES_MAX);
        done = work(a);
        arena_close(a);
    }
    CHECK(size > 16); /* there was something to be full of */
}

TEST(an_arena_may_be_full_at_any_step_of_the_work)
{
    static const work_fn works[] = {clean_decomposed, clean_ascii,       clean_email,   clean_phone,
                                    seal_and_unseal,  encode_and_decode, write_document};

    for (size_t i = 0; i < sizeof works / sizeof *works; i++) {
        try_each_size(works[i]);
    }
}
