/* series_json.h - series and their dates as the API shows them. */
#ifndef APP_API_SERIES_JSON_H
#define APP_API_SERIES_JSON_H

#include "app/domain/series_answer.h"
#include "app/http/reply.h"

json_t *series_row_json(const struct series_row *r);
json_t *series_view_json(const struct series_view *v);
json_t *series_lines_json(const struct series_lines *l);
/* One who is asked; without and with its dates. */
json_t *series_ask_row_json(const struct series_ask_row *r);
json_t *series_ask_view_json(const struct series_ask_view *v);

#endif
