/* process_timers.c - see process_timers.h. */
#include "app/domain/process_timers.h"

#include "app/domain/alarm.h"
#include "app/domain/amendment.h"
#include "app/domain/booking_timers.h"
#include "app/domain/next_adult.h"
#include "app/domain/overrun.h"
#include "app/domain/payment_timers.h"
#include "app/domain/photo.h"
#include "app/domain/report.h"
#include "app/domain/request.h"
#include "app/domain/series.h"

/* clang-format off */
const struct timer_kind process_timers[] = {
    {"amendment.expire",      amendment_expire,      "coordinator"},
    {"booking.close",         booking_close,         "coordinator"},
    {"booking.no_show",       booking_no_show,       "coordinator"},
    {"booking.no_show_final", booking_no_show_final, "coordinator"},
    {"booking.overdue",       booking_overdue,       "safeguarding"},
    {"booking.overdue_staff", booking_overdue_staff, "safeguarding"},
    {"booking.overrun",       booking_overrun,       "coordinator"},
    {"booking.pay_deadline",  booking_pay_deadline,  "finance"},
    {"booking.report",        report_by_time,        "coordinator"},
    {"booking.until",         booking_until,         "coordinator"},
    {"payment.authorize",     payment_authorize_due, "finance"},
    {"payment.capture_watch", payment_capture_watch, "finance"},
    {"payment.debt",          payment_debt_due,      "finance"},
    {"request.alarm",         request_alarm_timer,   "coordinator"},
    {"photo.unused",          photo_unused,          "admin"},
    {"request.close",         request_close_timer,   "coordinator"},
    {"request.urgent",        request_urgent_timer,  "coordinator"},
    {"series.date",           series_date_timer,     "coordinator"},
    {NULL, NULL, NULL},
};
/* clang-format on */

enum status process_timers_step(struct ctx *x, int *ran)
{
    return timer_step(x, process_timers, ran);
}
