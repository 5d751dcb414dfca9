/* account.c - see account.h. */
#include "app/api/account.h"

#include "app/api/session.h"
#include "app/base/limits.h"
#include "app/domain/account.h"
#include "app/domain/ids.h"
#include "app/domain/pending.h"
#include "app/domain/recovery.h"
#include "app/http/reply.h"

const char *const account_locales[] = {"ja", "en", "ja-easy", NULL};

enum status api_sign_up(struct request *rq)
{
    struct sign_up u = {.address = rq->remote};
    struct account_form *f = &u.form;
    const struct field body[] = {
        FIELD_TEXT("email", 1, EMAIL_BYTES_MAX, &f->email),
        FIELD_TEXT("phone", 1, PHONE_CHARS_MAX, &f->phone),
        FIELD_TEXT("name", 1, NAME_CHARS_MAX, &f->name),
        FIELD_TEXT("reading", 1, NAME_CHARS_MAX, &f->reading),
        FIELD_TEXT("display_name", 1, NAME_CHARS_MAX, &f->display_name),
        FIELD_DATE("birth_date", &f->birth_day),
        FIELD_TEXT("password", 1, PASSWORD_BYTES_MAX + 1, &f->password),
        OPT_CHOICE("locale", account_locales, &f->locale),
        FIELD_ID("community_id", ID_COMMUNITY, &f->community_id),
        FIELD_END,
    };
    enum status s = request_fields(rq, body);

    s = s == OK ? account_sign_up(&rq->ctx, &u) : s;
    return s == OK ? session_send_ticket(rq, u.pending, u.expires_at, "mail") : s;
}

enum status api_sign_up_confirm(struct request *rq)
{
    bool bearer = false;
    struct account_step step = {0};
    const struct field body[] = {
        FIELD_TEXT("pending", 1, PENDING_TEXT_MAX, &step.pending),
        FIELD_TEXT("code", 1, CODE_TYPED_CHARS_MAX, &step.code),
        OPT_TEXT("device_label", 0, NAME_CHARS_MAX, &step.device_label),
        OPT_BOOL("bearer", &bearer),
        FIELD_END,
    };
    enum status s = request_fields(rq, body);

    s = s == OK ? account_confirm(&rq->ctx, &step) : s;
    if (s != OK) {
        return s;
    }
    return step.active ? session_send(rq, &step.start, bearer)
                       : session_send_ticket(rq, step.next, step.expires_at, "sms");
}

enum status api_sign_up_resend(struct request *rq)
{
    struct account_step step = {0};
    const struct field body[] = {
        FIELD_TEXT("pending", 1, PENDING_TEXT_MAX, &step.pending),
        FIELD_END,
    };
    enum status s = request_fields(rq, body);

    s = s == OK ? account_resend(&rq->ctx, &step) : s;
    return s == OK
               ? session_send_ticket(rq, step.next, step.expires_at, step.by_sms ? "sms" : "mail")
               : s;
}

enum status api_password_reset(struct request *rq)
{
    struct recovery r = {.address = rq->remote};
    const struct field body[] = {
        FIELD_TEXT("email", 1, EMAIL_BYTES_MAX, &r.email),
        FIELD_END,
    };
    enum status s = request_fields(rq, body);

    s = s == OK ? recovery_begin(&rq->ctx, &r) : s;
    return s == OK ? session_send_ticket(rq, r.pending, r.expires_at, "mail_and_sms") : s;
}

enum status api_password_reset_confirm(struct request *rq)
{
    bool bearer = false;
    struct recovery_codes r = {0};
    const struct field body[] = {
        FIELD_TEXT("pending", 1, PENDING_TEXT_MAX, &r.pending),
        FIELD_TEXT("mail_code", 1, CODE_TYPED_CHARS_MAX, &r.mail_code),
        FIELD_TEXT("phone_code", 1, CODE_TYPED_CHARS_MAX, &r.phone_code),
        FIELD_TEXT("password", 1, PASSWORD_BYTES_MAX + 1, &r.password),
        OPT_TEXT("device_label", 0, NAME_CHARS_MAX, &r.device_label),
        OPT_BOOL("bearer", &bearer),
        FIELD_END,
    };
    enum status s = request_fields(rq, body);

    s = s == OK ? recovery_confirm(&rq->ctx, &r) : s;
    if (s != OK) {
        return s;
    }
    return r.begun ? session_send(rq, &r.start, bearer)
                   : session_send_ticket(rq, r.next, r.expires_at, "totp");
}
