using McpFuzzer.Actors.Contracts.Processes;

namespace McpFuzzer.Actors.Client.Wire.Processes;

/// <summary>
/// What a list leaves out when it is too long for a frame: the bytes of the tails. Their counters stay, so that it shows; each process's own snapshot still has them.
/// </summary>
internal static class Tails
{
    public static ProcessList Without(ProcessList list) =>
        new([
            .. list.Processes.Select(snapshot =>
                snapshot with
                {
                    StdoutTail = Without(snapshot.StdoutTail),
                    StderrTail = Without(snapshot.StderrTail),
                }
            ),
        ]);

    public static IReadOnlyList<IStopReply> Without(IReadOnlyList<IStopReply> outcomes) =>
        [
            .. outcomes.Select(outcome =>
                outcome is ProcessStopped stopped
                    ? stopped with
                    {
                        StdoutTail = Without(stopped.StdoutTail),
                        StderrTail = Without(stopped.StderrTail),
                    }
                    : outcome
            ),
        ];

    private static OutputTail Without(OutputTail tail) => new(ReadOnlyMemory<byte>.Empty, tail.TotalBytes);
}
