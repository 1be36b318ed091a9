/* echo [FILE]: an MCP server that answers every request at once; what came together is answered together. Into the
   file goes when it started, and when its tool was called first: microseconds of the system's clock. */
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "child.h"

enum { ROOM = 1 << 20 };

static char input[ROOM], output[ROOM];

static const char *const agreed =
    "\"result\":{\"protocolVersion\":\"2025-06-18\",\"capabilities\":{\"tools\":{}},"
    "\"serverInfo\":{\"name\":\"echo\",\"version\":\"1\"}}";
static const char *const unknown = "\"error\":{\"code\":-32601,\"message\":\"no such method\"}";
static const char *const listed =
    "\"result\":{\"tools\":[{\"name\":\"echo\",\"inputSchema\":{\"type\":\"object\"}}]}";
static const char *const called = "\"result\":{\"content\":[{\"type\":\"text\",\"text\":\"ok\"}]}";

static const char *answer_to(const char *line) {
  return strstr(line, "\"tools/call\"")    ? called
         : strstr(line, "\"tools/list\"")  ? listed
         : strstr(line, "\"initialize\"")  ? agreed
         : strstr(line, "\"ping\"")        ? "\"result\":{}"
                                           : unknown;
}

static size_t answer(char *line, char *to, size_t room) {
  const char *id = strstr(line, "\"id\":");
  if (id == NULL) {
    return 0;
  }
  id += strlen("\"id\":");
  return (size_t)snprintf(to, room, "{\"jsonrpc\":\"2.0\",\"id\":%.*s,%s}\n", (int)strcspn(id, ",}"), id,
                          answer_to(line));
}

static void note(FILE *times) {
  struct timespec now;
  clock_gettime(CLOCK_REALTIME, &now);
  fprintf(times, "%lld\n", (long long)now.tv_sec * 1000000 + now.tv_nsec / 1000);
  fflush(times);
}

static int write_all(size_t size) {
  for (size_t done = 0; done < size;) {
    ssize_t wrote = write(STDOUT_FILENO, output + done, size - done);
    if (wrote < 0) {
      return 1;
    }
    done += (size_t)wrote;
  }
  return 0;
}

int serve_echo(int argc, char **argv) {
  FILE *times = argc > 0 ? fopen(argv[0], "w") : NULL;
  if (times != NULL) {
    note(times);
  }
  size_t held = 0;
  for (ssize_t got; (got = read(STDIN_FILENO, input + held, ROOM / 2 - held)) > 0;) {
    size_t size = 0;
    char *line = input, *end;
    held += (size_t)got;
    while ((end = memchr(line, '\n', held - (size_t)(line - input))) != NULL) {
      *end = '\0';
      if (times != NULL && strstr(line, "\"tools/call\"")) {
        note(times);
        fclose(times);
        times = NULL;
      }
      size += answer(line, output + size, ROOM - size);
      line = end + 1;
    }
    held -= (size_t)(line - input);
    memmove(input, line, held);
    if (write_all(size) != 0) {
      return 1;
    }
  }
  return 0;
}
