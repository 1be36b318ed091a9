/* The limit: what a C program needs for the same job. Each verb prints one line of JSON. */
#include <stdio.h>
#include <string.h>

#include "child.h"

int main(int argc, char **argv) {
  const struct {
    const char *name;
    int (*run)(int, char **);
  } verbs[] = {
      {"throughput", measure_throughput},
      {"answer", measure_answer},
      {"exit", measure_exit},
      {"heap", measure_heap},
      {"echo", serve_echo},
  };
  for (unsigned index = 0; argc > 1 && index < sizeof verbs / sizeof *verbs; index++) {
    if (strcmp(argv[1], verbs[index].name) == 0) {
      return verbs[index].run(argc - 2, argv + 2);
    }
  }
  fprintf(stderr, "verbs: throughput MS THREADS AT-ONCE..., answer MS, exit MS SETTLE-MS, heap MS MIB, echo [FILE]\n");
  return 2;
}
