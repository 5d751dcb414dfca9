/* gate.c - see gate.h. */
#include "app/domain/gate.h"

#include <string.h>

struct word_bit {
    const char *word;
    int64_t bit;
};

static int64_t bit_of(const struct word_bit *words, int n, const char *word)
{
    for (int i = 0; word != NULL && i < n; i++) {
        if (strcmp(words[i].word, word) == 0) {
            return words[i].bit;
        }
    }
    return 0;
}

int64_t kind_bit(const char *kind)
{
    static const struct word_bit words[] = {
        {"pickup", KIND_PICKUP}, {"dropoff", KIND_DROPOFF}, {"escort", KIND_ESCORT},
        {"care", KIND_CARE},     {"joint", KIND_JOINT},     {"callout", KIND_CALLOUT},
    };

    return bit_of(words, (int)(sizeof words / sizeof *words), kind);
}

int64_t care_at_bit(const char *care_at)
{
    static const struct word_bit words[] = {
        {"supporter", CARE_AT_SUPPORTER},
        {"home", CARE_AT_HOME},
        {"elsewhere", CARE_AT_ELSEWHERE},
    };

    return bit_of(words, (int)(sizeof words / sizeof *words), care_at);
}

/* domain.md 2: three jobs make trusted; a trial or joint job done makes trialled; both rest on a
 * pre-meeting that still counts. */
int tie_level(int64_t premet_until_at, int64_t trials_done, int64_t jobs_done, int64_t at)
{
    if (premet_until_at <= at) {
        return RULE_LEVEL_MET;
    }
    if (jobs_done >= 3) {
        return RULE_LEVEL_TRUSTED;
    }
    return trials_done > 0 ? RULE_LEVEL_TRIALLED : RULE_LEVEL_PREMET;
}

/* domain.md 2: joint and trial jobs need met. A trial is said to be one, and is the first of its
 * tie: short jobs as such do not go around the pre-meeting. */
static enum reason why_not_level(const struct rules *rules, const struct gate_row *who,
                                 const struct gate_job *job)
{
    bool first = job->trial && who->trials_done == 0 && who->jobs_done == 0;
    bool met_is_enough = strcmp(job->kind, "joint") == 0 || first;
    int64_t needed = met_is_enough ? RULE_LEVEL_MET : rules->job_level;
    int64_t last = job->end_at - 1; /* half-open: the last instant of the job */
    int level = tie_level(who->premet_until_at, who->trials_done, who->jobs_done, last);

    if (level >= needed) {
        return R_NONE;
    }
    return level == RULE_LEVEL_MET ? R_TIE_NOT_PREMET : R_TIE_LEVEL_LOW;
}

static enum reason why_not_qualified(const struct rules *rules, const struct gate_row *who,
                                     const struct gate_job *job)
{
    bool certified = who->certificate_until_at >= job->end_at;
    bool hosted = strcmp(who->tie_how, "event") == 0 && rules->certificate_for_hosted != 0;

    if (who->identity_until_at < job->end_at) {
        return R_GATE_IDENTITY;
    }
    if (!certified && who->lesson_until_at < job->end_at) {
        return R_GATE_LESSON;
    }
    if (!certified && (hosted || job->youngest_years < rules->lesson_child_age_years)) {
        return R_GATE_CERTIFICATE;
    }
    return R_NONE;
}

enum reason gate_why_not(const struct rules *rules, const struct gate_row *who,
                         const struct gate_job *job)
{
    enum reason r;

    if (!who->active || !who->is_on || !who->member_here || who->held_at != 0 || who->blocked) {
        return R_GATE_NOT_AVAILABLE; /* one answer: nobody learns of a block or a hold */
    }
    if (who->relative) {
        return R_GATE_OWN_HOUSEHOLD;
    }
    r = why_not_level(rules, who, job);
    return r != R_NONE ? r : why_not_qualified(rules, who, job);
}

enum reason gate_why_not_ask(const struct rules *rules, const struct gate_row *who,
                             const struct gate_job *job)
{
    enum reason r = gate_why_not(rules, who, job);

    if (r != R_NONE) {
        return r;
    }
    if ((who->kinds & kind_bit(job->kind)) == 0 ||
        (strcmp(job->kind, "care") == 0 && (who->care_at & care_at_bit(job->care_at)) == 0)) {
        return R_GATE_KIND;
    }
    if (job->youngest_years < who->age_min || job->oldest_years > who->age_max) {
        return R_GATE_AGES;
    }
    return R_NONE;
}
