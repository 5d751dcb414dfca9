/* match.c - see match.h. The list itself is made in match_find.c. */
#include "app/domain/match.h"

#include "app/base/clock.h"

#include <stdlib.h>

#define HISTORY_FULL 5              /* jobs with a child that count as knowing it well */
#define LOAD_FULL_MS (40 * HOUR_MS) /* in four weeks: from here on it is a lot */
#define PERMILLE     INT64_C(1000)

enum distance distance_of(int64_t cells_x, int64_t cells_y)
{
    int64_t x = llabs(cells_x), y = llabs(cells_y);
    int64_t far = x > y ? x : y;

    if (far <= 1) {
        return far == 0 ? DISTANCE_SAME : DISTANCE_NEXT;
    }
    return far <= 3 ? DISTANCE_AROUND : DISTANCE_FAR;
}

const char *distance_text(enum distance d)
{
    static const char *const texts[] = {"same", "next", "around", "far", NULL};

    return texts[d];
}

#define REASON_TEXT(name, text) text,
const char *match_reason_text(enum match_reason r)
{
    static const char *const texts[] = {MATCH_REASONS(REASON_TEXT)};

    return texts[r];
}
#undef REASON_TEXT

/* Quiet hours may reach over midnight; equal ends: none. */
static bool piece_is_quiet(const struct local_piece *p, int64_t from_min, int64_t to_min)
{
    if (from_min <= to_min) {
        return p->from_min >= from_min && p->to_min <= to_min;
    }
    return p->from_min >= from_min || p->to_min <= to_min;
}

static bool in_quiet_hours(const struct match_row *row, const struct local_piece *pieces, int n)
{
    bool inside = row->quiet_from_min != row->quiet_to_min;

    for (int i = 0; inside && i < n; i++) {
        inside = piece_is_quiet(&pieces[i], row->quiet_from_min, row->quiet_to_min);
    }
    return inside;
}

/* Minutes after the midnight before the start. */
static int64_t ends_min(const struct local_piece *pieces, int n)
{
    return (pieces[n - 1].day - pieces[0].day) * (DAY_MS / MINUTE_MS) + pieces[n - 1].to_min;
}

bool match_could(const struct match_job *job, const struct match_facts *f,
                 const struct local_piece *pieces, int pieces_n)
{
    const struct gate_row *who = &f->gate;
    int64_t ms = job->gate.end_at - job->gate.start_at;

    if (gate_why_not_ask(&job->community->rules, who, &job->gate) != R_NONE) {
        return false;
    }
    if (f->row.busy > 0 || f->row.children_with + job->children_n > CHILDREN_PER_JOB_MAX) {
        return false;
    }
    if (who->until_min < DAY_MS / MINUTE_MS && ends_min(pieces, pieces_n) > who->until_min) {
        return false;
    }
    if (who->cap_week_min > 0 && f->row.week_ms + ms > who->cap_week_min * MINUTE_MS) {
        return false;
    }
    return !in_quiet_hours(&f->row, pieces, pieces_n);
}

static int64_t share(int64_t part, int64_t whole)
{
    return (part < whole ? part : whole) * PERMILLE / whole;
}

int64_t match_score(const struct rules *rules, const struct match_job *job,
                    const struct match_facts *f)
{
    static const int64_t nearness[] = {PERMILLE, 700, 350, 0, 0};
    const struct gate_row *who = &f->gate;
    bool certificate = who->certificate_until_at >= job->gate.end_at;
    bool licence = who->licence_until_at >= job->gate.end_at;
    bool under_3 = job->gate.youngest_years < 3;
    int64_t level =
        tie_level(who->premet_until_at, who->trials_done, who->jobs_done, job->gate.end_at - 1);

    return rules->weight_history * share(f->row.with_child, HISTORY_FULL) +
           rules->weight_level * share(level, RULE_LEVEL_TRUSTED) +
           rules->weight_availability * f->free_permille +
           rules->weight_distance * nearness[f->distance] +
           rules->weight_certificate * (certificate ? PERMILLE : 0) +
           rules->weight_licence * (licence ? PERMILLE : 0) +
           rules->weight_qualified_under_3 * (under_3 && (certificate || licence) ? PERMILLE : 0) +
           rules->weight_load * (PERMILLE - share(f->row.load_ms, LOAD_FULL_MS)) +
           rules->weight_group * (f->row.group_name != NULL ? PERMILLE : 0);
}
