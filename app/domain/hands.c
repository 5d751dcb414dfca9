/* hands.c - see hands.h. */
#include "app/domain/hands.h"

#include <string.h>

enum status hands_load(struct ctx *x, int64_t booking_id, struct hands *h)
{
    return store_hands(x->tx, booking_id, &h->rows, &h->n);
}

static bool collects(const struct hand_row *r)
{
    return strcmp(r->act, "collect") == 0;
}

const char *hands_way(const struct hand_row *r)
{
    return collects(r) ? "in" : "out";
}

static bool goes(const struct hand_row *r, const char *way)
{
    return strcmp(hands_way(r), way) == 0;
}

static const struct hand_row *last_of(const struct hands *h, int64_t child_id, bool handed)
{
    const struct hand_row *last = NULL;

    for (int i = 0; i < h->n; i++) {
        if (h->rows[i].child_id == child_id && (!handed || h->rows[i].handed_at != 0)) {
            last = &h->rows[i];
        }
    }
    return last;
}

enum whereabouts hands_where(const struct hands *h, int64_t child_id, const struct hand_row **last)
{
    const struct hand_row *end = last_of(h, child_id, false);

    *last = last_of(h, child_id, true);
    if (end != NULL && end->dropped_at != 0) {
        return CHILD_LEFT;
    }
    if (*last == NULL) {
        return CHILD_WAITS;
    }
    if (collects(*last)) {
        return CHILD_WITH_SUPPORTER;
    }
    return *last == end ? CHILD_BACK : CHILD_AT_PLACE;
}

const struct hand_row *hands_next(const struct hands *h, int64_t child_id)
{
    const struct hand_row *last;
    enum whereabouts where = hands_where(h, child_id, &last);
    const char *way = where == CHILD_WITH_SUPPORTER ? "out" : "in";

    for (int i = 0; where != CHILD_LEFT && i < h->n; i++) {
        const struct hand_row *r = &h->rows[i];

        if (r->child_id == child_id && (last == NULL || r->seq > last->seq) && goes(r, way)) {
            return r;
        }
    }
    return NULL;
}

const struct hand_row *hands_at(const struct hands *h, int64_t stop_id, int64_t child_id)
{
    for (int i = 0; i < h->n; i++) {
        if (h->rows[i].stop_id == stop_id && h->rows[i].child_id == child_id) {
            return &h->rows[i];
        }
    }
    return NULL;
}

int64_t hands_only_stop(const struct hands *h, const char *way, int64_t place_id)
{
    int64_t found = 0;

    for (int i = 0; i < h->n; i++) {
        const struct hand_row *r = &h->rows[i];

        if (!goes(r, way) || (place_id != 0 && r->place_id != place_id) || r->stop_id == found) {
            continue;
        }
        if (found != 0) {
            return 0;
        }
        found = r->stop_id;
    }
    return found;
}

bool hands_is_stop(const struct hands *h, int64_t stop_id, const char *way)
{
    for (int i = 0; i < h->n; i++) {
        if (h->rows[i].stop_id == stop_id) {
            return goes(&h->rows[i], way);
        }
    }
    return false;
}

struct hands_times hands_times(const struct hands *h, int64_t child_id)
{
    const struct hand_row *last;
    enum whereabouts where = hands_where(h, child_id, &last);
    struct hands_times t = {0};

    for (int i = 0; i < h->n; i++) {
        const struct hand_row *r = &h->rows[i];
        bool first = t.in_at == 0 || r->handed_at < t.in_at;

        if (r->child_id == child_id && r->handed_at != 0 && collects(r) && first) {
            t.in_at = r->handed_at;
        }
    }
    if (last != NULL && !collects(last) && (where == CHILD_BACK || where == CHILD_LEFT)) {
        t.out_at = last->handed_at;
    }
    return t;
}

static bool at_home(const struct hand_row *r)
{
    return r->place_id == 0 || strcmp(r->place_kind, "home") == 0;
}

const char *hands_receiver(const struct hand_row *r)
{
    if (collects(r)) {
        return "supporter";
    }
    return at_home(r) ? "family" : "place";
}

const char *hands_usual_proof(const struct hand_row *r, bool trusted)
{
    if (r->alone != 0) {
        return "met_point";
    }
    if (collects(r) && !at_home(r) && r->place_household == 0) {
        return "nursery_page";
    }
    if (!collects(r) && !at_home(r)) {
        return "supporter_tap";
    }
    return trusted && at_home(r) ? "supporter_tap" : "code";
}

bool hands_own_door(const struct hand_row *r, int64_t household_id)
{
    return r->place_id == 0 || (r->place_household == household_id && at_home(r));
}
