/* match.h - the ranked list of those a guardian knows who could take a job, each with reasons in
 * words (domain.md 3, "Matching"). Refusals and silence count nowhere. */
#ifndef APP_DOMAIN_MATCH_H
#define APP_DOMAIN_MATCH_H

#include "app/domain/community.h"
#include "app/domain/gate.h"
#include "db/store/match.h"

/* An area of a kilometre or more; never an address. */
struct match_cell {
    bool known;
    int64_t x, y;
};

/* How far, as a band. */
enum distance { DISTANCE_SAME, DISTANCE_NEXT, DISTANCE_AROUND, DISTANCE_FAR, DISTANCE_UNKNOWN };
enum distance distance_of(int64_t cells_x, int64_t cells_y);
/* "same", "next", "around", "far"; NULL when it is not known. */
const char *distance_text(enum distance d);

struct match_job {
    const struct community *community;
    int64_t guardian_id, household_id;
    struct gate_job gate;
    int64_t child_ids[CHILDREN_PER_JOB_MAX];
    int children_n;
    int64_t first_place_id, last_place_id; /* 0: at the supporter's */
    struct match_cell cell;                /* where it begins */
};

/* A piece of the job on one local day, in minutes. */
struct local_piece {
    int64_t day;
    int weekday;
    int from_min, to_min;
};
#define LOCAL_PIECES_MAX 3 /* 24 hours around a day of 23 */

/* What the pure rules look at. */
struct match_facts {
    struct gate_row gate;
    struct match_row row;
    enum distance distance;
    int free_permille; /* of the job's time, by their usual week and its exceptions */
};

/* Why somebody stands where he stands; each is worded in the texts as "match.<text>". */
#define MATCH_REASONS(X)                                                   \
    X(HISTORY, "history")         /* n: jobs with one of these children */ \
    X(FREE, "free")               /* the whole time */                     \
    X(PARTLY_FREE, "partly_free") /* a part of it */                       \
    X(SAME_AREA, "same_area")                                              \
    X(NEXT_AREA, "next_area")                                              \
    X(CERTIFICATE, "certificate")                                          \
    X(LICENCE, "licence")                                                  \
    X(GROUP, "group") /* group: its name */

#define MATCH_REASON_ENUM(name, text) MATCH_##name,
enum match_reason { MATCH_REASONS(MATCH_REASON_ENUM) MATCH_REASON_COUNT };
#undef MATCH_REASON_ENUM
const char *match_reason_text(enum match_reason r);

struct candidate {
    struct match_facts facts;
    int64_t score; /* in thousandths of the rule set's points; never shown */
    enum match_reason reasons[MATCH_REASON_COUNT];
    int reasons_n;
};

/* Pure. Hard filters: the gates and what the supporter said about kinds, places, ages; time taken
 * (travel included), siblings over three, the latest hour, the week's cap, quiet hours. */
bool match_could(const struct match_job *job, const struct match_facts *f,
                 const struct local_piece *pieces, int pieces_n);
/* Pure. The weights are the community's. */
int64_t match_score(const struct rules *rules, const struct match_job *job,
                    const struct match_facts *f);

/* In an open transaction: everybody who could, the best first; equal scores by load, then id. At
 * most CANDIDATES_MAX ties are looked at. */
enum status match_find(struct ctx *x, const struct match_job *job, struct candidate **list,
                       int *n) WARN_UNUSED;

#endif
