/* mail_test.c - a mail's bytes: headers that hold, whatever stands in a name, a subject or an
 * address (RFC 5322, 2045, 2047). */
#include "app/notify/mail.h"
#include "app/notify/transfer.h"
#include "tests/errand.h"
#include "tests/letter.h"
#include "tests/test.h"

#include <stdio.h>
#include <string.h>

static const struct mail_sender sender = {"noreply@otagai.example.jp", "otagai.example.jp"};

static void close_arena(void *a)
{
    arena_close(a);
}

static struct arena *new_arena(void)
{
    struct arena *a = arena_open(1 << 20);

    CHECK(a != NULL);
    test_cleanup(close_arena, a);
    return a;
}

static struct letter letter_with(const char *subject, const char *body)
{
    return (struct letter){.notice_id = 77,
                           .channel = "mail",
                           .kind = "asked",
                           .to = "hanako@example.jp",
                           .subject = subject,
                           .body = body};
}

static const char *mail_of(struct arena *a, const struct letter *letter, bool for_file)
{
    struct slice mail;

    CHECK_STATUS(mail_compose(a, letter, &sender, tokyo(11, 25, 0, 5), for_file, &mail), OK);
    CHECK_I64(strlen((const char *)mail.data), mail.len);
    return (const char *)mail.data;
}

/* Lines end with CRLF and nothing else, none longer than 78 without its end, all ASCII. */
static void check_wire(const char *mail)
{
    size_t len = 0;

    for (const char *c = mail; *c != '\0'; c++) {
        CHECK((unsigned char)*c < 0x80);
        CHECK((*c == '\n') == (c > mail && c[-1] == '\r'));
        len = *c == '\n' ? 0 : len + 1;
        CHECK(len <= 79);
    }
    CHECK(len == 0);
}

TEST(a_mail_on_the_wire_is_what_rfc_5322_wants)
{
    struct arena *a = new_arena();
    struct letter letter =
        letter_with("決まりました:11月25日(水)16:45〜 お迎え", "一行目\n\n二行目");
    const char *mail = mail_of(a, &letter, false);

    check_wire(mail);
    CHECK_TEXT(mail_header(mail, "From"), "Otagai <noreply@otagai.example.jp>");
    CHECK_TEXT(mail_header(mail, "To"), "hanako@example.jp");
    CHECK_TEXT(mail_header(mail, "Date"), "Tue, 24 Nov 2026 15:05:00 +0000");
    CHECK_TEXT(mail_header(mail, "Message-ID"), "<no_000000000002d@otagai.example.jp>");
    CHECK_TEXT(mail_header(mail, "MIME-Version"), "1.0");
    CHECK_TEXT(mail_header(mail, "Content-Type"), "text/plain; charset=utf-8");
    CHECK_TEXT(mail_header(mail, "Content-Transfer-Encoding"), "base64");
    CHECK_TEXT(mail_header(mail, "X-Otagai-Kind"), "");
    CHECK_TEXT(mail_subject(mail), letter.subject);
    CHECK_TEXT(mail_body(mail), letter.body);
}

TEST(a_mail_in_a_file_can_be_read_as_it_is)
{
    struct arena *a = new_arena();
    struct letter letter = letter_with("Hello", "一行目\n二行目");
    const char *mail = mail_of(a, &letter, true);

    CHECK(strchr(mail, '\r') == NULL);
    CHECK_TEXT(mail_header(mail, "Subject"), "Hello");
    CHECK_TEXT(mail_header(mail, "X-Otagai-Channel"), "mail");
    CHECK_TEXT(mail_header(mail, "X-Otagai-Kind"), "asked");
    CHECK_TEXT(mail_body(mail), "一行目\n二行目\n");
}

TEST(a_subject_with_line_ends_stays_one_header)
{
    static const char *const evil[] = {"Hi\r\nBcc: all@example.jp",
                                       "Hi\nBcc: all@example.jp",
                                       "Hi\r\n\r\nnew body",
                                       "\r\n",
                                       "=?UTF-8?B?QmNj?=",
                                       " leading",
                                       "nul\x01\x7f"};
    struct arena *a = new_arena();

    for (size_t i = 0; i < sizeof evil / sizeof evil[0]; i++) {
        struct letter letter = letter_with(evil[i], "body");
        const char *mail = mail_of(a, &letter, false);

        check_wire(mail);
        CHECK_TEXT(mail_header(mail, "Bcc"), "");
        CHECK_TEXT(mail_subject(mail), evil[i]);
        CHECK_TEXT(mail_body(mail), "body");
    }
}

