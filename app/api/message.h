/* message.h - メッセージ over HTTP: threads, messages, set phrases, reports and phone numbers. */
#ifndef APP_API_MESSAGE_H
#define APP_API_MESSAGE_H

#include "app/http/request.h"

/* message.c; a thread's id is its tie's or its booking's */
enum status api_threads(struct request *rq) WARN_UNUSED;
enum status api_thread(struct request *rq) WARN_UNUSED;
enum status api_messages(struct request *rq) WARN_UNUSED;
enum status api_message_post(struct request *rq) WARN_UNUSED;
enum status api_thread_read(struct request *rq) WARN_UNUSED;
enum status api_phrases(struct request *rq) WARN_UNUSED;
enum status api_booking_phones(struct request *rq) WARN_UNUSED;

/* message_report.c */
enum status api_message_report(struct request *rq) WARN_UNUSED;
enum status api_message_reports(struct request *rq) WARN_UNUSED;
enum status api_message_report_open(struct request *rq) WARN_UNUSED;

#endif
