/* talking.c - see scenes.h: a set phrase that each reads in their own language, numbers that wait,
 * and a photo with a note. */
#include "app/base/clock.h"
#include "app/photo_decode.h"
#include "tests/story/scenes.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define LEAD_MS (6 * HOUR_MS)
#define WIDE    1200
#define HIGH    800

void send_picture(struct actor *a, int want, const char *method, const char *path)
{
    struct pixels p = {WIDE, HIGH, malloc((size_t)WIDE * HIGH * 3)};
    uint8_t *bytes = NULL;
    size_t len = 0;

    if (p.rgb == NULL) {
        fail("no memory");
    }
    for (size_t i = 0; i < (size_t)WIDE * HIGH * 3; i++) {
        p.rgb[i] = (uint8_t)(i / 3 % WIDE / 5); /* darker on the left */
    }
    if (photo_encode(&p, SIZE_MAX, &bytes, &len) != OK ||
        client_send(a->client, method, path, "image/jpeg", bytes, len) != want) {
        fail("%s: %s %s is answered %d %s", a->called, method, path, a->client->http,
             a->client->text);
    }
    free(bytes);
    free(p.rgb);
}

/* What the set phrase is called in that language. */
static const char *phrase_in(struct actor *a, const char *key, const char *language)
{
    int i;
    char where[64];

    act(a, 200, "GET", NULL, "/api/v1/phrases");
    i = find_item(a, "phrases", "key", key);
    snprintf(where, sizeof where, "phrases.%d.%s", i, language);
    return got(a, where);
}

static void say_phrase(struct actor *from, struct actor *to, const char *thread, const char *phrase)
{
    char message[ID_TEXT_BYTES];

    act(from, 201, "POST", json_pack("{s:s}", "phrase", phrase), "/api/v1/threads/%s/messages",
        thread);
    got_id(from, "id", message);
    await_mail(to, "message", thread);
    act(to, 200, "GET", NULL, "/api/v1/threads/%s/messages", thread);
    expect(to, "items.0.phrase", phrase);
    tell("%s says by one tap: %s", from->called, phrase_in(from, phrase, from->locale));
    tell("%s reads: %s", to->called, phrase_in(to, phrase, to->locale));
    act(to, 204, "PUT", json_pack("{s:s}", "message_id", message), "/api/v1/threads/%s/read",
        thread);
}

static void show_photo(struct actor *from, struct actor *to, const char *booking)
{
    char path[128], photo[ID_TEXT_BYTES];

    snprintf(path, sizeof path, "/api/v1/threads/%s/photos", booking);
    send_picture(from, 201, "POST", path);
    got_id(from, "id", photo);
    act(from, 201, "POST",
        json_pack("{s:s, s:[s]}", "text", "どんぐりで電車を作りました。", "photo_ids", photo),
        "/api/v1/bookings/%s/notes", booking);
    act(to, 200, "GET", NULL, "/api/v1/bookings/%s/notes", booking);
    expect(to, "items.0.photos.0.id", photo);
    tell("%s sends a photo: %s", from->called, got(to, "items.0.text"));
    snprintf(path, sizeof path, "/api/v1/photos/%s/small", photo);
    if (client_get(to->client, path) != 200) {
        fail("%s can't see the photo: %d", to->called, to->client->http);
    }
    tell("%s sees it small, %zu bytes, made anew: nothing of the camera is left", to->called,
         to->client->text_len);
}

void play_talking(struct cast *c)
{
    int64_t start_at = stage_weekday(&c->stage, 17, 0, LEAD_MS);
    struct ask ask = {
        .parent = &c->yoko,
        .whom = {&c->kenji, NULL},
        .start_at = start_at,
        .end_at = start_at + HOUR_MS,
        .until_at = start_at + HOUR_MS,
        .pay_by = "cash",
    };
    char booking[ID_TEXT_BYTES];

    chapter("A word, and a photo");
    arrange(c, &ask, booking);
    stage_turn_to(&c->stage, start_at - 15 * MINUTE_MS);
    say_phrase(&c->kenji, &c->yoko, booking, "late_10");
    say_phrase(&c->yoko, &c->kenji, booking, "no_problem");
    stage_turn_to(&c->stage, start_at + 10 * MINUTE_MS);
    hand_in_by_phone(&c->yoko, booking);
    show_photo(&c->kenji, &c->yoko, booking);
    stage_turn_to(&c->stage, ask.end_at);
    hand_out(&c->yoko, &c->kenji, booking);
    settle(&c->yoko, &c->kenji, booking);
}
