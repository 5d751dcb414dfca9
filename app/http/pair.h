/* pair.h - a name and what it stands for: a header, a query key, a path parameter. */
#ifndef APP_HTTP_PAIR_H
#define APP_HTTP_PAIR_H

struct pair {
    const char *key;
    const char *value;
};

#endif
