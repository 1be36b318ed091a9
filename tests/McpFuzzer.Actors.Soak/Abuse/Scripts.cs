using McpFuzzer.Actors.Contracts.Processes;

namespace McpFuzzer.Actors.Soak.Abuse;

/// <summary>The scripts of the targets, drawn at random.</summary>
internal static class Scripts
{
    private static readonly Func<Random, string>[] All =
    [
        random => $"exit {random.Next(256)}",
        _ => "kill -KILL $$",
        _ => "kill -SEGV $$",
        _ => "exec sleep 1000",
        _ => "trap '' TERM; while :; do sleep 1; done",
        _ => "trap 'exit 7' TERM; while :; do sleep 0.05; done",
        _ => "kill -STOP $$; exec sleep 1000",
        random => $"yes 2>/dev/null | head -c {random.Next(1, 20_000_000)}",
        random => $"yes 2>/dev/null | head -c {random.Next(1, 20_000_000)} >&2",
        _ => "exec yes",
        _ => "exec yes >&2",
        _ => "cat >/dev/null; exit 5",
        _ => "exec 0<&-; exec sleep 1000",
        _ => "(sleep 1000 &); (sleep 1000 &); exit 3",
        _ => "(trap '' TERM; sleep 1000) & exec sleep 1000",
        _ => "setsid sleep 1000 & wait",
        _ => "(setsid sh -c '(setsid sleep 1000 &); sleep 1000' &); exit 0",
        _ => "env -i setsid sleep 1000 & exit 1",
        _ => "(env -i setsid sh -c '(env -i setsid sleep 1000 >/dev/null 2>&1 &)' &); exec sleep 1000",
        random => $"i=0; while [ $i -lt {random.Next(2, 30)} ]; do sleep 1000 & i=$((i+1)); done; exit 0",
    ];

    /// <summary>Draws a script and its streams.</summary>
    internal static ProcessSpec Next(Random random)
    {
        var stdin = random.Next(3) == 0 ? StdioMode.Piped : StdioMode.Null;
        return new ProcessSpec
        {
            Command = ["sh", "-c", All[random.Next(All.Length)](random)],
            Stdin = stdin,
            Stdout = random.Next(4) switch
            {
                0 => StdioMode.Piped,
                1 => StdioMode.Null,
                _ => StdioMode.CapturedTail,
            },
            Stderr = random.Next(4) == 0 ? StdioMode.Null : StdioMode.CapturedTail,
            TailBytes = random.Next(3) * 2048,
            StopLadder = new StopLadder(
                TimeSpan.FromMilliseconds(random.Next(100)),
                TimeSpan.FromMilliseconds(random.Next(300)),
                TimeSpan.FromSeconds(20)
            ),
            MaxTime = random.Next(6) == 0 ? TimeSpan.FromMilliseconds(random.Next(1, 1000)) : null,
        };
    }
}
