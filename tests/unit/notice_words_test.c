/* notice_words_test.c - what every notice says in each language: as tests/data/notices.txt has it,
 * short, without a name on the lock screen, and whatever a name contains. */
#include "app/base/buf.h"
#include "app/base/zone.h"
#include "app/notify/words.h"
#include "tests/errand.h"
#include "tests/folder.h"
#include "tests/test.h"

#include <stdio.h>
#include <string.h>

#define GOLDEN     "tests/data/notices.txt"
#define ACTUAL     "build/notices.txt"
#define BODY_LINES 8

static const char *const locales[] = {"ja", "en", "ja-easy"};

static void close_arena(void *a)
{
    arena_close(a);
}

static struct arena *new_arena(void)
{
    struct arena *a = arena_open(4 << 20);

    CHECK(a != NULL);
    test_cleanup(close_arena, a);
    return a;
}

/* The pick-up on the 25th, told to whom it concerns most. */
static struct notice_look look_at(enum notice_kind kind, const char *locale)
{
    bool code = notice_kind_subject(kind) == SUBJECT_CODE;
    bool to_supporter = notice_kind_subject(kind) == SUBJECT_OFFER && kind != NOTICE_OFFERED &&
                        kind != NOTICE_SERIES_YES && kind != NOTICE_RESERVE_READY;
    struct notice_look look = {.kind = kind,
                               .still_true = true,
                               .locale = locale,
                               .to = "somebody@example.jp",
                               .code = code ? "042137" : NULL,
                               .code_expires_at = tokyo(11, 20, 10, 10),
                               .to_supporter = to_supporter || kind == NOTICE_CHOSEN};

    if (!code && notice_kind_subject(kind) != SUBJECT_MEMBER) {
        look.facts = (struct notice_facts){.zone = "Asia/Tokyo",
                                           .request_id = 1,
                                           .closes_at = tokyo(11, 25, 16, 15),
                                           .job = "pickup",
                                           .start_at = tokyo(11, 25, 16, 45),
                                           .end_at = tokyo(11, 25, 18, 0),
                                           .price_minor = 1200,
                                           .currency = "JPY",
                                           .guardian_name = "佐藤",
                                           .supporter_name = "山田",
                                           .offer_id = 2,
                                           .booking_id = 3,
                                           .thread_id = 4,
                                           .series_id = 5,
                                           .overtime_minor = 300,
                                           .paid_minor = 1500,
                                           .pay_until_at = tokyo(11, 20, 10, 15),
                                           .began_at = tokyo(11, 25, 16, 50),
                                           .ended_at = tokyo(11, 25, 18, 20),
                                           .until_at = tokyo(11, 25, 18, 30),
                                           .late_at = tokyo(11, 25, 18, 20)};
    }
    return look;
}

static struct words words_for(struct arena *a, const struct notice_look *look, const char *channel)
{
    struct notice n = {.id = 9, .channel = channel, .kind = notice_kind_text(look->kind)};
    struct words w;

    CHECK_STATUS(words_of(a, &n, look, "https://otagai.example.jp", tokyo(11, 20, 10, 0), &w), OK);
    return w;
}

/* Calls fn for each text that can ever be sent. */
static void each_text(void (*fn)(void *arg, const struct notice_look *look, const char *channel,
                                 struct words w),
                      struct arena *a, void *arg)
{
    for (int kind = 0; kind < NOTICE_COUNT; kind++) {
        for (int l = 0; l < 3; l++) {
            struct notice_look look = look_at((enum notice_kind)kind, locales[l]);
            int ways = notice_kind_ways(look.kind);

            if ((ways & BY_MAIL) != 0) {
                fn(arg, &look, "mail", words_for(a, &look, "mail"));
            }
            if ((ways & BY_SMS) != 0) {
                fn(arg, &look, "sms", words_for(a, &look, "sms"));
            }
        }
    }
}

static void add_text(void *arg, const struct notice_look *look, const char *channel, struct words w)
{
    buf_printf(arg, "== %s, %s, %s\n", notice_kind_text(look->kind), channel, look->locale);
    if (w.subject != NULL) {
        buf_printf(arg, "%s\n\n", w.subject);
    }
    buf_printf(arg, "%s\n\n", w.body);
}

/* What has words of its own in another situation: several yeses, and an SMS because no mail came.
 */
static void add_other_words(struct buf *b, struct arena *a)
{
    for (int l = 0; l < 3; l++) {
        struct notice_look look = look_at(NOTICE_OFFERED, locales[l]);

        look.facts.offer_state = "offered";
        look.facts.others_n = 1;
        add_text(b, &look, "mail, two yeses", words_for(a, &look, "mail"));
        add_text(b, &look, "sms, two yeses", words_for(a, &look, "sms"));
        look = look_at(NOTICE_RETURNED, locales[l]);
        add_text(b, &look, "sms for a mail", words_for(a, &look, "sms"));
    }
}

