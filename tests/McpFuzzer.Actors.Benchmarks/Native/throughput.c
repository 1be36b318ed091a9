/*
 * throughput MS THREADS AT-ONCE…: children per second, each started, drained and waited for, on so many threads with an epoll(7) each, so many at once.
 * No more are started when the time is over; those in flight are waited for, and count.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "child.h"

struct share {
  pthread_t thread;
  int64_t deadline;
  int at_once;
  int ended;
};

enum part { PART_EXIT, PART_OUT, PART_ERR };

static char *const command[] = {"/bin/true", NULL};

static void watch(int epoll, int descriptor, int slot, enum part part) {
  struct epoll_event event = {.events = EPOLLIN, .data.u32 = (uint32_t)slot << 2 | part};
  if (epoll_ctl(epoll, EPOLL_CTL_ADD, descriptor, &event) != 0) {
    die("epoll_ctl");
  }
}

static void start(int epoll, struct child *child, int slot) {
  child_spawn(child, command);
  fcntl(child->out, F_SETFL, O_NONBLOCK);
  fcntl(child->err, F_SETFL, O_NONBLOCK);
  watch(epoll, child->pidfd, slot, PART_EXIT);
  watch(epoll, child->out, slot, PART_OUT);
  watch(epoll, child->err, slot, PART_ERR);
}

/* Not by close(2) alone: a child whose exec is under way still holds a copy, and a closed descriptor stays registered as long as any is open. */
static void unwatch(int epoll, int descriptor) {
  epoll_ctl(epoll, EPOLL_CTL_DEL, descriptor, NULL);
  close(descriptor);
}

static int drain_is_over(int epoll, int descriptor) {
  char buffer[65536];
  ssize_t count;
  while ((count = read(descriptor, buffer, sizeof buffer)) > 0) {
  }
  if (count < 0 && (errno == EAGAIN || errno == EINTR)) {
    return 0;
  }
  unwatch(epoll, descriptor);
  return 1;
}

static int is_over(int epoll, struct child *child, enum part part) {
  if (part != PART_EXIT) {
    return drain_is_over(epoll, part == PART_OUT ? child->out : child->err);
  }
  if (waitpid(child->pid, NULL, WNOHANG) != child->pid) {
    return 0;
  }
  unwatch(epoll, child->pidfd);
  close(child->in);
  return 1;
}

static void *run(void *argument) {
  struct share *share = argument;
  struct child *children = calloc(share->at_once, sizeof *children);
  int *open_parts = calloc(share->at_once, sizeof *open_parts);
  int epoll = epoll_create1(EPOLL_CLOEXEC);
  int in_flight = share->at_once;
  for (int slot = 0; slot < share->at_once; slot++) {
    start(epoll, &children[slot], slot);
    open_parts[slot] = 3;
  }

  while (in_flight > 0) {
    struct epoll_event events[128];
    int count = epoll_wait(epoll, events, 128, -1);
    for (int index = 0; index < count; index++) {
      int slot = events[index].data.u32 >> 2;
      if (!is_over(epoll, &children[slot], events[index].data.u32 & 3) || --open_parts[slot] > 0) {
        continue;
      }
      share->ended++;
      if (now_ns() < share->deadline) {
        start(epoll, &children[slot], slot);
        open_parts[slot] = 3;
      } else {
        in_flight--;
      }
    }
  }

  close(epoll);
  free(open_parts);
  free(children);
  return NULL;
}

struct result {
  double per_second;
  double processor;
};

static double processor_us(void) {
  struct rusage usage;
  getrusage(RUSAGE_SELF, &usage);
  return (usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) * 1e6 + usage.ru_utime.tv_usec + usage.ru_stime.tv_usec;
}

static struct result run_for(int milliseconds, int threads, int at_once) {
  struct share *shares = calloc(threads, sizeof *shares);
  int ended = 0;
  double processor = processor_us();
  int64_t begin = now_ns();
  for (int index = 0; index < threads; index++) {
    shares[index].deadline = begin + milliseconds * 1000000LL;
    shares[index].at_once = at_once / threads;
    if (pthread_create(&shares[index].thread, NULL, run, &shares[index]) != 0) {
      die("pthread_create");
    }
  }
  for (int index = 0; index < threads; index++) {
    pthread_join(shares[index].thread, NULL);
    ended += shares[index].ended;
  }
  free(shares);
  struct result result = {ended / ((now_ns() - begin) / 1e9), (processor_us() - processor) / ended};
  return result;
}

int measure_throughput(int argc, char **argv) {
  if (argc < 3) {
    return 2;
  }
  for (int index = 2; index < argc; index++) {
    struct result result = run_for(atoi(argv[0]), atoi(argv[1]), atoi(argv[index]));
    printf("%s\"throughput.%s\": %.3f, ", index == 2 ? "{" : ", ", argv[index], result.per_second);
    printf("\"processor.%s\": %.3f", argv[index], result.processor);
  }
  printf("}\n");
  return 0;
}
