/* photo.h - 写真 over HTTP: raw bytes in, the picture as it was written anew out. */
#ifndef APP_API_PHOTO_H
#define APP_API_PHOTO_H

#include "app/http/request.h"
#include "db/store/photo.h"

enum status api_thread_photo_add(struct request *rq) WARN_UNUSED;
enum status api_collector_photo_put(struct request *rq) WARN_UNUSED;
enum status api_collector_photo_remove(struct request *rq) WARN_UNUSED;
enum status api_place_photo_put(struct request *rq) WARN_UNUSED;
enum status api_place_photo_remove(struct request *rq) WARN_UNUSED;
enum status api_me_photo_put(struct request *rq) WARN_UNUSED;
enum status api_me_photo_remove(struct request *rq) WARN_UNUSED;
enum status api_photo(struct request *rq) WARN_UNUSED;
enum status api_photo_small(struct request *rq) WARN_UNUSED;

/* [{"id", "width", "height"}] of those that belong to owner_id; rows are in order of owner_id. */
json_t *photos_json(const struct photo_row *rows, int n, int64_t owner_id);

#endif
