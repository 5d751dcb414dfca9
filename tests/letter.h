/* letter.h - reading a mail in a test: headers, and what is encoded in it. */
#ifndef TESTS_LETTER_H
#define TESTS_LETTER_H

/* A header's value, its lines joined; "" when the mail has none. Borrowed until the next call. */
const char *mail_header(const char *mail, const char *name);
/* The subject and the body in clear. Borrowed until the next call. */
const char *mail_subject(const char *mail);
const char *mail_body(const char *mail);

#endif
