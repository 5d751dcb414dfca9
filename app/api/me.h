/* me.h - one's own account over HTTP: /api/v1/me and what lies below it, sessions apart. */
#ifndef APP_API_ME_H
#define APP_API_ME_H

#include "app/http/request.h"

enum status api_me(struct request *rq);               /* GET   /api/v1/me */
enum status api_me_change(struct request *rq);        /* PATCH /api/v1/me */
enum status api_me_email(struct request *rq);         /* POST  /api/v1/me/email: 204, code sent */
enum status api_me_email_confirm(struct request *rq); /* POST  /api/v1/me/email/confirm: 204 */
enum status api_me_phone(struct request *rq);         /* POST  /api/v1/me/phone: 204, code sent */
enum status api_me_phone_confirm(struct request *rq); /* POST  /api/v1/me/phone/confirm: 204 */
enum status api_me_password(struct request *rq);      /* PUT   /api/v1/me/password: 204 */
enum status api_totp(struct request *rq);             /* POST  /api/v1/me/totp: 201, the secret */
enum status api_totp_confirm(struct request *rq);     /* POST  /api/v1/me/totp/confirm: 200 */
enum status api_totp_remove(struct request *rq);      /* DELETE /api/v1/me/totp: 204 */

#endif
