/* twilio.c - Twilio's Messages API, as far as sending a text goes; and what was sent, to read. */
#include "app/base/text.h"
#include "db/store/sandbox.h"
#include "payments/sandbox/auth.h"
#include "payments/sandbox/handlers.h"
#include "payments/sandbox/parts.h"

#include "app/base/crypto.h"

#include <string.h>

#define SMS_CHARS_MAX 1600 /* Twilio's own bound */

/* {"code": 21211, "message": "...", "more_info": "...", "status": 400} */
static enum status say_no(struct request *rq, int http, int64_t code, const char *message)
{
    const char *more =
        arena_printf(rq->ctx.arena, "https://www.twilio.com/docs/errors/%lld", (long long)code);

    return reply_json(rq, http,
                      json_fields(J_I64("code", code), J_TEXT("message", message),
                                  J_TEXT("more_info", more), J_I64("status", http), J_END));
}

/* E.164, or a sender's name of letters. */
static bool is_number(const char *text)
{
    size_t n = strlen(text);

    return text[0] == '+' && n >= 8 && n <= 16 && strspn(text + 1, "0123456789") == n - 1;
}

static bool authorised(struct request *rq)
{
    const char *user, *password;

    return auth_basic(rq, &user, &password) == OK && password[0] != '\0' &&
           strcmp(user, rq->params[0].value) == 0 && strncmp(user, "AC", 2) == 0;
}

static enum status message_in(struct tx *t, void *arg)
{
    return store_sandbox_message(t, arg);
}

static enum status keep_message(struct request *rq, struct sandbox_message_row *m)
{
    struct sandbox *sb = sandbox_of(rq);
    char hex[2 * 16 + 1];
    uint8_t bytes[16];

    random_bytes(bytes, sizeof bytes);
    hex_encode(bytes, sizeof bytes, hex);
    m->seq = id_next(&sb->ids, clock_now(sb->clock));
    m->ref = arena_printf(rq->ctx.arena, "SM%s", hex);
    m->account = rq->params[0].value;
    m->created_at = sandbox_now(sb);
    return m->ref != NULL ? db_tx(sb->db, rq->ctx.arena, message_in, m) : E_BUSY;
}

enum status twilio_message(struct request *rq)
{
    struct sandbox_message_row m = {0};
    struct form_params in;
    enum status s;

    if (!authorised(rq)) {
        return say_no(rq, 401, 20003, "Authenticate");
    }
    s = form_parse(rq->ctx.arena, rq->raw, &in);
    if (s != OK) {
        return s;
    }
    m.to_number = form_get(&in, "To");
    m.from_number = form_get(&in, "From");
    m.text = form_get(&in, "Body");
    if (m.to_number == NULL || !is_number(m.to_number)) {
        return say_no(rq, 400, 21211, "Invalid 'To' Phone Number");
    }
    if (m.from_number == NULL || m.from_number[0] == '\0') {
        return say_no(rq, 400, 21603, "A 'From' phone number is required.");
    }
    if (m.text == NULL || m.text[0] == '\0') {
        return say_no(rq, 400, 21602, "Message body is required.");
    }
    if (utf8_length(m.text) > SMS_CHARS_MAX) {
        return say_no(rq, 400, 21617, "The concatenated message body exceeds 1600 characters.");
    }
    s = keep_message(rq, &m);
    if (s != OK) {
        return s;
    }
    return reply_json(rq, 201,
                      json_fields(J_TEXT("sid", m.ref), J_TEXT("account_sid", m.account),
                                  J_TEXT("to", m.to_number), J_TEXT("from", m.from_number),
                                  J_TEXT("body", m.text), J_TEXT("status", "queued"),
                                  J_TEXT("direction", "outbound-api"), J_TEXT("error_code", NULL),
                                  J_TEXT("error_message", NULL), J_END));
}

struct messages {
    const char *to;
    struct sandbox_message_row *rows;
    int n;
};

static enum status messages_in(struct tx *t, void *arg)
{
    struct messages *m = arg;

    return store_sandbox_messages(t, m->to, &m->rows, &m->n);
}

enum status knob_messages(struct request *rq)
{
    struct messages m = {"", NULL, 0};
    struct field fields[] = {OPT_TEXT("to", 1, 20, &m.to), FIELD_END};
    json_t *items = json_array();
    enum status s = request_query(rq, fields);

    if (s == OK) {
        s = db_read(sandbox_of(rq)->db, rq->ctx.arena, messages_in, &m);
    }
    for (int i = 0; s == OK && i < m.n; i++) {
        const struct sandbox_message_row *q = &m.rows[i];
        json_t *item =
            json_fields(J_TEXT("sid", q->ref), J_TEXT("account_sid", q->account),
                        J_TEXT("to", q->to_number), J_TEXT("from", q->from_number),
                        J_TEXT("body", q->text), J_TIME("created_at", q->created_at), J_END);

        s = json_array_append_new(items, item) == 0 ? OK : E_BUSY;
    }
    if (s != OK) {
        json_decref(items);
        return s;
    }
    return reply_json(rq, 200, json_fields(J_JSON("items", items), J_END));
}
