/* place_import.h - a municipality's facilities brought into a community's public places: all or
 * nothing, and nothing the second time. */
#ifndef APP_DOMAIN_PLACE_IMPORT_H
#define APP_DOMAIN_PLACE_IMPORT_H

#include "app/domain/ctx.h"
#include "app/domain/place_file.h"
#include "db/store/place_import.h"

enum place_deed { PLACE_ADDED, PLACE_CHANGED, PLACE_REMOVED, PLACE_DEEDS };

struct place_change {
    enum place_deed deed;
    const struct place_line *line;   /* NULL for one that is removed */
    const struct place_known *known; /* NULL for a new one */
};

struct place_import {
    int64_t community_id;
    bool dry; /* only tells what would be done */
    struct place_file file;
    struct place_change *changes; /* by key */
    int n;
    int count[PLACE_DEEDS];
    int still_asked_for; /* of those removed: a job to come goes by them, staff have a task */
};

/* Brings the file into the community, in a transaction of its own: a place is known by code and ID.
 * One of a municipality that the file names, and that the file no longer has, is offered no more;
 * jobs keep it, and staff have the task 'place.gone' where one is to come. With a place in use
 * whose area is not known, staff have the task 'place.no_position' of the community.
 * E_INVALID, E_TOO_LARGE as place_file_read; E_NOT_FOUND for no such community. */
enum status place_import(struct ctx *x, struct slice file, struct place_import *im) WARN_UNUSED;

#endif
