/* routes.c - every endpoint, on one screen. */
#include "app/api/routes.h"

#include "app/api/account.h"
#include "app/api/amendment.h"
#include "app/api/ask.h"
#include "app/api/booking.h"
#include "app/api/child.h"
#include "app/api/demo.h"
#include "app/api/household.h"
#include "app/api/me.h"
#include "app/api/office.h"
#include "app/api/probe.h"
#include "app/api/request.h"
#include "app/api/session.h"
#include "app/api/staff.h"
#include "app/api/tie.h"
#include "app/base/limits.h"

/* clang-format off */
const struct route api_routes[] = {
    {"POST",   "/api/v1/accounts",                       WHO_ANYONE, BODY_SMALL, RATE_LOGIN, 0, api_sign_up},
    {"POST",   "/api/v1/accounts/confirm",               WHO_ANYONE, BODY_SMALL, RATE_LOGIN, 0, api_sign_up_confirm},
    {"POST",   "/api/v1/accounts/resend",                WHO_ANYONE, BODY_SMALL, RATE_LOGIN, 0, api_sign_up_resend},
    {"POST",   "/api/v1/amendments/:id/accept",          WHO_MEMBER, BODY_NONE,  RATE_WRITE, ROUTE_IDEMPOTENT | ROUTE_MONEY, api_amendment_accept},
    {"POST",   "/api/v1/amendments/:id/decline",         WHO_MEMBER, BODY_NONE,  RATE_WRITE, ROUTE_IDEMPOTENT, api_amendment_decline},
    {"POST",   "/api/v1/amendments/:id/withdraw",        WHO_MEMBER, BODY_NONE,  RATE_WRITE, ROUTE_IDEMPOTENT, api_amendment_withdraw},
    {"GET",    "/api/v1/asks",                           WHO_MEMBER, BODY_NONE,  RATE_READ,  0, api_asks},
    {"GET",    "/api/v1/asks/:id",                       WHO_MEMBER, BODY_NONE,  RATE_READ,  0, api_ask},
    {"POST",   "/api/v1/asks/:id/decline",               WHO_MEMBER, BODY_NONE,  RATE_WRITE, 0, api_ask_decline},
    {"POST",   "/api/v1/asks/:id/offer",                 WHO_MEMBER, BODY_SMALL, RATE_WRITE, ROUTE_IDEMPOTENT, api_ask_offer},
    {"POST",   "/api/v1/asks/:id/withdraw",              WHO_MEMBER, BODY_NONE,  RATE_WRITE, 0, api_ask_withdraw},
    {"GET",    "/api/v1/bookings",                       WHO_MEMBER, BODY_NONE,  RATE_READ,  0, api_bookings},
    {"GET",    "/api/v1/bookings/:id",                   WHO_MEMBER, BODY_NONE,  RATE_READ,  ROUTE_CONDITIONAL, api_booking},
    {"GET",    "/api/v1/bookings/:id/agreement",         WHO_MEMBER, BODY_NONE,  RATE_READ,  0, api_booking_agreement},
    {"GET",    "/api/v1/bookings/:id/amendments",        WHO_MEMBER, BODY_NONE,  RATE_READ,  0, api_amendments},
    {"POST",   "/api/v1/bookings/:id/amendments",        WHO_MEMBER, BODY_SMALL, RATE_WRITE, ROUTE_IDEMPOTENT, api_amendment_propose},
    {"GET",    "/api/v1/bookings/:id/brief",             WHO_MEMBER, BODY_NONE,  RATE_READ,  0, api_booking_brief},
    {"POST",   "/api/v1/bookings/:id/cancel",            WHO_MEMBER, BODY_SMALL, RATE_WRITE, ROUTE_IDEMPOTENT | ROUTE_MONEY, api_booking_cancel},
    {"GET",    "/api/v1/bookings/:id/cancellation",      WHO_MEMBER, BODY_NONE,  RATE_READ,  0, api_booking_cancellation},
    {"GET",    "/api/v1/bookings/:id/coverage",          WHO_MEMBER, BODY_NONE,  RATE_READ,  0, api_booking_coverage},
    {"GET",    "/api/v1/bookings/:id/events",            WHO_MEMBER, BODY_NONE,  RATE_READ,  0, api_booking_events},
    {"GET",    "/api/v1/bookings/:id/handover-code",     WHO_MEMBER, BODY_NONE,  RATE_READ,  0, api_handover_code},
    {"POST",   "/api/v1/bookings/:id/handovers",         WHO_MEMBER, BODY_SMALL, RATE_WRITE, ROUTE_IDEMPOTENT, api_handover},
    {"POST",   "/api/v1/bookings/:id/no-show",           WHO_MEMBER, BODY_SMALL, RATE_WRITE, ROUTE_IDEMPOTENT, api_no_show},
    {"POST",   "/api/v1/bookings/:id/no-show/contest",   WHO_MEMBER, BODY_NONE,  RATE_WRITE, ROUTE_IDEMPOTENT, api_no_show_contest},
    {"GET",    "/api/v1/bookings/:id/notes",             WHO_MEMBER, BODY_NONE,  RATE_READ,  0, api_notes},
    {"POST",   "/api/v1/bookings/:id/notes",             WHO_MEMBER, BODY_LARGE, RATE_WRITE, ROUTE_IDEMPOTENT, api_note_add},
    {"GET",    "/api/v1/bookings/:id/report",            WHO_MEMBER, BODY_NONE,  RATE_READ,  0, api_report},
    {"PUT",    "/api/v1/bookings/:id/report",            WHO_MEMBER, BODY_LARGE, RATE_WRITE, 0, api_report_put},
    {"POST",   "/api/v1/bookings/:id/report/agree",      WHO_MEMBER, BODY_NONE,  RATE_WRITE, ROUTE_IDEMPOTENT | ROUTE_MONEY, api_report_agree},
    {"GET",    "/api/v1/children/:id",                   WHO_MEMBER, BODY_NONE,  RATE_READ,  0, api_child},
    {"PATCH",  "/api/v1/children/:id",                   WHO_MEMBER, BODY_LARGE, RATE_WRITE, 0, api_child_change},
    {"GET",    "/api/v1/children/:id/busy",              WHO_MEMBER, BODY_NONE,  RATE_READ,  0, api_child_busy},
    {"POST",   "/api/v1/children/:id/homes",             WHO_MEMBER, BODY_NONE,  RATE_WRITE, ROUTE_IDEMPOTENT | ROUTE_STEP_UP, api_home_invite},
    {"POST",   "/api/v1/communities/:id/children/:child_id/homes/:household_id/end", WHO_STAFF,  BODY_NONE,  RATE_WRITE, 0, api_home_end},
    {"GET",    "/api/v1/communities/:id/policies",         WHO_STAFF, BODY_NONE, RATE_READ, 0, api_policies},
    {"POST",   "/api/v1/communities/:id/policies",         WHO_ADMIN, BODY_LARGE, RATE_WRITE, ROUTE_IDEMPOTENT, api_policy_add},
    {"POST",   "/api/v1/communities/:id/policies/:policy_id/end", WHO_ADMIN, BODY_NONE, RATE_WRITE, ROUTE_IDEMPOTENT, api_policy_end},
    {"GET",    "/api/v1/communities/:id/policies/uncovered", WHO_STAFF, BODY_NONE, RATE_READ, 0, api_policies_uncovered},
    {"GET",    "/api/v1/communities/:id/qualifications",   WHO_STAFF, BODY_NONE, RATE_READ, 0, api_qualifications},
    {"POST",   "/api/v1/communities/:id/qualifications",   WHO_STAFF, BODY_SMALL, RATE_WRITE, ROUTE_IDEMPOTENT, api_qualification_give},
    {"POST",   "/api/v1/communities/:id/qualifications/:qualification_id/revoke", WHO_STAFF, BODY_SMALL, RATE_WRITE, ROUTE_IDEMPOTENT, api_qualification_revoke},
    {"GET",    "/api/v1/communities/:id/staff",          WHO_STAFF,  BODY_NONE,  RATE_READ,  0, api_staff},
    {"POST",   "/api/v1/communities/:id/staff",          WHO_ADMIN,  BODY_SMALL, RATE_WRITE, ROUTE_IDEMPOTENT | ROUTE_STEP_UP, api_staff_give},
    {"DELETE", "/api/v1/communities/:id/staff/:role_id", WHO_ADMIN,  BODY_NONE,  RATE_WRITE, ROUTE_STEP_UP, api_staff_end},
    {"POST",   "/api/v1/guardian-invitations/accept",    WHO_MEMBER, BODY_SMALL, RATE_LOGIN, ROUTE_IDEMPOTENT, api_guardian_accept},
    {"POST",   "/api/v1/handshakes/digits",              WHO_MEMBER, BODY_SMALL, RATE_WRITE, 0, api_handshake_type},
    {"POST",   "/api/v1/handshakes/qr",                  WHO_MEMBER, BODY_SMALL, RATE_WRITE, ROUTE_IDEMPOTENT, api_handshake_scan},
    {"POST",   "/api/v1/home-invitations/accept",        WHO_MEMBER, BODY_SMALL, RATE_LOGIN, ROUTE_IDEMPOTENT, api_home_accept},
    {"GET",    "/api/v1/households",                     WHO_MEMBER, BODY_NONE,  RATE_READ,  0, api_households},
    {"POST",   "/api/v1/households",                     WHO_MEMBER, BODY_SMALL, RATE_WRITE, ROUTE_IDEMPOTENT, api_household_make},
    {"GET",    "/api/v1/households/:id",                 WHO_MEMBER, BODY_NONE,  RATE_READ,  ROUTE_CONDITIONAL, api_household},
    {"PATCH",  "/api/v1/households/:id",                 WHO_MEMBER, BODY_SMALL, RATE_WRITE, 0, api_household_change},
    {"GET",    "/api/v1/households/:id/children",        WHO_MEMBER, BODY_NONE,  RATE_READ,  0, api_children},
    {"POST",   "/api/v1/households/:id/children",        WHO_MEMBER, BODY_LARGE, RATE_WRITE, ROUTE_IDEMPOTENT, api_child_add},
    {"POST",   "/api/v1/households/:id/guardian-invitations", WHO_MEMBER, BODY_NONE,  RATE_WRITE, ROUTE_IDEMPOTENT | ROUTE_STEP_UP, api_guardian_invite},
    {"DELETE", "/api/v1/households/:id/guardians/me",    WHO_MEMBER, BODY_NONE,  RATE_WRITE, ROUTE_STEP_UP, api_guardian_leave},
    {"GET",    "/api/v1/households/:id/looks",           WHO_MEMBER, BODY_NONE,  RATE_READ,  0, api_household_looks},
    {"POST",   "/api/v1/invitations",                    WHO_MEMBER, BODY_SMALL, RATE_WRITE, ROUTE_IDEMPOTENT, api_invitation_make},
    {"DELETE", "/api/v1/invitations/:id",                WHO_MEMBER, BODY_NONE,  RATE_WRITE, 0, api_invitation_end},
    {"POST",   "/api/v1/invitations/accept",             WHO_MEMBER, BODY_SMALL, RATE_WRITE, ROUTE_IDEMPOTENT, api_invitation_accept},
    {"GET",    "/api/v1/me",                             WHO_MEMBER, BODY_NONE,  RATE_READ,  ROUTE_CONDITIONAL, api_me},
    {"PATCH",  "/api/v1/me",                             WHO_MEMBER, BODY_SMALL, RATE_WRITE, 0, api_me_change},
    {"POST",   "/api/v1/me/email",                       WHO_MEMBER, BODY_SMALL, RATE_WRITE, ROUTE_STEP_UP, api_me_email},
    {"POST",   "/api/v1/me/email/confirm",               WHO_MEMBER, BODY_SMALL, RATE_WRITE, 0, api_me_email_confirm},
    {"GET",    "/api/v1/me/handshake-qr",                WHO_MEMBER, BODY_NONE,  RATE_READ,  0, api_handshake_qr},
    {"PUT",    "/api/v1/me/password",                    WHO_MEMBER, BODY_SMALL, RATE_WRITE, ROUTE_STEP_UP, api_me_password},
    {"POST",   "/api/v1/me/phone",                       WHO_MEMBER, BODY_SMALL, RATE_WRITE, ROUTE_STEP_UP, api_me_phone},
    {"POST",   "/api/v1/me/phone/confirm",               WHO_MEMBER, BODY_SMALL, RATE_WRITE, 0, api_me_phone_confirm},
    {"GET",    "/api/v1/me/qualifications",                WHO_MEMBER, BODY_NONE, RATE_READ, 0, api_my_qualifications},
    {"DELETE", "/api/v1/me/sessions",                    WHO_MEMBER, BODY_NONE,  RATE_WRITE, 0, api_sessions_end},
    {"GET",    "/api/v1/me/sessions",                    WHO_MEMBER, BODY_NONE,  RATE_READ,  0, api_sessions},
    {"DELETE", "/api/v1/me/sessions/:id",                WHO_MEMBER, BODY_NONE,  RATE_WRITE, 0, api_session_end},
    {"POST",   "/api/v1/me/step-up",                     WHO_MEMBER, BODY_SMALL, RATE_LOGIN, 0, api_step_up},
    {"POST",   "/api/v1/me/step-up/code",                WHO_MEMBER, BODY_NONE,  RATE_WRITE, 0, api_step_up_code},
    {"DELETE", "/api/v1/me/totp",                        WHO_MEMBER, BODY_NONE,  RATE_WRITE, ROUTE_STEP_UP, api_totp_remove},
    {"POST",   "/api/v1/me/totp",                        WHO_MEMBER, BODY_NONE,  RATE_WRITE, ROUTE_STEP_UP, api_totp},
    {"POST",   "/api/v1/me/totp/confirm",                WHO_MEMBER, BODY_SMALL, RATE_LOGIN, 0, api_totp_confirm},
    {"POST",   "/api/v1/offers/:id/choose",              WHO_MEMBER, BODY_NONE,  RATE_WRITE, ROUTE_IDEMPOTENT | ROUTE_MONEY, api_offer_choose},
    {"POST",   "/api/v1/offers/:id/reserve",             WHO_MEMBER, BODY_NONE,  RATE_WRITE, 0, api_offer_reserve},
    {"POST",   "/api/v1/password-resets",                WHO_ANYONE, BODY_SMALL, RATE_LOGIN, 0, api_password_reset},
    {"POST",   "/api/v1/password-resets/confirm",        WHO_ANYONE, BODY_SMALL, RATE_LOGIN, 0, api_password_reset_confirm},
    {"POST",   "/api/v1/premeetings/:id/confirm",        WHO_MEMBER, BODY_NONE,  RATE_WRITE, 0, api_premeeting_confirm},
    {"GET",    "/api/v1/requests",                       WHO_MEMBER, BODY_NONE,  RATE_READ,  0, api_requests},
    {"POST",   "/api/v1/requests",                       WHO_MEMBER, BODY_LARGE, RATE_WRITE, ROUTE_IDEMPOTENT | ROUTE_MONEY, api_request_send},
    {"GET",    "/api/v1/requests/:id",                   WHO_MEMBER, BODY_NONE,  RATE_READ,  0, api_request},
    {"GET",    "/api/v1/requests/:id/candidates",        WHO_MEMBER, BODY_NONE,  RATE_READ,  0, api_request_candidates},
    {"POST",   "/api/v1/requests/:id/withdraw",          WHO_MEMBER, BODY_NONE,  RATE_WRITE, 0, api_request_withdraw},
    {"POST",   "/api/v1/requests/candidates",            WHO_MEMBER, BODY_LARGE, RATE_READ,  0, api_request_draft_candidates},
    {"POST",   "/api/v1/requests/preview",               WHO_MEMBER, BODY_LARGE, RATE_READ,  0, api_request_preview},
    {"POST",   "/api/v1/sessions",                       WHO_ANYONE, BODY_SMALL, RATE_LOGIN, 0, api_log_in},
    {"POST",   "/api/v1/sessions/confirm",               WHO_ANYONE, BODY_SMALL, RATE_LOGIN, 0, api_log_in_confirm},
    {"GET",    "/api/v1/ties",                           WHO_MEMBER, BODY_NONE,  RATE_READ,  0, api_ties},
    {"DELETE", "/api/v1/ties/:id",                       WHO_MEMBER, BODY_NONE,  RATE_WRITE, 0, api_tie_end},
    {"GET",    "/api/v1/ties/:id",                       WHO_MEMBER, BODY_NONE,  RATE_READ,  0, api_tie},
    {"GET",    "/api/v1/ties/:id/premeetings",           WHO_MEMBER, BODY_NONE,  RATE_READ,  0, api_premeetings},
    {"POST",   "/api/v1/ties/:id/premeetings",           WHO_MEMBER, BODY_SMALL, RATE_WRITE, ROUTE_IDEMPOTENT, api_premeeting_make},
    {"POST",   "/api/v1/ties/:id/premeetings/renew",     WHO_MEMBER, BODY_SMALL, RATE_WRITE, ROUTE_IDEMPOTENT, api_premeeting_renew},
    {NULL, NULL, WHO_ANYONE, 0, RATE_OPEN, 0, NULL},
};

const struct route private_routes[] = {
    {"GET", "/healthz", WHO_ANYONE, BODY_NONE, RATE_OPEN, 0, api_healthz},
    {"GET", "/metrics", WHO_ANYONE, BODY_NONE, RATE_OPEN, 0, api_metrics},
    {"GET", "/readyz",  WHO_ANYONE, BODY_NONE, RATE_OPEN, 0, api_readyz},
    {NULL, NULL, WHO_ANYONE, 0, RATE_OPEN, 0, NULL},
};
/* clang-format on */
