/* office.h - what a community's staff do: qualifications, policies, rules and tariffs, the
 * insurer's lists, tasks, holds. Who may is decided by the domain, inside the transaction. */
#ifndef APP_API_OFFICE_H
#define APP_API_OFFICE_H

#include "app/http/request.h"

/* qualification.c */
enum status api_qualifications(struct request *rq);
enum status api_qualification_give(struct request *rq);
enum status api_qualification_revoke(struct request *rq);
enum status api_my_qualifications(struct request *rq);

/* policy.c */
enum status api_policies(struct request *rq);
enum status api_policy_add(struct request *rq);
enum status api_policy_end(struct request *rq);
enum status api_policies_uncovered(struct request *rq);

/* calendar.c */
enum status api_rules(struct request *rq);
enum status api_rules_change(struct request *rq);
enum status api_holidays_import(struct request *rq);

/* bordereau.c: text/csv */
enum status api_coverage_day(struct request *rq);
enum status api_bordereau(struct request *rq);

/* disaster.c */
enum status api_disaster_on(struct request *rq);
enum status api_disaster_off(struct request *rq);
enum status api_disaster_list(struct request *rq);

/* desk.c */
enum status api_tasks(struct request *rq);
enum status api_task_done(struct request *rq);
enum status api_hold(struct request *rq);
enum status api_hold_lift(struct request *rq);
enum status api_booking_hold(struct request *rq);
enum status api_booking_hold_lift(struct request *rq);
enum status api_desk_bookings(struct request *rq);
enum status api_desk_booking_events(struct request *rq);
enum status api_desk_requests(struct request *rq);
enum status api_no_show_decide(struct request *rq);

#endif
