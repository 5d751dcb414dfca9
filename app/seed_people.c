/* seed_people.c - see seed.h: who lives in the demo's town. */
#include "app/seed.h"

/* clang-format off */
static const struct seed_person people[] = {
    {"admin", "鈴木 恵", "スズキ メグミ", "事務局の鈴木", "admin@demo.example.jp", "+819000001001", "1975-06-01", "admin",
     "administrator of the community: roles, rules, policies, gates"},
    {"coordinator", "高橋 健", "タカハシ ケン", "事務局の高橋", "coordinator@demo.example.jp", "+819000001002", "1980-02-11", "coordinator",
     "coordinator: tasks, searches"},
    {"trainer", "井上 明子", "イノウエ アキコ", "事務局の井上", "trainer@demo.example.jp", "+819000001003", "1969-09-20", "trainer",
     "trainer: identity, safety lesson, certificates"},
    {"safeguarding", "小林 誠", "コバヤシ マコト", "事務局の小林", "safeguarding@demo.example.jp", "+819000001004", "1972-12-05", "safeguarding",
     "safeguarding: holds, overdue returns"},
    {"finance", "渡辺 真由美", "ワタナベ マユミ", "事務局の渡辺", "finance@demo.example.jp", "+819000001005", "1984-04-17", "finance",
     "finance: payments that wait for a person"},
    {"hanako", "佐藤 花子", "サトウ ハナコ", "花子", "hanako@demo.example.jp", "+819000002001", "1988-05-03", NULL,
     "parent of two, asks for pick-ups"},
    {"taro", "佐藤 太郎", "サトウ タロウ", "太郎", "taro@demo.example.jp", "+819000002002", "1986-11-23", NULL,
     "the other guardian of the same home"},
    {"yoko", "田中 陽子", "タナカ ヨウコ", "陽子", "yoko@demo.example.jp", "+819000002003", "1990-08-30", NULL,
     "parent of one"},
    {"yuki", "山本 由紀", "ヤマモト ユキ", "由紀", "yuki@demo.example.jp", "+819000003001", "1963-03-14", NULL,
     "supporter with a certificate"},
    {"mio", "中村 美緒", "ナカムラ ミオ", "美緒", "mio@demo.example.jp", "+819000003002", "1992-07-07", NULL,
     "supporter, weekday evenings"},
    {"ken", "加藤 健二", "カトウ ケンジ", "健二", "ken@demo.example.jp", "+819000003003", "1958-10-10", NULL,
     "supporter, mornings and week-ends"},
    {0},
};
/* clang-format on */

const struct seed_person *seed_people(void)
{
    return people;
}
