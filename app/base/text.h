/* text.h - what people type: UTF-8, NFC, without control characters, no longer than allowed. */
#ifndef APP_BASE_TEXT_H
#define APP_BASE_TEXT_H

#include "app/base/arena.h"

#include <stdbool.h>
#include <stdint.h>

/* Checks UTF-8 and control characters (newline and tab pass when `lines`), brings the text into
 * NFC and trims white space at both ends. E_INVALID when it is not text, is empty after trimming
 * (unless chars_min is 0), or has less than chars_min or more than chars_max code points. E_BUSY
 * when the arena is full, here and below. */
enum status text_clean(struct arena *a, const char *raw, size_t raw_len, int chars_min,
                       int chars_max, bool lines, const char **out) WARN_UNUSED;

/* The code point at *i, which moves behind it; -1 for bytes that are no UTF-8 (overlong, surrogate,
 * above U+10FFFF, cut off), and *i moves by one. Precondition: *i < len. */
int32_t utf8_next(const char *text, size_t len, size_t *i);
bool utf8_valid(const char *text, size_t len);
int utf8_length(const char *text); /* code points */

/* E-mail: lower-cased domain, one '@', <= 254 bytes. Phone: E.164; Japanese national forms
 * ("090-1234-5678", full-width digits) become "+8190...". E_INVALID. */
enum status email_clean(struct arena *a, const char *raw, const char **out) WARN_UNUSED;
enum status phone_clean(struct arena *a, const char *raw, const char **out) WARN_UNUSED;

/* A whole decimal number, ASCII digits, optional minus, no leading zeros or plus. E_INVALID. */
enum status int64_parse(const char *text, int64_t *out) WARN_UNUSED;

#endif