TEST(a_subject_of_any_length_is_cut_between_characters)
{
    static const char *const letters[] = {"a", "é", "あ", "𠮷"};
    struct arena *a = new_arena();
    char text[2048];

    for (int w = 0; w < 4; w++) {
        for (size_t n = 0; n <= 200; n++) {
            struct letter letter = letter_with(text, "b");
            const char *mail;
            size_t at = 0;

            text[0] = '\0';
            for (size_t i = 0; i < n; i++) {
                at += (size_t)snprintf(text + at, sizeof text - at, "%s",
                                       letters[i % 7 == 0 ? w : 0]);
            }
            mail = mail_of(a, &letter, false);
            check_wire(mail);
            CHECK_TEXT(mail_subject(mail), text);
            arena_reset(a);
        }
    }
}

TEST(a_body_of_any_length_comes_through)
{
    struct arena *a = new_arena();
    char text[600];

    for (size_t n = 0; n < sizeof text; n++) {
        struct letter letter = letter_with("s", text);

        memset(text, 'x', n);
        text[n] = '\0';
        CHECK_TEXT(mail_body(mail_of(a, &letter, false)), text);
        arena_reset(a);
    }
}

TEST(an_address_that_could_be_more_than_an_address_is_refused)
{
    static const char *const evil[] = {"",
                                       "hanako",
                                       "@example.jp",
                                       "hanako@",
                                       "a@example.jp\r\nRCPT TO:<b@example.jp>",
                                       "a@example.jp b@example.jp",
                                       "a@example.jp,b@example.jp",
                                       "<a@example.jp>",
                                       "\"a b\"@example.jp",
                                       "花子@example.jp",
                                       "a@example.jp\x7f"};
    struct arena *a = new_arena();

    for (size_t i = 0; i < sizeof evil / sizeof evil[0]; i++) {
        struct letter letter = letter_with("s", "b");
        struct slice mail;

        letter.to = evil[i];
        CHECK_STATUS(mail_address_check(evil[i]), E_INVALID);
        CHECK_STATUS(mail_compose(a, &letter, &sender, 0, false, &mail), E_INVALID);
        CHECK_STATUS(mail_compose(a, &letter, &sender, 0, true, &mail), E_INVALID);
    }
    CHECK_STATUS(mail_address_check("o'neil+tag@mail.example.co.jp"), OK);
}

TEST(a_mail_that_does_not_fit_is_no_mail)
{
    struct arena *a = arena_open(2048);
    char text[1500];
    struct letter letter = letter_with("s", text);
    struct slice mail;

    CHECK(a != NULL);
    test_cleanup(close_arena, a);
    memset(text, 'x', sizeof text - 1);
    text[sizeof text - 1] = '\0';
    CHECK_STATUS(mail_compose(a, &letter, &sender, 0, false, &mail), E_BUSY);
}

TEST(only_this_very_machine_is_the_loopback)
{
    static const char *const near[] = {"smtp://127.0.0.1:25", "smtp://127.1.2.3",
                                       "http://[::1]:8082", "smtp://localhost:2525",
                                       "smtp://localhost"};
    static const char *const far[] = {"smtp://127.0.0.1.example.com",
                                      "smtp://localhost.example.com",
                                      "smtp://127.evil",
                                      "smtp://[::1].example.com",
                                      "smtp://localhost@example.com",
                                      "smtp://example.com/127.0.0.1",
                                      "smtp://127.0.0.1:x@example.com"};

    for (size_t i = 0; i < sizeof near / sizeof near[0]; i++) {
        CHECK(transfer_is_loopback(near[i]));
    }
    for (size_t i = 0; i < sizeof far / sizeof far[0]; i++) {
        CHECK(!transfer_is_loopback(far[i]));
    }
}
