/* letter.c - see letter.h. */
#include "tests/letter.h"

#include "tests/test.h"

#include <openssl/evp.h>
#include <string.h>
#include <strings.h>

const char *mail_header(const char *mail, const char *name)
{
    static char value[4096];
    size_t len = strlen(name), at = 0;
    const char *end = strstr(mail, "\r\n\r\n");

    end = end != NULL ? end : strstr(mail, "\n\n");
    for (const char *line = mail; line != NULL && line <= end; line = strchr(line, '\n')) {
        line += *line == '\n' ? 1 : 0;
        if (strncasecmp(line, name, len) != 0 || line[len] != ':') {
            continue;
        }
        line += len + 2;
        do { /* the lines that go on begin with a blank */
            size_t n = strcspn(line, "\r\n");

            CHECK(at + n < sizeof value);
            memcpy(value + at, line, n);
            at += n;
            line = strchr(line, '\n') + 1;
        } while (*line == ' ');
        value[at] = '\0';
        return value;
    }
    return "";
}

static size_t decode(char *to, const char *base64, size_t len)
{
    int n = EVP_DecodeBlock((unsigned char *)to, (const unsigned char *)base64, (int)len);

    CHECK(n >= 0);
    n -= len > 0 && base64[len - 1] == '=' ? 1 : 0;
    n -= len > 1 && base64[len - 2] == '=' ? 1 : 0;
    to[n] = '\0';
    return (size_t)n;
}

const char *mail_subject(const char *mail)
{
    static char text[4096];
    const char *word = mail_header(mail, "Subject");
    size_t at = 0;

    if (strncmp(word, "=?UTF-8?B?", 10) != 0) {
        return word;
    }
    while ((word = strstr(word, "=?UTF-8?B?")) != NULL) {
        const char *end = strstr(word + 10, "?=");

        CHECK(end != NULL && end + 2 - word <= 75);
        at += decode(text + at, word + 10, (size_t)(end - word - 10));
        word = end;
    }
    return text;
}

const char *mail_body(const char *mail)
{
    static char text[32768];
    bool base64 = strcmp(mail_header(mail, "Content-Transfer-Encoding"), "base64") == 0;
    const char *body = strstr(mail, base64 ? "\r\n\r\n" : "\n\n");
    size_t at = 0;

    CHECK(body != NULL);
    body += base64 ? 4 : 2;
    if (!base64) {
        return body;
    }
    while (*body != '\0') {
        size_t len = strcspn(body, "\r\n");

        CHECK(len <= 76);
        at += decode(text + at, body, len);
        body += len + strspn(body + len, "\r\n");
    }
    return text;
}
