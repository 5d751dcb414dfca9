static const struct command commands[] = {
    {"serve", cmd_serve, "answer requests"},
};
void started(struct log *log)
{
    log_event(log, 0, LOG_WARN, "db.failed", LOG_END);
}
