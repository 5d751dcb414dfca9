/* transfer.h - one libcurl handle with the house's settings (payments.md section 3); for mail.c and
 * sms.c alone. */
#ifndef APP_NOTIFY_TRANSFER_H
#define APP_NOTIFY_TRANSFER_H

#include "app/notify/sending.h"

#include <curl/curl.h>
#include <stdbool.h>

/* Makes *easy, or clears the settings of the one that is there and keeps its connection: no proxy,
 * no redirects, no signals, time-outs, `protocols` alone. E_BUSY without memory. */
enum status transfer_ready(CURL **easy, const char *url, const char *protocols) WARN_UNUSED;

/* The URL's host is this very machine: 127.x.x.x, [::1] or localhost. */
bool transfer_is_loopback(const char *url);

/* "where: code 550", or "where: libcurl's words" when code is 0. */
struct sending transfer_said(enum sent_rc rc, const char *where, long code, CURLcode curl);

#endif
