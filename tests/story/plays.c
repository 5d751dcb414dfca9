/* plays.c - see scenes.h: what happens, in order. */
#include "tests/story/scenes.h"

static void play_newcomers(struct cast *c)
{
    struct actor *all[] = {&c->hanako, &c->taro, &c->yoko, &c->yuki, &c->mio, &c->kenji};

    chapter("Two families and three supporters sign up");
    office_log_in(&c->office, &c->stage);
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        sign_up(all[i]);
    }
}

static void play_homes(struct cast *c)
{
    chapter("What they say about themselves");
    make_home(&c->hanako, "佐藤家", "佐藤 さくら", "さくら", "2022-02-14");
    join_home(&c->hanako, &c->taro);
    make_home(&c->yoko, "田中家", "田中 陽斗", "はるくん", "2019-09-01");
}

static void play_ties(struct cast *c)
{
    char tie[ID_TEXT_BYTES];

    chapter("People who know each other say so");
    meet_by_qr(&c->hanako, &c->yuki, c->yuki_tie);
    meet_by_qr(&c->hanako, &c->mio, c->mio_tie);
    meet_by_digits(&c->hanako, &c->kenji, c->kenji_tie);
    meet_by_digits(&c->yoko, &c->mio, tie);
    premeet(&c->yoko, &c->mio, tie);
    meet_by_qr(&c->yoko, &c->kenji, tie);
    premeet(&c->yoko, &c->kenji, tie);
    premeet(&c->hanako, &c->yuki, c->yuki_tie);
    premeet(&c->hanako, &c->mio, c->mio_tie);
    premeet(&c->hanako, &c->kenji, c->kenji_tie);
}

void play_first_day(struct cast *c)
{
    play_newcomers(c);
    play_homes(c);
    play_ties(c);
}
