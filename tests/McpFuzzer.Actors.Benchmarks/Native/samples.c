#include <stdio.h>
#include <stdlib.h>

#include "child.h"

/* So many at least, however long they take. */
#define FEWEST 10

struct samples samples_for(int milliseconds) {
  struct samples samples = {.deadline = now_ns() + milliseconds * 1000000LL};
  return samples;
}

int samples_wanted(const struct samples *samples) {
  return samples->count < FEWEST || now_ns() < samples->deadline;
}

void samples_add(struct samples *samples, int64_t time) {
  if (samples->count == samples->room) {
    samples->room = samples->room == 0 ? 1024 : 2 * samples->room;
    samples->times = realloc(samples->times, samples->room * sizeof *samples->times);
    if (samples->times == NULL) {
      die("realloc");
    }
  }
  samples->times[samples->count++] = time;
}

static int ascending(const void *left, const void *right) {
  int64_t first = *(const int64_t *)left, second = *(const int64_t *)right;
  return (first > second) - (first < second);
}

static double percentile(const struct samples *samples, int part) {
  return samples->times[(int64_t)(samples->count - 1) * part / 100] / 1000.0;
}

void samples_print(const char *name, struct samples *samples) {
  qsort(samples->times, samples->count, sizeof *samples->times, ascending);
  printf("{\"%s.p50\": %.3f, \"%s.p99\": %.3f}\n", name, percentile(samples, 50), name, percentile(samples, 99));
  free(samples->times);
}
