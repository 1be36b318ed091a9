namespace McpFuzzer.Actors.Hazards.Tests.Page;

/// <summary>One line of the page.</summary>
/// <param name="Number">Its row in the table of hazards.</param>
/// <param name="Situation">What the target or another process does.</param>
/// <param name="Right">The right outcome.</param>
/// <param name="Script">For <c>sh -c</c>, where the systems are compared; ARG is an argument that no other process
/// has.</param>
internal sealed record PageRow(int Number, string Situation, string Right, string? Script = null);

/// <summary>The rows that the suite proves.</summary>
internal static class PageRows
{
    internal static IReadOnlyList<PageRow> All { get; } =
    [
        new(
            1,
            "ignores SIGTERM",
            "SIGKILL when the grace ends, escalated",
            "trap '' TERM; echo ready; while :; do sleep 1; done"
        ),
        new(
            2,
            "a group member ignores SIGTERM, the leader dies",
            "stopped when the member is dead too",
            "(trap '' TERM; echo ready; while :; do sleep 1000; done) & sleep 1000"
        ),
        new(
            3,
            "the leader has exited, its group lives",
            "exit reported, survivors killed",
            "sleep ARG >/dev/null 2>&1 & echo ready; exit 5"
        ),
        new(4, "double fork", "found and killed", "(sh -c 'echo ready; exec sleep ARG' &); sleep 1000"),
        new(5, "escapes by setsid", "found and killed", "(setsid sh -c 'echo ready; exec sleep ARG' &); sleep 1000"),
        new(
            5,
            "escapes by setsid with a cleared environment",
            "found and killed",
            "(env -i setsid sh -c 'echo ready; exec sleep ARG 2>/dev/null' &); sleep 1000"
        ),
        new(
            6,
            "forks while it is killed",
            "killed until no member is left",
            "(n=0; while [ $n -lt 100 ]; do n=$((n+1)); (sleep ARG &); sleep 0.01; done) & echo ready; wait"
        ),
        new(7, "a grandchild holds stdout", "exit reported at once", "sleep ARG & exit 3"),
        new(
            8,
            "floods stdout without a reader",
            "never stalls, constant memory, bytes counted",
            "yes 2>/dev/null | head -c 67108864"
        ),
        new(
            9,
            "floods stderr, stdout is read",
            "never stalls, stdout unaffected",
            "yes 2>/dev/null | head -c 67108864 >&2; echo out"
        ),
        new(10, "never writes a newline", "constant memory", "head -c 67108864 /dev/zero"),
        new(12, "never reads the 10 MB on its stdin", "the write times out by itself", "echo ready; exec sleep ARG"),
        new(13, "closes its stdin", "the writer gets an error", "exec 0<&-; echo ready; exec sleep ARG"),
        new(16, "cannot be started", "rejected with the exact reason, and nothing is left"),
        new(17, "arguments with quotes, newlines, or empty", "handed on byte for byte; one with NUL is rejected"),
        new(19, "no descriptors or processes are left", "the start is rejected with that reason, the node continues"),
        new(20, "a pid is reused", "an unrelated process is never signalled"),
        new(
            21,
            "other code starts and reaps children",
            "each owner gets its exits; a status that other code took is unknown"
        ),
        new(22, "1000 children exit together", "1000 exits, each once", "exit"),
        new(23, "killed by SIGKILL, or exit 137", "distinguished", "kill -KILL $$"),
        new(24, "dies with a core", "signal, and whether a core was dumped", "kill -SEGV $$"),
        new(
            26,
            "kill -9 of the program with 50 children",
            "none left within 2 s",
            "setsid sh -c 'echo ready; exec sleep ARG' & wait"
        ),
        new(27, "two nodes, one is killed", "the targets of the other are untouched"),
        new(28, "the node gets SIGTERM during starts", "none left"),
        new(29, "a start is overtaken by a stop or a shutdown", "none left, one clear reply each"),
        new(30, "two stops at once, one of them by force", "one ladder, one answer"),
        new(31, "a stop races an exit, 1000 times", "the real exit, reported once"),
        new(33, "1000 starts, then 1000 stops, at once", "none left, no reply lost", "sleep"),
        new(37, "always exits with 1, and is restarted each time", "the delay grows, then the restarts end"),
        new(44, "an actor of the node throws", "its process is killed and reported as lost; the others continue"),
        new(46, "secrets in environment and arguments", "in no log, event or status"),
        new(47, "cannot be killed (uninterruptible)", "reported as unkillable after its deadline"),
        new(48, "a living target forgets its helpers", "each is reaped when it ends"),
        new(
            49,
            "the runtime changes limits and signals of its own process",
            "a target starts with those of the node's start, and default signals"
        ),
        new(50, "many processes share pages", "a limit on memory counts these once"),
        new(51, "the node was started with further descriptors", "closed, or passed on where that is asked for"),
        new(52, "arguments, variables and folders that are not UTF-8", "handed on byte for byte"),
        new(
            53,
            "a job in its own session has a TERM trap",
            "SIGTERM reaches it, no SIGKILL is needed",
            "setsid sh -c 'trap \"exit 0\" TERM; echo ready; while :; do sleep 0.05; done' & wait"
        ),
        new(54, "has exited while another process traces it", "no busy loop; its exit is reported afterwards"),
    ];
}
