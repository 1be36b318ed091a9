/* answer MS: how long a start takes until it is known to have succeeded, one at a time. */
#include <stdlib.h>

#include "child.h"

int measure_answer(int argc, char **argv) {
  if (argc != 1) {
    return 2;
  }
  char *const command[] = {"/bin/true", NULL};
  struct samples samples = samples_for(atoi(argv[0]));
  while (samples_wanted(&samples)) {
    struct child child;
    int64_t begin = now_ns();
    child_spawn(&child, command);
    samples_add(&samples, now_ns() - begin);
    child_finish(&child);
  }
  samples_print("answer", &samples);
  return 0;
}
