/* One child with three pipes, started as fast as libc can, in a session of its own. */
#ifndef CHILD_H
#define CHILD_H

#include <stdint.h>
#include <sys/types.h>

struct child {
  pid_t pid;
  int pidfd;
  int in;
  int out;
  int err;
};

/* Starts argv by posix_spawn(3); ends the program where that fails. */
void child_spawn(struct child *child, char *const argv[]);

/* Reads both outputs to their end, waits for the exit, closes everything. */
void child_finish(struct child *child);

/* The monotonic clock in nanoseconds. */
int64_t now_ns(void);

void die(const char *what);

/* Times in nanoseconds, as many as fit into a time. */
struct samples {
  int64_t deadline;
  int64_t *times;
  int count;
  int room;
};

struct samples samples_for(int milliseconds);
int samples_wanted(const struct samples *samples);
void samples_add(struct samples *samples, int64_t time);

/* Prints {"NAME.p50": MICROSECONDS, "NAME.p99": …} and gives the memory back. */
void samples_print(const char *name, struct samples *samples);

int measure_throughput(int argc, char **argv);
int measure_answer(int argc, char **argv);
int measure_exit(int argc, char **argv);
int measure_heap(int argc, char **argv);
int serve_echo(int argc, char **argv);

#endif
