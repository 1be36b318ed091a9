using McpFuzzer.Actors.Contracts.Processes;

namespace McpFuzzer.Actors.Client.Wire.Processes;

/// <summary>
/// Removes the bytes of the tails from a list that is too long for a frame. The counters stay and show the removal. The
/// snapshot of a single process still has the bytes.
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
