/* series.h - くりかえし: recurring care over HTTP, the guardian's side and the supporter's. */
#ifndef APP_API_SERIES_H
#define APP_API_SERIES_H

#include "app/http/request.h"

enum status api_series_preview(struct request *rq);
enum status api_series_send(struct request *rq);
enum status api_series_list(struct request *rq);
enum status api_series(struct request *rq);
enum status api_series_choose(struct request *rq);
enum status api_series_change_preview(struct request *rq);
enum status api_series_change(struct request *rq);
enum status api_series_date_ask(struct request *rq);

enum status api_series_asks(struct request *rq);
enum status api_series_ask(struct request *rq);
enum status api_series_answer(struct request *rq);
enum status api_series_decline(struct request *rq);
enum status api_series_step_out(struct request *rq);

#endif
