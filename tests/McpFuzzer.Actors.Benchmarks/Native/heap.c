/* heap MS MIB: from fork(2) until the exec is known to have succeeded, with so much touched memory in the parent, as a careful fork and exec does it. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "child.h"

static int64_t fork_and_exec(void) {
  int told[2];
  char byte;
  if (pipe2(told, O_CLOEXEC) != 0) {
    die("pipe2");
  }
  int64_t begin = now_ns();
  pid_t pid = fork();
  if (pid < 0) {
    die("fork");
  }
  if (pid == 0) {
    execl("/bin/true", "/bin/true", (char *)NULL);
    _exit(127);
  }
  close(told[1]);
  /* The end of the pipe is the exec. */
  while (read(told[0], &byte, 1) < 0 && errno == EINTR) {
  }
  int64_t took = now_ns() - begin;
  close(told[0]);
  waitpid(pid, NULL, 0);
  return took;
}

int measure_heap(int argc, char **argv) {
  if (argc != 2) {
    return 2;
  }
  size_t size = (size_t)atoi(argv[1]) << 20;
  char *heap = size > 0 ? malloc(size) : NULL;
  if (size > 0 && heap == NULL) {
    die("malloc");
  }
  if (heap != NULL) {
    memset(heap, 1, size);
  }
  struct samples samples = samples_for(atoi(argv[0]));
  while (samples_wanted(&samples)) {
    samples_add(&samples, fork_and_exec());
  }
  samples_print("heap", &samples);
  free(heap);
  return 0;
}
