/* gate.h - who may help with what (domain.md 2): ties, levels, checked identity, lesson,
 * certificate, age. Judged when somebody is asked, offers, is chosen, at each amendment and at the
 * hand-over in; everything must hold for the whole agreed interval. */
#ifndef APP_DOMAIN_GATE_H
#define APP_DOMAIN_GATE_H

#include "app/domain/ctx.h"
#include "app/domain/rules.h"
#include "db/store/gate.h"

/* Bits of supporter.kinds, one per request kind, and of supporter.care_at. */
enum kind_bit {
    KIND_PICKUP = 1,
    KIND_DROPOFF = 2,
    KIND_ESCORT = 4,
    KIND_CARE = 8,
    KIND_JOINT = 16,
    KIND_CALLOUT = 32
};
enum care_at_bit { CARE_AT_SUPPORTER = 1, CARE_AT_HOME = 2, CARE_AT_ELSEWHERE = 4 };

/* 0 for a word that is none of the kinds, or no place of care. */
int64_t kind_bit(const char *kind);
int64_t care_at_bit(const char *care_at);

/* The job as the gates see it. */
struct gate_job {
    const char *kind;
    const char *care_at; /* NULL unless kind is care */
    int64_t start_at, end_at;
    int youngest_years, oldest_years; /* on the local date of the start */
    bool trial;                       /* the tie's first job, said to be one */
};

/* RULE_LEVEL_*: what the tie is worth at an instant. */
int tie_level(int64_t premet_until_at, int64_t trials_done, int64_t jobs_done, int64_t at);

/* The rules no one can be asked around: R_NONE, or why not. */
enum reason gate_why_not(const struct rules *rules, const struct gate_row *who,
                         const struct gate_job *job);

/* Also what the supporter said about kinds, places and ages: for asking and for matching. */
enum reason gate_why_not_ask(const struct rules *rules, const struct gate_row *who,
                             const struct gate_job *job);

#endif
