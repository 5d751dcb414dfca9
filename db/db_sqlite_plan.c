/* db_sqlite_plan.c - finds statements that would read a whole table; for tests alone.
 *
 * DESIGN: SQLite without statistics takes an index wherever one fits, so its plan on an empty
 * database says whether one does. The plan names a table by its alias, or a subquery; only what is
 * a table after all counts, so the alias is looked for in the text, behind a table's name. */
#include "db/db_sqlite.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#define NAME_BYTES 64

static bool marked(const char *sql)
{
    return strstr(sql, "/* scan") != NULL || strstr(sql, "-- scan") != NULL;
}

static bool is_table(struct lite_conn *c, const char *name)
{
    sqlite3_stmt *p = NULL;
    bool found;

    sqlite3_prepare_v2(c->sql, "SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = ?1", -1,
                       &p, NULL);
    sqlite3_bind_text(p, 1, name, -1, SQLITE_TRANSIENT);
    found = sqlite3_step(p) == SQLITE_ROW;
    sqlite3_finalize(p);
    return found;
}

/* The next word at *p, moving past it; "" at the end. Other characters stand alone. */
static void next_word(const char **p, char word[NAME_BYTES])
{
    size_t n = 0;

    while (isspace((unsigned char)**p)) {
        ++*p;
    }
    while ((isalnum((unsigned char)**p) || **p == '_') && n < NAME_BYTES - 1) {
        word[n++] = *(*p)++;
    }
    if (n == 0 && **p != '\0') {
        word[n++] = *(*p)++;
    }
    word[n] = '\0';
}

/* Whether the text says "<table> name" or "<table> AS name". */
static bool is_alias(struct lite_conn *c, const char *sql, const char *name)
{
    char before[NAME_BYTES] = "", word[NAME_BYTES];

    for (;;) {
        next_word(&sql, word);
        if (word[0] == '\0') {
            return false;
        }
        if (strcmp(word, name) == 0 && is_table(c, before)) {
            return true;
        }
        if (strcasecmp(word, "AS") != 0) {
            snprintf(before, sizeof before, "%s", word);
        }
    }
}

static bool scans_table(struct lite_conn *c, const char *sql, const char *detail)
{
    char name[NAME_BYTES];
    bool scan = strncmp(detail, "SCAN ", 5) == 0 && strstr(detail, " INDEX ") == NULL &&
                strstr(detail, "VIRTUAL TABLE") == NULL;

    /* An index made for this one statement reads the whole table too. */
    if (!scan && strstr(detail, "AUTOMATIC") == NULL) {
        return false;
    }
    next_word(&detail, name); /* SCAN or SEARCH */
    next_word(&detail, name);
    return is_table(c, name) || is_alias(c, sql, name);
}

void lite_plan_check(struct lite_conn *c, const char *sql)
{
    const struct db_options *options = &c->conn.db->options;
    char *explain = sqlite3_mprintf("EXPLAIN QUERY PLAN %s", sql);
    sqlite3_stmt *p = NULL;

    if (explain != NULL && !marked(sql) &&
        sqlite3_prepare_v2(c->sql, explain, -1, &p, NULL) == SQLITE_OK) {
        while (sqlite3_step(p) == SQLITE_ROW) {
            const char *detail = (const char *)sqlite3_column_text(p, 3);

            if (scans_table(c, sql, detail)) {
                options->scan_found(options->scan_arg, sql, detail);
            }
        }
    }
    sqlite3_finalize(p);
    sqlite3_free(explain);
}
