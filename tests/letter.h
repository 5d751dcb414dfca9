/* letter.h - reading mails and SMS in a test: from a maildir, or as a server got them. */
#ifndef TESTS_LETTER_H
#define TESTS_LETTER_H

/* A header's value, its lines joined; "" when the mail has none. Borrowed until the next call. */
const char *mail_header(const char *mail, const char *name);
/* The subject and the body in clear. Borrowed until the next call. */
const char *mail_subject(const char *mail);
const char *mail_body(const char *mail);

/* The newest message in a maildir to that address or number, of that kind ("code_email", "asked");
 * NULL when there is none. Borrowed until the next call. */
const char *letter_find(const char *maildir, const char *to, const char *kind);
/* How many there are in all. */
int letter_count(const char *maildir);
/* The first six digits of a message's body; "" when there are none. Borrowed until the next call.
 */
const char *letter_code(const char *mail);

#endif
