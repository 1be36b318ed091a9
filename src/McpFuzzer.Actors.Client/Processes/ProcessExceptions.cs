using McpFuzzer.Actors.Contracts.Processes;

namespace McpFuzzer.Actors.Client.Processes;

/// <summary>Members of a process's set outlived SIGKILL and its deadline, as in an uninterruptible sleep.</summary>
/// <param name="unkillable">As the manager answered it.</param>
public sealed class ProcessUnkillableException(ProcessUnkillable unkillable)
    : Exception(
        $"{unkillable.Key} incarnation {unkillable.Incarnation} outlived SIGKILL: {string.Join(", ", unkillable.Pids)}"
    )
{
    /// <summary>The process.</summary>
    public ProcessKey Key { get; } = unkillable.Key;

    /// <summary>Its incarnation.</summary>
    public int Incarnation { get; } = unkillable.Incarnation;

    /// <summary>Who is left.</summary>
    public IReadOnlyList<int> Pids { get; } = unkillable.Pids;
}

/// <summary>The node's own handling of a process failed: its set was ended by the host, and its exit could not be told.</summary>
/// <param name="lost">As the manager answered it.</param>
public sealed class ProcessLostException(ProcessLost lost)
    : Exception($"{lost.Key} incarnation {lost.Incarnation} was lost: {lost.Detail}")
{
    /// <summary>The process.</summary>
    public ProcessKey Key { get; } = lost.Key;

    /// <summary>Its incarnation.</summary>
    public int Incarnation { get; } = lost.Incarnation;
}

/// <summary>A reader of events fell so far behind that some were not kept. Those before were all read; what came after is to be asked by status.</summary>
/// <param name="capacity">How many may wait.</param>
public sealed class EventsLostException(int capacity)
    : Exception($"more than {capacity} events waited to be read; the later ones were not kept")
{
    /// <summary>How many may wait: <see cref="ClientOptions.EventCapacity" />.</summary>
    public int Capacity { get; } = capacity;
}
