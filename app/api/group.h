/* group.h - 園・学校, a class, an apartment house. */
#ifndef APP_API_GROUP_H
#define APP_API_GROUP_H

#include "app/http/request.h"

/* group.c */
enum status api_groups(struct request *rq);
enum status api_group_make(struct request *rq);
enum status api_group_join(struct request *rq);
enum status api_group_me(struct request *rq);
enum status api_group_leave(struct request *rq);
enum status api_group_people(struct request *rq);

/* group_desk.c: for moderators, and the last two for staff */
enum status api_group_asks(struct request *rq);
enum status api_group_accept(struct request *rq);
enum status api_group_decline(struct request *rq);
enum status api_group_remove(struct request *rq);
enum status api_group_appoint(struct request *rq);
enum status api_group_poster_make(struct request *rq);
enum status api_group_poster_end(struct request *rq);
enum status api_group_desk(struct request *rq);
enum status api_group_close(struct request *rq);

/* group_poster.c: a plain page to print, for whoever holds the token */
enum status page_group_poster(struct request *rq);

#endif
