/* mail_compose.c - the mail of mail.h as bytes: RFC 5322, 2045 and 2047. */
#include "app/base/buf.h"
#include "app/base/clock.h"
#include "app/base/id.h"
#include "app/base/limits.h"
#include "app/base/zone.h"
#include "app/domain/ids.h"
#include "app/notify/mail.h"

#include <openssl/evp.h>
#include <string.h>

#define MAIL_BYTES_MAX    (4 * TEXT_BYTES_MAX) /* base64 and headers */
#define WORD_BYTES_MAX    39 /* of text in an encoded word: 64 characters, with "Subject: " 73 */
#define BASE64_LINE_BYTES 57 /* 76 characters, RFC 2045 6.8 */
#define PLAIN_SUBJECT_MAX 66 /* longer ones are encoded, which folds them */

enum status mail_address_check(const char *address)
{
    const char *at = strchr(address, '@');

    if (at == NULL || at == address || at[1] == '\0' || strlen(address) > EMAIL_BYTES_MAX) {
        return E_INVALID;
    }
    for (const char *c = address; *c != '\0'; c++) {
        if (*c <= ' ' || *c >= 0x7f || strchr("<>()[],;:\\\"", *c) != NULL) {
            return E_INVALID;
        }
    }
    return OK;
}

static void add_base64(struct buf *b, const char *bytes, size_t len)
{
    unsigned char out[4 * ((BASE64_LINE_BYTES + 2) / 3) + 1];
    int n = EVP_EncodeBlock(out, (const unsigned char *)bytes, (int)len);

    buf_add(b, out, (size_t)n);
}

static bool is_plain(const char *text)
{
    for (const char *c = text; *c != '\0'; c++) {
        if (*c < ' ' || *c >= 0x7f) {
            return false;
        }
    }
    return strlen(text) <= PLAIN_SUBJECT_MAX && strstr(text, "=?") == NULL && text[0] != ' ';
}

/* How many bytes of text fit into one encoded word without cutting a character. */
static size_t word_length(const char *text)
{
    size_t len = strnlen(text, WORD_BYTES_MAX + 1);

    if (len <= WORD_BYTES_MAX) {
        return len;
    }
    len = WORD_BYTES_MAX;
    while (len > 0 && ((unsigned char)text[len] & 0xc0) == 0x80) {
        len--;
    }
    return len > 0 ? len : WORD_BYTES_MAX;
}

/* RFC 2047: what is not plain ASCII becomes encoded words, line breaks and all. */
static void add_subject(struct buf *b, const char *text, const char *eol)
{
    buf_text(b, "Subject: ");
    if (is_plain(text)) {
        buf_printf(b, "%s%s", text, eol);
        return;
    }
    while (*text != '\0') {
        size_t len = word_length(text);

        buf_text(b, "=?UTF-8?B?");
        add_base64(b, text, len);
        text += len;
        buf_printf(b, "?=%s%s", eol, *text != '\0' ? " " : "");
    }
}

/* RFC 5322 3.3, in UTC. */
static void add_date(struct buf *b, int64_t now, const char *eol)
{
    static const char days[] = "MonTueWedThuFriSatSun";
    static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
    int64_t day = now / DAY_MS, second = now % DAY_MS / SECOND_MS;
    int y, m, d;

    day_number_to_date(day, &y, &m, &d);
    buf_printf(b, "Date: %.3s, %d %.3s %d %02d:%02d:%02d +0000%s", days + 3 * (weekday_of(day) - 1),
               d, months + 3 * (m - 1), y, (int)(second / 3600), (int)(second / 60 % 60),
               (int)(second % 60), eol);
}

/* Either way the body ends with a line end. */
static void add_body(struct buf *b, const char *body, bool for_file)
{
    size_t len = strlen(body);

    if (for_file) {
        buf_printf(b, "%s\n", body);
        return;
    }
    for (size_t at = 0; at < len; at += BASE64_LINE_BYTES) {
        add_base64(b, body + at, len - at < BASE64_LINE_BYTES ? len - at : BASE64_LINE_BYTES);
        buf_text(b, "\r\n");
    }
}

static void add_headers(struct buf *b, const struct letter *letter,
                        const struct mail_sender *sender, int64_t now, bool for_file)
{
    const char *eol = for_file ? "\n" : "\r\n";
    char id[ID_TEXT_BYTES];

    id_format(ID_NOTICE, letter->notice_id, id);
    buf_printf(b, "From: Otagai <%s>%s", sender->from, eol);
    buf_printf(b, "To: %s%s", letter->to, eol);
    if (letter->subject != NULL) {
        add_subject(b, letter->subject, eol);
    }
    add_date(b, now, eol);
    buf_printf(b, "Message-ID: <%s@%s>%s", id, sender->host, eol);
    buf_printf(b, "Auto-Submitted: auto-generated%sMIME-Version: 1.0%s", eol, eol);
    buf_printf(b, "Content-Type: text/plain; charset=utf-8%s", eol);
    buf_printf(b, "Content-Transfer-Encoding: %s%s", for_file ? "8bit" : "base64", eol);
    if (for_file) {
        buf_printf(b, "X-Otagai-Channel: %s\nX-Otagai-Kind: %s\n", letter->channel, letter->kind);
    }
    buf_text(b, eol);
}

/* An SMS in a file is addressed by a number. */
static bool is_number(const char *to)
{
    return to[0] == '+' && strspn(to + 1, "0123456789") == strlen(to + 1);
}

enum status mail_compose(struct arena *a, const struct letter *letter,
                         const struct mail_sender *sender, int64_t now, bool for_file,
                         struct slice *mail)
{
    struct buf b;

    if (mail_address_check(letter->to) != OK && !(for_file && is_number(letter->to))) {
        return E_INVALID;
    }
    buf_init(&b, a, MAIL_BYTES_MAX);
    add_headers(&b, letter, sender, now, for_file);
    add_body(&b, letter->body, for_file);
    mail->data = (const uint8_t *)buf_done(&b);
    mail->len = b.len;
    return mail->data != NULL ? OK : E_BUSY;
}
