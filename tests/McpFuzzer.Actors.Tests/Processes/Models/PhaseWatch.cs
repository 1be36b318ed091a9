using McpFuzzer.Actors.Contracts.Processes;

namespace McpFuzzer.Actors.Tests.Processes.Models;

/// <summary>
/// Looks at a key after each step: the phases of an incarnation move along the machine's table and its restarts, and
/// never back.
/// </summary>
internal sealed class PhaseWatch
{
    private static readonly Dictionary<ProcessPhase, ProcessPhase[]> MayFollow = new()
    {
        [ProcessPhase.Starting] =
        [
            ProcessPhase.Running,
            ProcessPhase.Stopping,
            ProcessPhase.Exited,
            ProcessPhase.Failed,
            ProcessPhase.Unkillable,
            ProcessPhase.BackingOff,
        ],
        [ProcessPhase.Running] =
        [
            ProcessPhase.Stopping,
            ProcessPhase.Exited,
            ProcessPhase.Failed,
            ProcessPhase.Unkillable,
            ProcessPhase.BackingOff,
        ],
        [ProcessPhase.Stopping] =
        [
            ProcessPhase.Exited,
            ProcessPhase.Failed,
            ProcessPhase.Unkillable,
            ProcessPhase.BackingOff,
        ],
        [ProcessPhase.BackingOff] = [ProcessPhase.Exited, ProcessPhase.Failed],
        [ProcessPhase.Exited] = [],
        [ProcessPhase.Failed] = [],
        [ProcessPhase.Unkillable] = [],
    };

    private readonly Dictionary<ProcessKey, ProcessSnapshot> _last = [];

    public void See(ProcessSnapshot now)
    {
        if (_last.TryGetValue(now.Key, out var before))
        {
            var isRight =
                now.Incarnation == before.Incarnation
                    ? now.Phase == before.Phase || MayFollow[before.Phase].Contains(now.Phase)
                    : now.Incarnation > before.Incarnation || IsGivenBack(before, now);
            Assert.True(isRight, $"{Show(before)} was followed by {Show(now)}");
        }

        _last[now.Key] = now;
    }

    /// <summary>A start that failed gives its number back.</summary>
    private static bool IsGivenBack(ProcessSnapshot before, ProcessSnapshot now) =>
        before.Phase == ProcessPhase.Starting
        && now.Incarnation == before.Incarnation - 1
        && now.Phase
            is ProcessPhase.Exited
                or ProcessPhase.Failed
                or ProcessPhase.Unkillable
                or ProcessPhase.BackingOff;

    private static string Show(ProcessSnapshot snapshot) => $"{snapshot.Key}@{snapshot.Incarnation} {snapshot.Phase}";
}