TEST(every_notice_reads_as_it_was_agreed)
{
    struct arena *a = new_arena();
    const char *all;
    struct buf b;

    buf_init(&b, a, 1 << 20);
    each_text(add_text, a, &b);
    add_other_words(&b, a);
    all = buf_done(&b);
    CHECK(all != NULL);
    if (strcmp(all, test_file_text(GOLDEN)) != 0) {
        test_file(ACTUAL, all, 0644);
        test_fail(__FILE__, __LINE__, "diff " GOLDEN " " ACTUAL);
    }
}

static void check_form(void *arg, const struct notice_look *look, const char *channel,
                       struct words w)
{
    int lines = 1;

    (void)arg;
    for (const char *c = w.body; *c != '\0'; c++) {
        lines += *c == '\n' ? 1 : 0;
    }
    if (lines > BODY_LINES || strchr(w.body, '{') != NULL) {
        test_fail(__FILE__, __LINE__, "%s by %s in %s: %d lines, or a place that is not filled",
                  notice_kind_text(look->kind), channel, look->locale, lines);
    }
    if (w.subject != NULL &&
        (strchr(w.subject, '\n') != NULL || strchr(w.subject, '{') != NULL ||
         strstr(w.subject, "佐藤") != NULL || strstr(w.subject, "山田") != NULL ||
         strstr(w.subject, "042137") != NULL)) {
        test_fail(__FILE__, __LINE__, "%s in %s: a name or a code in the subject: %s",
                  notice_kind_text(look->kind), look->locale, w.subject);
    }
}

TEST(every_notice_is_short_and_its_subject_names_nobody)
{
    each_text(check_form, new_arena(), NULL);
}

static void check_ascii(void *arg, const struct notice_look *look, const char *channel,
                        struct words w)
{
    (void)arg;
    (void)channel;
    for (const char *c = w.subject; strcmp(look->locale, "en") == 0 && c != NULL && *c != '\0';
         c++) {
        CHECK((unsigned char)*c < 0x80 || strncmp(c, "¥", 2) == 0);
    }
}

static void check_canaries(void *arg, const struct notice_look *look, const char *channel,
                           struct words w)
{
    const char *first = w.subject != NULL ? w.subject : w.body;

    (void)arg;
    if (strstr(first, "ZZQX") != NULL) {
        test_fail(__FILE__, __LINE__, "%s by %s in %s shows something private on a lock screen: %s",
                  notice_kind_text(look->kind), channel, look->locale, first);
    }
}

/* Every text that somebody wrote or that names a state is one word; an SMS says the other adult's
 * display name, a mail's subject nobody's. */
TEST(a_lock_screen_shows_a_day_a_time_and_a_kind_of_job_and_no_word_of_anybody)
{
    struct arena *a = new_arena();

    for (int kind = 0; kind < NOTICE_COUNT; kind++) {
        for (int l = 0; l < 3; l++) {
            struct notice_look look = look_at((enum notice_kind)kind, locales[l]);
            struct notice_facts *f = &look.facts;

            f->request_state = f->offer_state = f->booking_state = f->amendment_state = "ZZQX";
            look.to = "ZZQX@example.jp";
            if ((notice_kind_ways(look.kind) & BY_SMS) != 0) {
                check_canaries(NULL, &look, "sms", words_for(a, &look, "sms"));
            }
            f->guardian_name = f->supporter_name = "ZZQX";
            if ((notice_kind_ways(look.kind) & BY_MAIL) != 0) {
                check_canaries(NULL, &look, "mail", words_for(a, &look, "mail"));
            }
        }
    }
}

TEST(an_english_subject_has_nothing_japanese_in_it)
{
    each_text(check_ascii, new_arena(), NULL);
}

TEST(a_name_can_t_look_like_a_line_of_ours_and_is_not_read_as_a_text)
{
    struct arena *a = new_arena();
    struct notice_look look = look_at(NOTICE_CONFIRMED, "en");
    struct words w;

    look.facts.supporter_name = "Eve\r\nhttps://evil.example\n{code}\x7f";
    w = words_for(a, &look, "mail");
    CHECK(strstr(w.body, "with Eve  https://evil.example {code} , insurance") != NULL);
    CHECK(strchr(w.body, '\r') == NULL);
}

