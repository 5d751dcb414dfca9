/* session.h - logging in and out over HTTP, and the answer that carries a session. */
#ifndef APP_API_SESSION_H
#define APP_API_SESSION_H

#include "app/domain/session.h"
#include "app/http/request.h"

/* POST /api/v1/sessions: 201 with a session, or 202 with a ticket when a code is needed. */
enum status api_log_in(struct request *rq);
/* POST /api/v1/sessions/confirm: 201. */
enum status api_log_in_confirm(struct request *rq);
/* GET /api/v1/me/sessions */
enum status api_sessions(struct request *rq);
/* DELETE /api/v1/me/sessions/:id: logs that one out. */
enum status api_session_end(struct request *rq);
/* DELETE /api/v1/me/sessions: everywhere, this one included. */
enum status api_sessions_end(struct request *rq);
/* POST /api/v1/me/step-up/code: 204, the code is in the mail. */
enum status api_step_up_code(struct request *rq);
/* POST /api/v1/me/step-up: 200 with the session's new token. */
enum status api_step_up(struct request *rq);

/* For other handlers. 201 with the new session: its tokens as cookies, or in the body for a program
 * that asked for a bearer. */
enum status session_send(struct request *rq, const struct session_start *start,
                         bool bearer) WARN_UNUSED;
/* 202: the ticket, when its code ends, and how the code comes ("mail", "sms", "totp"). */
enum status session_send_ticket(struct request *rq, const char *pending, int64_t expires_at,
                                const char *method) WARN_UNUSED;
/* 200: this session's new token, in the way the old one came. */
enum status session_send_token(struct request *rq, const char *token) WARN_UNUSED;

#endif
