/* booking.h - 予定 over HTTP: reading, cancelling, notes, report. */
#ifndef APP_API_BOOKING_H
#define APP_API_BOOKING_H

#include "app/http/request.h"

enum status api_bookings(struct request *rq) WARN_UNUSED;
enum status api_booking(struct request *rq) WARN_UNUSED;
enum status api_booking_agreement(struct request *rq) WARN_UNUSED;
enum status api_booking_coverage(struct request *rq) WARN_UNUSED;
enum status api_booking_events(struct request *rq) WARN_UNUSED;
enum status api_booking_cancel(struct request *rq) WARN_UNUSED;
enum status api_booking_cancellation(struct request *rq) WARN_UNUSED;
enum status api_booking_brief(struct request *rq) WARN_UNUSED;
enum status api_no_show(struct request *rq) WARN_UNUSED;
enum status api_no_show_contest(struct request *rq) WARN_UNUSED;
enum status api_no_show_withdraw(struct request *rq) WARN_UNUSED;
/* late.c */
enum status api_late(struct request *rq) WARN_UNUSED;
enum status api_late_take_back(struct request *rq) WARN_UNUSED;
enum status api_next_adult(struct request *rq) WARN_UNUSED;
/* care_check.c */
enum status api_care(struct request *rq) WARN_UNUSED;
enum status api_sleep(struct request *rq) WARN_UNUSED;
enum status api_temperature(struct request *rq) WARN_UNUSED;
/* sos.c */
enum status api_sos_card(struct request *rq) WARN_UNUSED;
enum status api_sos_press(struct request *rq) WARN_UNUSED;
enum status api_arrived(struct request *rq) WARN_UNUSED;

enum status api_notes(struct request *rq) WARN_UNUSED;
enum status api_note_add(struct request *rq) WARN_UNUSED;
enum status api_report(struct request *rq) WARN_UNUSED;
enum status api_report_put(struct request *rq) WARN_UNUSED;
enum status api_report_agree(struct request *rq) WARN_UNUSED;

#endif
