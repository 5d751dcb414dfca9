/* cmd_admin.c - otagai admin: a community and its first admin, from answers on standard input, one
 * a line; there are no default accounts. otagai admin totp: another secret for somebody who lost
 * the authenticator app. */
#include "app/base/text.h"
#include "app/base/zone.h"
#include "app/cmd.h"
#include "app/domain/ids.h"
#include "app/domain/vouched.h"
#include "app/service.h"

#include <stdio.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#define ANSWER_BYTES_MAX 1024
#define ANSWER_CHARS_MAX 256

/* Asks on a terminal, reads from whatever standard input is. NULL at its end, or for what is no
 * text. */
static const char *answer(struct arena *a, const char *question, int chars_min)
{
    char line[ANSWER_BYTES_MAX];
    const char *text;

    if (isatty(STDIN_FILENO)) {
        fprintf(stderr, "%s: ", question);
    }
    if (fgets(line, sizeof line, stdin) == NULL) {
        return NULL;
    }
    line[strcspn(line, "\r\n")] = '\0';
    return text_clean(a, line, strlen(line), chars_min, ANSWER_CHARS_MAX, false, &text) == OK
               ? text
               : NULL;
}

/* The same without showing what is typed. */
static const char *secret_answer(struct arena *a, const char *question)
{
    struct termios before, quiet;
    bool terminal = tcgetattr(STDIN_FILENO, &before) == 0;
    const char *text;

    if (terminal) {
        quiet = before;
        quiet.c_lflag &= ~(tcflag_t)ECHO;
        tcsetattr(STDIN_FILENO, TCSAFLUSH, &quiet);
    }
    text = answer(a, question, 1);
    if (terminal) {
        tcsetattr(STDIN_FILENO, TCSAFLUSH, &before);
        fputc('\n', stderr);
    }
    return text;
}

struct question {
    const char *words;
    const char **out;
};

/* false, with a word to the operator, when an answer is missing. */
static bool ask_all(struct arena *a, const struct question *questions, int n)
{
    for (int i = 0; i < n; i++) {
        *questions[i].out = answer(a, questions[i].words, 1);
        if (*questions[i].out == NULL) {
            complain("%s: an answer is needed", questions[i].words);
            return false;
        }
    }
    return true;
}

static bool ask_community(struct arena *a, struct community_row *c)
{
    const struct question questions[] = {
        {"its name", &c->name},
        {"its name in English", &c->name_en},
        {"its time zone (Asia/Tokyo)", &c->zone},
        {"its currency (JPY)", &c->currency},
    };
    const char *id = answer(a, "community (cm_..., empty for a new one)", 0);

    if (id == NULL || (id[0] != '\0' && id_parse(ID_COMMUNITY, id, &c->id) != OK)) {
        complain("this is no community's id");
        return false;
    }
    return c->id != 0 || ask_all(a, questions, 4);
}

static bool ask_person(struct arena *a, struct account_form *f)
{
    const char *birth = NULL;
    const struct question questions[] = {
        {"e-mail address", &f->email},
        {"mobile number", &f->phone},
        {"name", &f->name},
        {"its reading", &f->reading},
        {"name shown to others", &f->display_name},
        {"birth date (1980-01-31)", &birth},
    };

    if (!ask_all(a, questions, 6)) {
        return false;
    }
    if (date_parse(birth, &f->birth_day) != OK) {
        complain("birth date: %s is no date", birth);
        return false;
    }
    f->password = secret_answer(a, "password");
    if (f->password == NULL) {
        complain("password: an answer is needed");
    }
    return f->password != NULL;
}

static void say_done(const struct first_admin *a, const char *public_url)
{
    char community[ID_TEXT_BYTES], member[ID_TEXT_BYTES];

    id_format(ID_COMMUNITY, a->community.id, community);
    id_format(ID_MEMBER, a->who.row.id, member);
    printf("community  %s %s\n", community, a->community.name);
    printf("admin      %s\n", member);
    printf("TOTP       %s\n", a->who.totp_text);
    printf("Put the TOTP secret into an authenticator app now: it is not shown again.\n");
    printf("Log in at %s\n", public_url);
}

static void say_why(const struct ctx *x, enum status st)
{
    const char *reason = reason_text(x->reason);

    complain("%s%s%s", x->field != NULL ? x->field : "", x->field != NULL ? ": " : "",
             reason != NULL ? reason : status_wire(st));
}

static int make(struct service *s)
{
    struct first_admin a = {0};
    struct ctx x = service_ctx(s);
    enum status st;

    if (!ask_community(s->arena, &a.community) || !ask_person(s->arena, &a.who.form)) {
        return EXIT_USAGE;
    }
    st = vouched_first_admin(&x, &a);
    if (st != OK) {
        say_why(&x, st);
        return 1;
    }
    say_done(&a, s->config->public_url);
    return 0;
}

static int new_totp(struct service *s)
{
    struct new_totp n = {.email = answer(s->arena, "e-mail address", 1)};
    struct ctx x = service_ctx(s);
    enum status st;

    if (n.email == NULL) {
        complain("e-mail address: an answer is needed");
        return EXIT_USAGE;
    }
    st = vouched_new_totp(&x, &n);
    if (st != OK) {
        say_why(&x, st);
        return 1;
    }
    printf("TOTP       %s\n", n.totp_text);
    return 0;
}

int cmd_admin(const struct config *c, int argc, char **argv)
{
    bool totp = argc == 1 && strcmp(argv[0], "totp") == 0;
    struct service s;
    int code;

    if (argc != 0 && !totp) {
        complain("admin takes no arguments but \"totp\": it asks");
        return EXIT_USAGE;
    }
    if (service_open(&s, c, NEED_IDS) != OK) {
        return 1;
    }
    code = totp ? new_totp(&s) : make(&s);
    service_close(&s);
    return code;
}
