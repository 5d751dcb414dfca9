/* account.h - signing up and forgotten passwords over HTTP. */
#ifndef APP_API_ACCOUNT_H
#define APP_API_ACCOUNT_H

#include "app/http/request.h"

/* POST /api/v1/accounts: 202 with a ticket; the code is in the mail. */
enum status api_sign_up(struct request *rq);
/* POST /api/v1/accounts/confirm: the mail's code: 202, the next one comes by SMS; that one: 201. */
enum status api_sign_up_confirm(struct request *rq);
/* POST /api/v1/accounts/resend: 202 with another ticket and another code. */
enum status api_sign_up_resend(struct request *rq);
/* POST /api/v1/password-resets: 202 with a ticket; codes by mail and by SMS. */
enum status api_password_reset(struct request *rq);
/* POST /api/v1/password-resets/confirm: 201 with a session, or 202 for the app's code. */
enum status api_password_reset_confirm(struct request *rq);

/* NULL-ended: the languages of the texts, for FIELD_CHOICE. */
extern const char *const account_locales[];

#endif
