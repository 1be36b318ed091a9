/* exit MS SETTLE-MS: from SIGKILL to the return of waitpid(2), of a child that sleeps. */
#include <signal.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "child.h"

int measure_exit(int argc, char **argv) {
  if (argc != 2) {
    return 2;
  }
  char *const command[] = {"/bin/sleep", "600", NULL};
  int settle = atoi(argv[1]);
  struct samples samples = samples_for(atoi(argv[0]));
  while (samples_wanted(&samples)) {
    struct child child;
    child_spawn(&child, command);
    usleep(settle * 1000);
    int64_t begin = now_ns();
    kill(child.pid, SIGKILL);
    waitpid(child.pid, NULL, 0);
    samples_add(&samples, now_ns() - begin);
    close(child.in);
    close(child.out);
    close(child.err);
    close(child.pidfd);
  }
  samples_print("exit", &samples);
  return 0;
}
