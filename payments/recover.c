/* recover.c - see recover.h. */
#include "payments/recover.h"

#include <string.h>

/* Money that is held, or to be let go, is never given up by the program alone. */
static bool must_happen(enum op_kind kind)
{
    return kind == OP_CAPTURE || kind == OP_CANCEL || kind == OP_CANCEL_OLD;
}

enum verdict recover_verdict(const struct pay_job *job, const struct pay_result *r)
{
    switch (r->err.rc) {
    case PAY_OK:
        return VERDICT_DONE;
    case PAY_ACTION: /* with the object; a page that is still open is looked at again */
        return r->object.ref[0] != '\0' || job->kind == OP_SETUP_RESULT ? VERDICT_DONE
                                                                        : VERDICT_UNKNOWN;
    case PAY_DECLINED:
        return must_happen(job->kind) ? VERDICT_MANUAL : VERDICT_FAILED;
    case PAY_STATE: /* the look that follows decides */
        return VERDICT_UNKNOWN;
    case PAY_EXPIRED:
        return job->kind == OP_SETUP || job->kind == OP_SETUP_RESULT ? VERDICT_FAILED
                                                                     : VERDICT_UNKNOWN;
    case PAY_REJECTED:
        return must_happen(job->kind) ? VERDICT_MANUAL : VERDICT_FAILED;
    case PAY_FUNDS:
    case PAY_BLOCKED:
    case PAY_LATER:
        return VERDICT_AGAIN;
    case PAY_CONFIG:
        return VERDICT_PAUSE;
    case PAY_KEYCLASH: /* a member's address may have changed; a customer moves no money */
        return job->kind == OP_CUSTOMER ? VERDICT_NEXT_ATTEMPT : VERDICT_MANUAL;
    case PAY_UNKNOWN:
    case PAY_RC_COUNT:
        break;
    }
    return VERDICT_UNKNOWN;
}

/* Long enough since the last try that "there is none" can be believed. */
static bool is_quiet(const struct pay_caps *caps, const struct pay_job *job, int64_t now)
{
    return now - job->op.sent_at >= caps->quiet_ms;
}

enum recover_next recover_next(const struct pay_caps *caps, const struct pay_job *job, int64_t now)
{
    if (!job_is_wanted(job)) {
        return RECOVER_GIVE_UP;
    }
    if (job->op.key_final != 0) {
        return RECOVER_NEW_KEY;
    }
    if (!caps->idem_key) {
        return is_quiet(caps, job, now) ? RECOVER_SEND : RECOVER_WAIT;
    }
    if (now - job->op.first_sent_at < PAY_REISSUE_MS_MAX) {
        return RECOVER_SEND;
    }
    return is_quiet(caps, job, now) ? RECOVER_NEW_KEY : RECOVER_WAIT;
}
