/* vault_test.c - what is sealed opens at its place, under its owner's key, and never again once
 * that key is destroyed. */
#include "app/domain/vault.h"
#include "tests/database.h"
#include "tests/test.h"

#include <pthread.h>
#include <string.h>

#define OWNER   INT64_C(4711)
#define ROW     INT64_C(12)
#define PARTIES 8

struct scene {
    struct keys keys;
    struct arena *arena;
    struct ctx x;
};

static void close_arena(void *arg)
{
    arena_close(arg);
}

/* One key store, with OWNER in it. */
static void open_scene(struct scene *s, const char *engine)
{
    char url[DATABASE_URL_BYTES];

    *s = (struct scene){.arena = arena_open(1 << 20)};
    CHECK(s->arena != NULL);
    test_cleanup(close_arena, s->arena);
    database_new(engine, "keystore", url);
    s->keys.keystore = database_open(url, NULL);
    random_bytes(s->keys.master, KEY_BYTES);
    random_bytes(s->keys.blind, KEY_BYTES);
    s->x = (struct ctx){.arena = s->arena, .keys = &s->keys, .now = 1};
    CHECK_STATUS(vault_create(&s->x, OWNER), OK);
}

static struct slice sealed_note(struct scene *s, const char *text)
{
    struct slice sealed;

    CHECK_STATUS(vault_seal(&s->x, OWNER, "child", "note_sealed", ROW, text, &sealed), OK);
    return sealed;
}

TEST_BOTH(what_is_sealed_opens_at_its_place_alone)
{
    struct scene s;
    struct slice sealed;
    const char *text;

    open_scene(&s, engine);
    sealed = sealed_note(&s, "卵アレルギー");
    CHECK_STATUS(vault_unseal(&s.x, OWNER, "child", "note_sealed", ROW, sealed, &text), OK);
    CHECK_TEXT(text, "卵アレルギー");
    CHECK_STATUS(vault_unseal(&s.x, OWNER, "child", "note_sealed", ROW + 1, sealed, &text),
                 E_INTERNAL);
    CHECK(text == NULL);
    CHECK_STATUS(vault_unseal(&s.x, OWNER, "child", "name_sealed", ROW, sealed, &text), E_INTERNAL);
    CHECK_STATUS(vault_unseal(&s.x, OWNER, "place", "note_sealed", ROW, sealed, &text), E_INTERNAL);
    CHECK_STATUS(vault_unseal(&s.x, OWNER + 1, "child", "note_sealed", ROW, sealed, &text),
                 E_NOT_FOUND);
    CHECK_STATUS(vault_create(&s.x, OWNER + 1), OK);
    CHECK_STATUS(vault_unseal(&s.x, OWNER + 1, "child", "note_sealed", ROW, sealed, &text),
                 E_INTERNAL);
}

TEST_BOTH(nothing_sealed_is_null_and_an_empty_text_is_a_text)
{
    struct scene s;
    struct slice sealed;
    const char *text = "before";

    open_scene(&s, engine);
    CHECK_STATUS(vault_seal(&s.x, OWNER, "child", "note_sealed", ROW, NULL, &sealed), OK);
    CHECK(sealed.data == NULL);
    CHECK_STATUS(vault_unseal(&s.x, OWNER, "child", "note_sealed", ROW, sealed, &text), OK);
    CHECK(text == NULL);
    sealed = sealed_note(&s, "");
    CHECK_I64(sealed.len, VAULT_OVERHEAD_BYTES);
    CHECK_STATUS(vault_unseal(&s.x, OWNER, "child", "note_sealed", ROW, sealed, &text), OK);
    CHECK_TEXT(text, "");
}

TEST_BOTH(a_sealed_value_with_any_bit_changed_or_any_byte_missing_does_not_open)
{
    struct scene s;
    struct slice sealed;
    uint8_t bytes[VAULT_OVERHEAD_BYTES + 4];
    const char *text;

    open_scene(&s, engine);
    sealed = sealed_note(&s, "note");
    CHECK_I64(sealed.len, sizeof bytes);
    for (size_t i = 0; i < sizeof bytes; i++) {
        enum status st;

        memcpy(bytes, sealed.data, sizeof bytes);
        bytes[i] ^= 1;
        st = vault_unseal(&s.x, OWNER, "child", "note_sealed", ROW,
                          (struct slice){bytes, sizeof bytes}, &text);
        /* Another version of the key is one that does not exist. */
        CHECK_STATUS(st, i == 0 ? E_NOT_FOUND : E_INTERNAL);
        st = vault_unseal(&s.x, OWNER, "child", "note_sealed", ROW, (struct slice){sealed.data, i},
                          &text);
        CHECK_STATUS(st, E_INTERNAL);
    }
}

