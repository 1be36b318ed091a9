using McpFuzzer.Actors.Contracts.Processes;

namespace McpFuzzer.Actors.Client.Processes;

/// <summary>Members of a process's set outlived SIGKILL and its deadline, as in an uninterruptible sleep.</summary>
/// <param name="unkillable">The manager's reply.</param>
public sealed class ProcessUnkillableException(ProcessUnkillable unkillable)
    : Exception(
        $"{unkillable.Key} incarnation {unkillable.Incarnation} outlived SIGKILL: {string.Join(", ", unkillable.Pids)}"
    )
{
    /// <summary>The process.</summary>
    public ProcessKey Key { get; } = unkillable.Key;

    /// <summary>Its incarnation.</summary>
    public int Incarnation { get; } = unkillable.Incarnation;

    /// <summary>The remaining pids.</summary>
    public IReadOnlyList<int> Pids { get; } = unkillable.Pids;
}

/// <summary>The node's own handling of a process failed. The host has ended its set; the exit is unknown.</summary>
/// <param name="lost">The manager's reply.</param>
public sealed class ProcessLostException(ProcessLost lost)
    : Exception($"{lost.Key} incarnation {lost.Incarnation} was lost: {lost.Detail}")
{
    /// <summary>The process.</summary>
    public ProcessKey Key { get; } = lost.Key;

    /// <summary>Its incarnation.</summary>
    public int Incarnation { get; } = lost.Incarnation;
}

/// <summary>
/// A reader of events fell too far behind, and later events were dropped. It has read all earlier ones. The status has
/// the current state.
/// </summary>
/// <param name="capacity">The capacity.</param>
public sealed class EventsLostException(int capacity)
    : Exception($"more than {capacity} events waited to be read; the later ones were not kept")
{
    /// <summary>The capacity: <see cref="ClientOptions.EventCapacity" />.</summary>
    public int Capacity { get; } = capacity;
}
