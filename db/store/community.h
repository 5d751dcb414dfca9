/* community.h - rows of the community table. */
#ifndef DB_STORE_COMMUNITY_H
#define DB_STORE_COMMUNITY_H

#include "db/db.h"

struct community_row {
    int64_t id;
    const char *name;
    const char *name_en;
    const char *zone;
    const char *currency;
    int64_t created_at;
};

enum status store_community_insert(struct tx *t, const struct community_row *c) WARN_UNUSED;
enum status store_community_get(struct tx *t, int64_t id, struct community_row *c) WARN_UNUSED;
/* All of them, by id, after one. */
enum status store_communities(struct tx *t, int64_t after_id, int max, struct community_row **rows,
                              int *n) WARN_UNUSED;

/* All, by id above after_id. */
enum status store_community_list(struct tx *t, int64_t after_id, int max,
                                 struct community_row **rows, int *n) WARN_UNUSED;

struct word_row {
    const char *word, *locale, *text;
};
/* What it calls its people, by word and locale; at most COMMUNITY_WORDS_MAX. */
enum status store_community_words(struct tx *t, int64_t id, struct word_row **rows,
                                  int *n) WARN_UNUSED;

#endif
