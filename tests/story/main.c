/* main.c - the story of `make story`: the main job, played over HTTP by people with their own
 * sessions, each step told in plain words. Ends with 1 at the first step that is not as it should
 * be. */
#include "tests/story/scenes.h"

#include <stdio.h>

static void cast_open(struct cast *c)
{
    struct actor *all[] = {&c->office, &c->hanako, &c->taro, &c->yoko,
                           &c->yuki,   &c->mio,    &c->kenji};

    *c = (struct cast){
        .office = {.name = "事務局", .called = "事務局"},
        .hanako = {.name = "佐藤 花子", .reading = "サトウ ハナコ", .called = "花子"},
        .taro = {.name = "佐藤 太郎", .reading = "サトウ タロウ", .called = "太郎"},
        .yoko = {.name = "田中 陽子", .reading = "タナカ ヨウコ", .called = "陽子"},
        .yuki = {.name = "山本 由紀", .reading = "ヤマモト ユキ", .called = "由紀"},
        .mio = {.name = "中村 美緒", .reading = "ナカムラ ミオ", .called = "美緒"},
        .kenji = {.name = "加藤 健二", .reading = "カトウ ケンジ", .called = "健二"},
    };
    stage_open(&c->stage);
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        actor_open(all[i], &c->stage);
        all[i]->locale = "ja";
    }
    c->yoko.locale = "en";
    c->kenji.locale = "ja-easy";
}

static void cast_close(struct cast *c)
{
    struct actor *all[] = {&c->office, &c->hanako, &c->taro, &c->yoko,
                           &c->yuki,   &c->mio,    &c->kenji};

    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        actor_close(all[i]);
    }
    stage_close(&c->stage);
}

int main(void)
{
    struct cast c;

    cast_open(&c);
    play_beginning(&c);
    play_pickup(&c);
    play_cancelled(&c);
    play_cash(&c);
    play_urgent(&c);
    play_by_phone(&c);
    play_siblings(&c);
    play_late(&c);
    play_gate(&c);
    play_nursery(&c);
    play_two(&c);
    play_fever(&c);
    play_talking(&c);
    play_card(&c);
    play_tuesdays(&c);
    play_shortest(&c);
    cast_close(&c);
    printf("\n1 passed, 0 failed\n");
    return 0;
}