TEST_BOTH(a_destroyed_key_opens_and_seals_nothing_any_more)
{
    struct scene s;
    struct slice sealed;
    const char *text;

    open_scene(&s, engine);
    sealed = sealed_note(&s, "note");
    CHECK_STATUS(vault_destroy(&s.x, OWNER), OK);
    CHECK_STATUS(vault_unseal(&s.x, OWNER, "child", "note_sealed", ROW, sealed, &text),
                 E_NOT_FOUND);
    CHECK_STATUS(vault_seal(&s.x, OWNER, "child", "note_sealed", ROW, "x", &sealed), E_NOT_FOUND);
    CHECK_STATUS(vault_destroy(&s.x, OWNER), OK);
}

TEST_BOTH(a_key_made_again_is_the_first_one)
{
    struct scene s;
    struct slice sealed;
    const char *text;

    open_scene(&s, engine);
    sealed = sealed_note(&s, "note");
    CHECK_STATUS(vault_create(&s.x, OWNER), OK);
    CHECK_STATUS(vault_unseal(&s.x, OWNER, "child", "note_sealed", ROW, sealed, &text), OK);
    CHECK_TEXT(text, "note");
}

TEST_BOTH(another_master_key_opens_nothing)
{
    struct scene s;
    struct slice sealed;
    const char *text;

    open_scene(&s, engine);
    sealed = sealed_note(&s, "note");
    s.keys.master[31] ^= 1;
    CHECK_STATUS(vault_unseal(&s.x, OWNER, "child", "note_sealed", ROW, sealed, &text), E_INTERNAL);
}

struct party {
    pthread_t thread;
    struct scene *scene;
    struct arena *arena;
    enum status s;
    struct slice sealed;
};

static void *make_and_seal(void *arg)
{
    struct party *p = arg;
    struct ctx x = p->scene->x;

    x.arena = p->arena;
    p->s = vault_create(&x, OWNER + 1);
    if (p->s == OK) {
        p->s = vault_seal(&x, OWNER + 1, "tie", "message_sealed", ROW, "hello", &p->sealed);
    }
    return NULL;
}

TEST_BOTH_IN("concurrent", eight_making_one_key_at_once_all_seal_under_the_same)
{
    struct scene s;
    struct party parties[PARTIES];
    const char *text;

    open_scene(&s, engine);
    for (int i = 0; i < PARTIES; i++) {
        parties[i] = (struct party){.scene = &s, .arena = arena_open(1 << 20)};
        test_cleanup(close_arena, parties[i].arena);
        CHECK(pthread_create(&parties[i].thread, NULL, make_and_seal, &parties[i]) == 0);
    }
    for (int i = 0; i < PARTIES; i++) {
        pthread_join(parties[i].thread, NULL);
    }
    for (int i = 0; i < PARTIES; i++) {
        CHECK_STATUS(parties[i].s, OK);
        CHECK_STATUS(
            vault_unseal(&s.x, OWNER + 1, "tie", "message_sealed", ROW, parties[i].sealed, &text),
            OK);
        CHECK_TEXT(text, "hello");
    }
}

TEST(a_blind_index_is_the_same_for_the_same_text_under_the_same_key)
{
    struct arena *a = arena_open(1 << 16);
    struct keys keys = {.blind = {1}};
    struct ctx x = {.arena = a, .keys = &keys};
    const char *one;

    CHECK(a != NULL);
    test_cleanup(close_arena, a);
    one = vault_blind(&x, "hanako@example.jp");
    CHECK(one != NULL);
    CHECK_I64(strlen(one), 64);
    CHECK_TEXT(vault_blind(&x, "hanako@example.jp"), one);
    CHECK(strcmp(vault_blind(&x, "hanako@example.jq"), one) != 0);
    keys.blind[0] = 2;
    CHECK(strcmp(vault_blind(&x, "hanako@example.jp"), one) != 0);
}
