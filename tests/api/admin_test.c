/* admin_test.c - otagai admin: the first admin of a community, and no second one that way. */
#include "app/base/limits.h"
#include "app/domain/vouched.h"
#include "tests/folder.h"
#include "tests/people.h"
#include "tests/program.h"
#include "tests/test.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define PASSWORD "kumo-no-ue-no-hiru"
#define PERSON                                                                    \
    "kanri@example.jp\n090-1111-2222\n管理太郎\nかんりたろう\n管理\n" \
    "1980-01-31\n" PASSWORD "\n"
#define TOWN "\nいたみ市\nItami\nAsia/Tokyo\nJPY\n"

/* Runs a subcommand with these answers on standard input; what it said. */
static const char *run(const char *dir, const char *command, const char *more, const char *answers,
                       int code)
{
    char state[300];
    const char *environment[] = {state, NULL};
    const char *arguments[] = {command, more, NULL};
    const char *said;
    int before = dup(STDIN_FILENO), input, got;

    snprintf(state, sizeof state, "OTAGAI_STATE_DIR=%s", dir);
    test_file(test_path(dir, "answers"), answers, 0600);
    input = open(test_path(dir, "answers"), O_RDONLY);
    CHECK(before >= 0 && input >= 0);
    dup2(input, STDIN_FILENO);
    got = program_run(environment, arguments, &said);
    dup2(before, STDIN_FILENO);
    close(input);
    close(before);
    if (got != code) {
        test_fail(__FILE__, __LINE__, "otagai %s ended with %d: %s", command, got, said);
    }
    return said;
}

TEST(a_fresh_installation_gets_its_community_and_first_admin_from_a_few_answers)
{
    const char *dir = test_folder();
    const char *said;
    char again[4 + ID_TEXT_BYTES + sizeof PERSON], id[ID_TEXT_BYTES];

    (void)run(dir, "keys", "init", "", 0);
    (void)run(dir, "migrate", NULL, "", 0);
    said = run(dir, "admin", NULL, TOWN PERSON, 0);
    CHECK(strstr(said, "cm_") != NULL && strstr(said, "mb_") != NULL);
    CHECK(strstr(said, "TOTP ") != NULL);
    CHECK(strstr(said, PASSWORD) == NULL);
    snprintf(id, sizeof id, "%.16s", strstr(said, "cm_"));
    snprintf(again, sizeof again, "%s\n%s", id, PERSON);
    said = run(dir, "admin", NULL, again, 1); /* that community has one */
    CHECK(strstr(said, "staff.has_role") != NULL);
    said = run(dir, "admin", NULL, TOWN PERSON, 1); /* that address has an account */
    CHECK(strstr(said, "email.taken") != NULL);
    said = run(dir, "admin", "totp", "kanri@example.jp\n", 0); /* a lost phone */
    CHECK(strncmp(said, "TOTP ", 5) == 0);
    said = run(dir, "admin", "totp", "nobody@example.jp\n", 1);
    CHECK(strstr(said, "not_found") != NULL);
    (void)run(dir, "audit", NULL, "", 0);
}

TEST(an_answer_that_is_missing_or_no_good_is_named)
{
    const char *dir = test_folder();

    (void)run(dir, "keys", "init", "", 0);
    (void)run(dir, "migrate", NULL, "", 0);
    CHECK(strstr(run(dir, "admin", NULL, "\nいたみ市\n", 2), "English") != NULL);
    CHECK(strstr(run(dir, "admin", NULL, "cm_x\n", 2), "community") != NULL);
    CHECK(strstr(run(dir, "admin", NULL, "cm_0000000000001\n" PERSON, 1), "not_found") != NULL);
    CHECK(strstr(run(dir, "admin", NULL, "\na\nb\nAsia/Nowhere\nJPY\n" PERSON, 1), "zone") != NULL);
    CHECK(strstr(run(dir, "admin", NULL, "\na\nb\nAsia/Tokyo\nyen\n" PERSON, 1), "currency") !=
          NULL);
    CHECK(strstr(run(dir, "admin", NULL, "\na\nb\nAsia/Tokyo\nEUR\n" PERSON, 1), "currency") !=
          NULL); /* the ledger has no such money yet */
    CHECK(strstr(run(dir, "admin", "now", "", 2), "asks") != NULL);
}

TEST_BOTH(another_secret_for_a_lost_app_ends_the_old_one_and_every_session)
{
    struct world *w = world_open(engine);
    struct person *admin = world_staff(w, "管理", "admin");
    struct new_totp n = {.email = admin->email};
    struct client *c = world_client(w);
    struct ctx x = world_ctx(w, 0);
    json_t *body;
    char old[7];

    person_password(w, admin, PASSWORD);
    CHECK_STATUS(vouched_new_totp(&x, &n), OK);
    CHECK_I64(client_get(admin->client, "/api/v1/me"), 401);
    person_totp(w, admin, old);
    body = json_pack("{s:s, s:s, s:s}", "email", admin->email, "password", PASSWORD, "totp", old);
    CHECK_I64(client_post(c, "/api/v1/sessions", json_incref(body)), 422);
    json_object_set_new(body, "totp", json_string(test_totp(n.totp_text, world_now(w))));
    CHECK_I64(client_post(c, "/api/v1/sessions", body), 201);
    world_close(w);
}

TEST_BOTH(the_first_admin_logs_in_with_the_app_and_gives_roles)
{
    struct world *w = world_open(engine);
    struct first_admin a = {
        .community = {.id = world_community(w)},
        .who.form = {.email = "kanri@example.jp",
                     .phone = "09011112222",
                     .name = "管理太郎",
                     .reading = "かんりたろう",
                     .display_name = "管理",
                     .birth_day = 3652,
                     .password = PASSWORD},
    };
    struct person *p = world_member(w, "花子");
    struct client *c = world_client(w);
    struct ctx x = world_ctx(w, 0);
    char path[80];

    CHECK_STATUS(vouched_first_admin(&x, &a), OK);
    CHECK_I64(client_post(c, "/api/v1/sessions",
                          json_pack("{s:s, s:s, s:s}", "email", "kanri@example.jp", "password",
                                    PASSWORD, "totp", test_totp(a.who.totp_text, world_now(w)))),
              201);
    client_path(path, sizeof path, "/api/v1/communities/%s/staff", world_community_text(w));
    CHECK_I64(client_post(c, path,
                          json_pack("{s:s, s:s}", "member_id", p->id_text, "role", "coordinator")),
              201);
    world_close(w);
}
