/* transfer.c - see transfer.h. */
#include "app/notify/transfer.h"

#include "app/base/limits.h"

#include <stdio.h>
#include <string.h>

enum status transfer_ready(CURL **easy, const char *url, const char *protocols)
{
    CURL *c = *easy;
    int bad = 0;

    if (c != NULL) {
        curl_easy_reset(c);
    } else {
        c = *easy = curl_easy_init();
    }
    if (c == NULL) {
        return E_BUSY;
    }
    bad |= curl_easy_setopt(c, CURLOPT_URL, url) != CURLE_OK;
    bad |= curl_easy_setopt(c, CURLOPT_PROTOCOLS_STR, protocols) != CURLE_OK;
    bad |= curl_easy_setopt(c, CURLOPT_PROXY, "") != CURLE_OK;
    bad |= curl_easy_setopt(c, CURLOPT_FOLLOWLOCATION, 0L) != CURLE_OK;
    bad |= curl_easy_setopt(c, CURLOPT_NOSIGNAL, 1L) != CURLE_OK;
    bad |= curl_easy_setopt(c, CURLOPT_CONNECTTIMEOUT_MS, (long)NOTICE_CONNECT_MS) != CURLE_OK;
    bad |= curl_easy_setopt(c, CURLOPT_TIMEOUT_MS, (long)NOTICE_SEND_MS) != CURLE_OK;
    return bad ? E_BUSY : OK;
}

bool transfer_is_loopback(const char *url)
{
    const char *host = strstr(url, "://");
    size_t len;

    host = host != NULL ? host + 3 : url;
    if (strncmp(host, "[::1]", 5) == 0) {
        return host[5] == '\0' || host[5] == ':' || host[5] == '/';
    }
    len = strcspn(host, ":/?#@");
    if (strchr(host, '@') != NULL) { /* what stands before it is no host */
        return false;
    }
    return (len == 9 && strncmp(host, "localhost", len) == 0) ||
           (len >= 7 && strncmp(host, "127.", 4) == 0 && strspn(host, "0123456789.") == len);
}

struct sending transfer_said(enum sent_rc rc, const char *where, long code, CURLcode curl)
{
    struct sending said = {.rc = rc};

    if (code != 0) {
        snprintf(said.error, sizeof said.error, "%s: code %ld", where, code);
    } else {
        snprintf(said.error, sizeof said.error, "%s: %s", where, curl_easy_strerror(curl));
    }
    return said;
}
