/* recorder.h - a disk under SQLite that remembers every write and sync in order, so that a test can
 * pull the plug at any moment: what was synced is there, of the rest each sector is or is not. */
#ifndef TESTS_KILL_RECORDER_H
#define TESTS_KILL_RECORDER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* From here on SQLite's files are recorded; ends with recorder_stop or the test. */
void recorder_start(void);
void recorder_stop(void);

/* Notes in the same order that an id was acknowledged to somebody. */
void recorder_ack(int64_t id);

/* How many events there are; a cut lies before one of them. */
size_t recorder_events(void);

/* Writes the files as the disk would hold them after a power cut before event `cut`: the file
 * called NAME to to/NAME. Tells each id that was acknowledged before the cut. */
void recorder_replay(size_t cut, const char *to, void (*acked)(void *arg, int64_t id), void *arg);

#endif
