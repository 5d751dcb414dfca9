/* photo_show.c - see photo.h: who sees which picture. */
#include "app/domain/photo.h"

#include "app/base/limits.h"
#include "app/domain/audit.h"
#include "app/domain/community.h"
#include "app/domain/message.h"
#include "app/domain/reveal.h"
#include "app/domain/staff.h"
#include "app/domain/vault.h"
#include "db/store/block.h"
#include "db/store/guardian.h"
#include "db/store/message_report.h"
#include "db/store/pickup_person.h"
#include "db/store/place.h"
#include "db/store/request.h"
#include "db/store/tie.h"

#include <string.h>

#define LATELY_MS (8 * DAY_MS) /* longer than any rules.reveal_after_end_h */

/* The family always; the supporter as long as the job's other things are shown. */
static enum status sees_job(struct ctx *x, int64_t booking_id)
{
    struct booking_row b;
    struct community c;
    unsigned who;
    enum status s = booking_for_party(x, booking_id, &b, &who);

    if (s != OK || who == BY_GUARDIAN) {
        return s;
    }
    s = community_get(x, b.community_id, &c);
    return s == OK && x->now >= reveal_until(&b, c.rules.reveal_after_end_h * HOUR_MS) ? E_NOT_FOUND
                                                                                       : s;
}

static enum status sees_note(struct ctx *x, int64_t note_id)
{
    int64_t booking_id = 0;
    enum status s = store_photo_note_booking(x->tx, note_id, &booking_id);

    return s == OK ? sees_job(x, booking_id) : s;
}

static enum status sees_message(struct ctx *x, int64_t message_id)
{
    struct message_row row;
    struct thread t;
    enum status s = message_find(x, message_id, &row, &t);

    if (s == OK && t.booking_id != 0 && t.who == BY_SUPPORTER && x->now >= t.talk_until_at) {
        return E_NOT_FOUND;
    }
    return s;
}

/* OK when the booking stops there; place_id 0: any job will do. */
static enum status stops_at(struct ctx *x, int64_t booking_id, int64_t place_id)
{
    struct stop_row *stops;
    int n = 0;
    enum status s = store_stops_of_booking(x->tx, booking_id, &stops, &n);

    for (int i = 0; s == OK && i < n; i++) {
        if (place_id == 0 || stops[i].place_id == place_id) {
            return OK;
        }
    }
    return s == OK ? E_NOT_FOUND : s;
}

/* A guardian, or the supporter of a job that needs it now. */
static enum status sees_home(struct ctx *x, int64_t household_id, int64_t place_id)
{
    int64_t *jobs;
    int n = 0;
    enum status s = store_guardian_is(x->tx, household_id, x->member_id);

    if (s != E_NOT_FOUND) {
        return s;
    }
    s = store_photo_jobs(x->tx, household_id, x->member_id, x->now - LATELY_MS, &jobs, &n);
    for (int i = 0; s == OK && i < n; i++) {
        enum status found = sees_job(x, jobs[i]);

        found = found == OK ? stops_at(x, jobs[i], place_id) : found;
        if (found != E_NOT_FOUND) {
            return found;
        }
    }
    return s == OK ? E_NOT_FOUND : s;
}

static enum status sees_collector(struct ctx *x, int64_t person_id)
{
    struct pickup_person_row row;
    enum status s = store_pickup_person_get(x->tx, person_id, &row);

    return s == OK ? sees_home(x, row.household_id, 0) : s;
}

static enum status sees_place(struct ctx *x, int64_t place_id)
{
    struct place_row row;
    enum status s = store_place_get(x->tx, place_id, &row);

    return s == OK ? sees_home(x, row.household_id, place_id) : s;
}

/* Oneself, and whom one is tied to. */
static enum status sees_member(struct ctx *x, int64_t member_id)
{
    struct tie_row tie;
    enum status s;

    if (member_id == x->member_id) {
        return OK;
    }
    s = store_tie_of(x->tx, x->member_id, member_id, &tie);
    if (s != OK) {
        return s;
    }
    s = store_block_is(x->tx, member_id, x->member_id);
    s = s == E_NOT_FOUND ? store_block_is(x->tx, x->member_id, member_id) : s;
    return s == E_NOT_FOUND ? OK : s == OK ? E_NOT_FOUND : s;
}

static enum status sees_report(struct ctx *x, int64_t report_id)
{
    struct message_report_row row;
    enum status s = store_message_report_get(x->tx, report_id, &row);

    s = s == OK ? staff_has_role(x, row.community_id, STAFF_SAFEGUARDING) : s;
    return s == E_FORBIDDEN ? E_NOT_FOUND : s;
}

static const struct {
    const char *owner;
    enum status (*sees)(struct ctx *x, int64_t owner_id);
} owners[] = {
    {"note", sees_note},   {"message", sees_message}, {"pickup_person", sees_collector},
    {"place", sees_place}, {"member", sees_member},   {"report", sees_report},
};

static enum status sees(struct ctx *x, const struct photo_row *row)
{
    if (row->owner_id == 0) {
        return row->by_id == x->member_id ? OK : E_NOT_FOUND;
    }
    for (size_t i = 0; i < sizeof owners / sizeof owners[0]; i++) {
        if (strcmp(owners[i].owner, row->owner) == 0) {
            return owners[i].sees(x, row->owner_id);
        }
    }
    return E_NOT_FOUND;
}

enum status photo_show(struct ctx *x, void *arg)
{
    struct photo_showing *p = arg;
    struct photo_row row;
    struct slice sealed;
    enum status s = store_photo_get(x->tx, p->id, &row);

    s = s == OK ? sees(x, &row) : s;
    s = s == OK ? store_photo_bytes(x->tx, p->id, p->small, &sealed) : s;
    if (s != OK) {
        x->reason = R_NONE; /* a role that is missing says that there is something */
        return s;
    }
    p->evidence = row.owner != NULL && strcmp(row.owner, "report") == 0;
    return vault_unseal_bytes(x, row.key_owner_id, "photo",
                              p->small ? "small_sealed" : "large_sealed", row.id, sealed, &p->jpeg);
}

enum status photo_note_look(struct ctx *x, void *arg)
{
    const struct photo_showing *p = arg;

    return audit_note(x, 0, "saw.report_photo", p->id);
}
