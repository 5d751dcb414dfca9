/* reasons.h - every reason for which a rule says no. The strings are stable: they are sent to
 * clients, worded in app/texts/{ja,en,ja-easy}.json, and each is exercised by a test. */
#ifndef APP_DOMAIN_REASONS_H
#define APP_DOMAIN_REASONS_H

/* Sorted by the string. */
#define REASONS(X)                                            \
    X(ACCOUNT_TOO_YOUNG, "account.too_young")                 \
    X(AGAIN_HOUR_SKIPPED, "again.hour_skipped")               \
    X(AMENDMENT_CHANGED, "amendment.changed")                 \
    X(AMENDMENT_NOT_NOW, "amendment.not_now")                 \
    X(AMENDMENT_OPEN, "amendment.open")                       \
    X(AMENDMENT_OWN, "amendment.own")                         \
    X(AMENDMENT_SAME, "amendment.same")                       \
    X(AMENDMENT_THEIRS, "amendment.theirs")                   \
    X(AMENDMENT_TOO_MANY, "amendment.too_many")               \
    X(ATTEMPT_TOO_MANY, "attempt.too_many")                   \
    X(AVAILABILITY_OVERLAP, "availability.overlap")           \
    X(BARRED_GUARDIAN, "barred.guardian")                     \
    X(BLOCK_SELF, "block.self")                               \
    X(BODY_DUPLICATE_KEY, "body.duplicate_key")               \
    X(BODY_NO_JSON_TYPE, "body.no_json_type")                 \
    X(BODY_NOT_JSON, "body.not_json")                         \
    X(BODY_DEPTH, "body.too_deep")                            \
    X(BODY_TOO_LARGE, "body.too_large")                       \
    X(BODY_TOO_SLOW, "body.too_slow")                         \
    X(BOOKING_CHANGED, "booking.changed")                     \
    X(BOOKING_OVERLAP_CHILD, "booking.child_busy")            \
    X(BOOKING_OVERLAP_SUPPORTER, "booking.supporter_busy")    \
    X(BOOKING_TOO_LATE, "booking.too_late")                   \
    X(BOOKING_TOO_MANY_CHILDREN, "booking.too_many_children") \
    X(BOOKING_TOO_OFTEN, "booking.too_often")                 \
    X(CALLOUT_DOCTOR_FIRST, "callout.doctor_first")           \
    X(CALLOUT_NOT_HERE, "callout.not_here")                   \
    X(CALLOUT_TO_GUARDIAN, "callout.to_guardian")             \
    X(CANCEL_COSTS_MORE, "cancel.costs_more")                 \
    X(CARD_IN_USE, "card.in_use")                             \
    X(CARD_TOO_MANY, "card.too_many")                         \
    X(CARE_NOT_NOW, "care.not_now")                           \
    X(CHILD_CHANGED, "child.changed")                         \
    X(CHILD_LAST_HOME, "child.last_home")                     \
    X(CHILD_LIVES_HERE, "child.lives_here")                   \
    X(CHILD_TWO_HOMES, "child.two_homes")                     \
    X(CODE_EXPIRED, "code.expired")                           \
    X(CODE_SPENT, "code.spent")                               \
    X(CODE_WRONG, "code.wrong")                               \
    X(COVERAGE_CHAIN_BROKEN, "coverage.chain_broken")         \
    X(DISASTER_OFF, "disaster.off")                           \
    X(DROP_CANCELS, "drop.cancels")                           \
    X(DROP_LAST, "drop.last")                                 \
    X(DROP_NOT_NOW, "drop.not_now")                           \
    X(DROP_STILL_WITH, "drop.still_with")                     \
    X(EMAIL_TAKEN, "email.taken")                             \
    X(FEE_TOO_HIGH, "fee.too_high")                           \
    X(FIELD_INVALID, "field.invalid")                         \
    X(FIELD_MISSING, "field.missing")                         \
    X(FIELD_UNKNOWN, "field.unknown")                         \
    X(GATE_AGES, "gate.ages")                                 \
    X(GATE_CERTIFICATE, "gate.certificate")                   \
    X(GATE_IDENTITY, "gate.identity")                         \
    X(GATE_KIND, "gate.kind")                                 \
    X(GATE_NOT_AVAILABLE, "gate.not_available")               \
    X(GATE_OWN_HOUSEHOLD, "gate.own_household")               \
    X(GATE_LESSON, "gate.safety_lesson")                      \
    X(GUARDIAN_ALREADY, "guardian.already")                   \
    X(GUARDIAN_LAST, "guardian.last")                         \
    X(HANDOVER_BARRED, "handover.barred")                     \
    X(HANDOVER_CHILD_LEFT, "handover.child_left")             \
    X(HANDOVER_JOB_GONE, "handover.job_gone")                 \
    X(HANDOVER_NOT_IN, "handover.not_in")                     \
    X(HANDOVER_NOT_NOW, "handover.not_now")                   \
    X(HANDOVER_OTHER_SUPPORTER, "handover.other_supporter")   \
    X(HANDOVER_PROOF, "handover.proof")                       \
    X(HANDOVER_WRONG_CODE, "handover.wrong_code")             \
    X(HANDSHAKE_EXPIRED, "handshake.expired")                 \
    X(HANDSHAKE_WRONG_DIGITS, "handshake.wrong_digits")       \
    X(IDEMPOTENCY_REQUIRED, "idempotency.key_required")       \
    X(IDEMPOTENCY_MISMATCH, "idempotency.other_body")         \
    X(INVITATION_EXPIRED, "invitation.expired")               \
    X(LATE_NOT_NOW, "late.not_now")                           \
    X(LINK_EXPIRED, "link.expired")                           \
    X(LINK_USED, "link.used")                                 \
    X(LIST_FULL, "list.full")                                 \
    X(LOGIN_WRONG, "login.wrong")                             \
    X(MEMBERSHIP_JOB_OPEN, "membership.job_open")             \
    X(MEMBERSHIP_NEEDED, "membership.needed")                 \
    X(MEMBERSHIP_STAFF, "membership.staff")                   \
    X(MESSAGE_BLOCKED, "message.blocked")                     \
    X(MESSAGE_JOB_OVER, "message.job_over")                   \
    X(MESSAGE_OWN, "message.own")                             \
    X(MESSAGE_TIE_ENDED, "message.tie_ended")                 \
    X(MESSAGE_TOO_MANY, "message.too_many")                   \
    X(NEXT_ADULT_FAMILY, "next_adult.family")                 \
    X(NO_SHOW_NOT_NOW, "no_show.not_now")                     \
    X(NO_SHOW_OWN, "no_show.own")                             \
    X(NO_SHOW_SAID, "no_show.said")                           \
    X(NO_SHOW_THEIRS, "no_show.theirs")                       \
    X(NOTE_TOO_MANY, "note.too_many")                         \
    X(OFFER_CHANGED, "offer.changed")                         \
    X(PASSWORD_COMMON, "password.common")                     \
    X(PASSWORD_OWN_DATA, "password.own_data")                 \
    X(PASSWORD_TOO_LONG, "password.too_long")                 \
    X(PASSWORD_TOO_SHORT, "password.too_short")               \
    X(PAYMENT_BELOW_MINIMUM, "payment.below_minimum")         \
    X(PAYMENT_CHANGED, "payment.changed")                     \
    X(PAYMENT_NOT_DUE, "payment.not_due")                     \
    X(PAYMENTS_NOT_CONFIGURED, "payments.not_configured")     \
    X(PENDING_EXPIRED, "pending.expired")                     \
    X(PHONE_TAKEN, "phone.taken")                             \
    X(POLICY_AGE, "policy.age")                               \
    X(POLICY_DATES, "policy.dates")                           \
    X(POLICY_NUMBER_TAKEN, "policy.number_taken")             \
    X(POLICY_SICK, "policy.sick")                             \
    X(POLICY_TOO_MANY, "policy.too_many")                     \
    X(PREMEETING_REDO, "premeeting.redo")                     \
    X(QUERY_INVALID, "query.invalid")                         \
    X(REPORT_CHANGED, "report.changed")                       \
    X(REPORT_NOT_NOW, "report.not_now")                       \
    X(REQUEST_CALL_LATER, "request.call_later")               \
    X(REQUEST_CHANGED, "request.changed")                     \
    X(REQUEST_CLOSED, "request.closed")                       \
    X(REQUEST_MALFORMED, "request.malformed")                 \
    X(REQUEST_NAMED_ONLY, "request.named_only")               \
    X(REQUEST_NOBODY, "request.nobody_to_ask")                \
    X(REQUEST_ONE_PERSON, "request.one_person")               \
    X(REQUEST_ORIGIN, "request.other_origin")                 \
    X(REQUEST_TOO_FAR, "request.too_far")                     \
    X(REQUEST_HEADERS, "request.too_many_headers")            \
    X(REQUEST_TOO_OFTEN, "request.too_often")                 \
    X(SERIES_CHANGED, "series.changed")                       \
    X(SERIES_CHOOSE_DATES, "series.choose_dates")             \
    X(SERIES_COSTS_MORE, "series.costs_more")                 \
    X(SERIES_DATE_WRONG, "series.date_wrong")                 \
    X(SERIES_ENDED, "series.ended")                           \
    X(SERVER_RESTARTING, "server.restarting")                 \
    X(SESSION_NEEDED, "session.needed")                       \
    X(SESSION_STEP_UP, "session.step_up")                     \
    X(SLEEP_AWAKE, "sleep.awake")                             \
    X(SOS_NOT_NOW, "sos.not_now")                             \
    X(STAFF_HAS_ROLE, "staff.has_role")                       \
    X(STAFF_LAST_ADMIN, "staff.last_admin")                   \
    X(STAFF_ROLE_NEEDED, "staff.role_needed")                 \
    X(STAFF_SECOND_FACTOR, "staff.second_factor")             \
    X(STOP_ALONE_TOO_YOUNG, "stop.alone_too_young")           \
    X(TARIFF_AGE_0_ALONE, "tariff.age_0_alone")               \
    X(TARIFF_NONE, "tariff.none")                             \
    X(TARIFF_SICK_NOT_TAKEN, "tariff.sick_not_taken")         \
    X(TIE_LEVEL_LOW, "tie.level_low")                         \
    X(TIE_NOT_PREMET, "tie.not_premet")                       \
    X(TOTP_ON, "totp.on")                                     \
    X(TOTP_STAFF, "totp.staff")                               \
    X(TOTP_WRONG, "totp.wrong")                               \
    X(TRIAL_TOO_LONG, "trial.too_long")                       \
    X(WEBHOOK_SIGNATURE, "webhook.signature")                 \
    X(WEBHOOK_STALE, "webhook.stale")

#define REASON_ENUM(name, text) R_##name,
enum reason { R_NONE, REASONS(REASON_ENUM) REASON_COUNT };
#undef REASON_ENUM

/* "booking.too_late"; NULL for R_NONE. */
const char *reason_text(enum reason r);

#endif
