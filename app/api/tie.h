/* tie.h - つながり over HTTP: handshakes, invitations, ties and pre-meetings. */
#ifndef APP_API_TIE_H
#define APP_API_TIE_H

#include "app/http/request.h"

enum status api_acquaintances(struct request *rq) WARN_UNUSED;
enum status api_handshake_qr(struct request *rq) WARN_UNUSED;
enum status api_handshake_scan(struct request *rq) WARN_UNUSED;
enum status api_handshake_type(struct request *rq) WARN_UNUSED;
enum status api_invitation_make(struct request *rq) WARN_UNUSED;
enum status api_invitation_accept(struct request *rq) WARN_UNUSED;
enum status api_invitation_end(struct request *rq) WARN_UNUSED;
enum status api_ties(struct request *rq) WARN_UNUSED;
enum status api_tie(struct request *rq) WARN_UNUSED;
enum status api_tie_end(struct request *rq) WARN_UNUSED;
enum status api_premeetings(struct request *rq) WARN_UNUSED;
enum status api_premeeting_make(struct request *rq) WARN_UNUSED;
enum status api_premeeting_renew(struct request *rq) WARN_UNUSED;
enum status api_premeeting_confirm(struct request *rq) WARN_UNUSED;

#endif
