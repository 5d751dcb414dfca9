/* routes.c - every endpoint, on one screen. */
#include "app/api/routes.h"

#include "app/api/probe.h"
#include "app/base/limits.h"

/* clang-format off */
const struct route api_routes[] = {
    {NULL, NULL, WHO_ANYONE, 0, RATE_OPEN, 0, NULL},
};

const struct route private_routes[] = {
    {"GET", "/healthz", WHO_ANYONE, BODY_NONE, RATE_OPEN, 0, api_healthz},
    {"GET", "/metrics", WHO_ANYONE, BODY_NONE, RATE_OPEN, 0, api_metrics},
    {"GET", "/readyz",  WHO_ANYONE, BODY_NONE, RATE_OPEN, 0, api_readyz},
    {NULL, NULL, WHO_ANYONE, 0, RATE_OPEN, 0, NULL},
};
/* clang-format on */
