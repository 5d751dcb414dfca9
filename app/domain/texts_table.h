/* texts_table.h - the catalogue as it is compiled in; for texts.c and the generated table alone. */
#ifndef APP_DOMAIN_TEXTS_TABLE_H
#define APP_DOMAIN_TEXTS_TABLE_H

#define TEXT_LOCALES_N 3 /* ja, en, ja-easy */

struct text_row {
    const char *key;
    const char *texts[TEXT_LOCALES_N];
};

/* Sorted by key, in byte order. */
extern const struct text_row text_rows[];
extern const int text_rows_n;

#endif