TEST(each_side_reads_the_other_s_name_and_its_own_page)
{
    struct arena *a = new_arena();
    struct notice_look look = look_at(NOTICE_RELEASED, "ja");
    struct words w;

    look.kind = NOTICE_ASKED;
    w = words_for(a, &look, "mail");
    CHECK(strstr(w.body, "佐藤さん") != NULL && strstr(w.body, "山田") == NULL);
    CHECK(strstr(w.body, "https://otagai.example.jp/offers/of_0000000000002") != NULL);
    look = look_at(NOTICE_OFFERED, "ja");
    w = words_for(a, &look, "mail");
    CHECK(strstr(w.body, "山田さん") != NULL && strstr(w.body, "佐藤") == NULL);
    CHECK(strstr(w.body, "https://otagai.example.jp/requests/rq_0000000000001") != NULL);
}

TEST(a_closing_says_its_day_also_when_it_is_the_jobs)
{
    struct arena *a = new_arena();
    struct notice_look look = look_at(NOTICE_ASKED, "ja");

    CHECK(strstr(words_for(a, &look, "mail").body, "、11月25日(水) 16:15までに") != NULL);
    look.facts.closes_at = tokyo(11, 24, 23, 59);
    CHECK(strstr(words_for(a, &look, "mail").body, "、11月24日(火) 23:59までに") != NULL);
    look.facts.closes_at = tokyo(11, 25, 0, 0);
    CHECK(strstr(words_for(a, &look, "mail").body, "、11月25日(水) 0:00までに") != NULL);
}

TEST(an_ask_for_many_dates_leads_to_all_of_them)
{
    struct arena *a = new_arena();
    struct notice_look look = look_at(NOTICE_SERIES_ASKED, "ja");

    CHECK(strstr(words_for(a, &look, "mail").body, "otagai.example.jp/series-asks\n") != NULL);
}

TEST(a_card_that_fails_later_has_no_deadline_and_ends_nothing)
{
    struct arena *a = new_arena();
    struct notice_look look = look_at(NOTICE_PAYMENT_NEEDED, "en");

    CHECK(strstr(words_for(a, &look, "mail").body, "within 15 minutes, by 10:15") != NULL);
    look.facts.pay_until_at = 0;
    CHECK(strstr(words_for(a, &look, "mail").body, "minutes") == NULL);
}

TEST(help_for_nothing_is_not_called_zero_yen)
{
    struct arena *a = new_arena();
    struct notice_look look = look_at(NOTICE_ASKED, "ja");

    look.facts.price_minor = 0;
    CHECK(strstr(words_for(a, &look, "mail").body, "(お礼は気持ちだけ)") != NULL);
    CHECK(strstr(words_for(a, &look, "mail").body, "0円") == NULL);
}

TEST(amounts_are_written_as_people_write_them)
{
    struct arena *a = new_arena();

    CHECK_TEXT(words_money(a, "ja", 0, "JPY"), "0円");
    CHECK_TEXT(words_money(a, "ja", 999, "JPY"), "999円");
    CHECK_TEXT(words_money(a, "ja", 1000, "JPY"), "1,000円");
    CHECK_TEXT(words_money(a, "en", 99999999, "JPY"), "¥99,999,999");
    CHECK_TEXT(words_money(a, "en", 5, "EUR"), "EUR 0.05");
    CHECK_TEXT(words_money(a, "en", 123456, "EUR"), "EUR 1,234.56");
    CHECK_TEXT(words_money(a, "en", 1234567, "KWD"), "KWD 1,234.567");
}

TEST(days_and_times_are_the_zone_s_own)
{
    struct arena *a = new_arena();
    int64_t at = tokyo(11, 25, 0, 5);

    CHECK_TEXT(words_day(a, "ja", "Asia/Tokyo", at), "11月25日(水)");
    CHECK_TEXT(words_day(a, "en", "Asia/Tokyo", at), "Wed 25 Nov");
    CHECK_TEXT(words_day(a, "en", "UTC", at), "Tue 24 Nov");
    CHECK_TEXT(words_time(a, "Asia/Tokyo", at), "0:05");
    CHECK_TEXT(words_time(a, "America/New_York", at), "10:05");
    CHECK(words_day(a, "ja", "Nowhere/Land", at) == NULL);
}

TEST(a_code_says_for_how_long_it_is_good_and_never_for_no_time)
{
    struct arena *a = new_arena();
    struct notice_look look = look_at(NOTICE_CODE_EMAIL, "en");

    CHECK(strstr(words_for(a, &look, "mail").body, "good for 10 min") != NULL);
    look.code_expires_at = tokyo(11, 20, 10, 0) + 1;
    CHECK(strstr(words_for(a, &look, "mail").body, "good for 1 min") != NULL);
}
