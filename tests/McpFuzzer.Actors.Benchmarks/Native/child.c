#define _GNU_SOURCE
#include "child.h"

#include <errno.h>
#include <fcntl.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

extern char **environ;

void die(const char *what) {
  fprintf(stderr, "%s: %s\n", what, strerror(errno));
  exit(1);
}

int64_t now_ns(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return now.tv_sec * 1000000000LL + now.tv_nsec;
}

void child_spawn(struct child *child, char *const argv[]) {
  int in[2], out[2], err[2];
  if (pipe2(in, O_CLOEXEC) != 0 || pipe2(out, O_CLOEXEC) != 0 || pipe2(err, O_CLOEXEC) != 0) {
    die("pipe2");
  }

  posix_spawnattr_t attributes;
  posix_spawn_file_actions_t actions;
  posix_spawnattr_init(&attributes);
  posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSID);
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, in[0], 0);
  posix_spawn_file_actions_adddup2(&actions, out[1], 1);
  posix_spawn_file_actions_adddup2(&actions, err[1], 2);
  errno = posix_spawn(&child->pid, argv[0], &actions, &attributes, argv, environ);
  if (errno != 0) {
    die("posix_spawn");
  }

  posix_spawn_file_actions_destroy(&actions);
  posix_spawnattr_destroy(&attributes);
  close(in[0]);
  close(out[1]);
  close(err[1]);
  child->in = in[1];
  child->out = out[0];
  child->err = err[0];
  child->pidfd = (int)syscall(SYS_pidfd_open, child->pid, 0);
  if (child->pidfd < 0) {
    die("pidfd_open");
  }
}

static void drain(int descriptor) {
  char buffer[4096];
  ssize_t count;
  while ((count = read(descriptor, buffer, sizeof buffer)) > 0 || (count < 0 && errno == EINTR)) {
  }
  close(descriptor);
}

void child_finish(struct child *child) {
  drain(child->out);
  drain(child->err);
  while (waitpid(child->pid, NULL, 0) < 0 && errno == EINTR) {
  }
  close(child->in);
  close(child->pidfd);
}
