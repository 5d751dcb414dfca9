/* letter.c - see letter.h. */
#include "tests/letter.h"

#include "tests/test.h"

#include <dirent.h>
#include <openssl/evp.h>
#include <stdio.h>
#include <stdlib.h>
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
    text[0] = '\0';
    while (*body != '\0') {
        size_t len = strcspn(body, "\r\n");

        CHECK(len <= 76);
        at += decode(text + at, body, len);
        body += len + strspn(body + len, "\r\n");
    }
    return text;
}

static int visible(const struct dirent *d)
{
    return d->d_name[0] != '.';
}

/* Names in new, sorted, so that the newest is the last; freed by the caller. */
static int names_of(const char *maildir, struct dirent ***names)
{
    char path[512];

    snprintf(path, sizeof path, "%s/new", maildir);
    return scandir(path, names, visible, alphasort);
}

static bool read_file(const char *maildir, const char *name, char *text, size_t size)
{
    char path[1024];
    FILE *f;
    size_t n;

    snprintf(path, sizeof path, "%s/new/%s", maildir, name);
    f = fopen(path, "r");
    if (f == NULL) {
        return false;
    }
    n = fread(text, 1, size - 1, f);
    text[n] = '\0';
    fclose(f);
    return n > 0;
}

const char *letter_find(const char *maildir, const char *to, const char *kind)
{
    static char text[32768];
    struct dirent **names;
    const char *found = NULL;
    int n = names_of(maildir, &names);

    for (int i = n - 1; i >= 0; i--) {
        if (found == NULL && read_file(maildir, names[i]->d_name, text, sizeof text) &&
            strcmp(mail_header(text, "To"), to) == 0 &&
            strcmp(mail_header(text, "X-Otagai-Kind"), kind) == 0) {
            found = text;
        }
        free(names[i]);
    }
    if (n >= 0) {
        free(names);
    }
    return found;
}

int letter_count(const char *maildir)
{
    struct dirent **names;
    int n = names_of(maildir, &names);

    for (int i = 0; i < n; i++) {
        free(names[i]);
    }
    if (n >= 0) {
        free(names);
    }
    return n < 0 ? 0 : n;
}

const char *letter_code(const char *mail)
{
    static char code[7];
    const char *at = mail_body(mail);

    while (*at != '\0' && strspn(at, "0123456789") != 6) {
        size_t digits = strspn(at, "0123456789");

        at += digits > 0 ? digits : 1;
    }
    snprintf(code, sizeof code, "%s", at);
    return code;
}
