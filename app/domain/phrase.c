/* phrase.c - see phrase.h. */
#include "app/domain/phrase.h"

#include <string.h>

bool phrase_known(const char *key)
{
    for (int i = 0; phrase_keys[i] != NULL; i++) {
        if (strcmp(phrase_keys[i], key) == 0) {
            return true;
        }
    }
    return false;
}
