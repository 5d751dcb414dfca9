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

/* The n-th write to or sync of a write-ahead log from now on (n >= 1) fails once with this code of
 * SQLite and is as if it had not been; 0 takes the order back. */
void recorder_fail(int n, int code);
bool recorder_failed(void);

/* How many events there are; a cut lies before one of them. */
size_t recorder_events(void);

/* Writes the files as the disk may hold them after a power cut before event `cut`: the file called
 * NAME to to/NAME. Of what was not synced each sector is there or not by chance, or with `lucky`
 * all of it. Tells each id that was acknowledged before the cut. */
void recorder_replay(size_t cut, bool lucky, const char *to, void (*acked)(void *arg, int64_t id),
                     void *arg);

#endif
