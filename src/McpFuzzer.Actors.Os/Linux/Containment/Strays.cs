namespace McpFuzzer.Actors.Os.Linux.Containment;

/// <summary>
/// What becomes of adopted orphans that belong to no living set. One that is ours by its tags, of a set that was called empty, is killed. One that has shed its tags may be
/// anybody's: it is left alive and told of, and killed only when every target started before it is gone.
/// </summary>
internal sealed class Strays(SetRegistry sets, AdoptedChildren adopted, Action<string> onNotice)
{
    internal void End()
    {
        if (adopted.IsEmpty)
        {
            return;
        }

        foreach (var orphan in adopted.All.Where(orphan => orphan.Set is not { IsReleased: false }))
        {
            if (orphan.IsStray)
            {
                Kill(orphan);
            }
            else if (orphan is { IsUnattributed: true, DeadSince: null })
            {
                Judge(orphan);
            }
        }
    }

    private void Judge(Orphan orphan)
    {
        if (sets.FirstStartTicks > orphan.StartTicks)
        {
            // Older than all our targets: other code of this process has started it.
            return;
        }

        if (!orphan.IsReported)
        {
            orphan.IsReported = true;
            onNotice(
                $"adopted process {orphan.Pid} cannot be attributed to a target; it is left alive until every target started before it is gone"
            );
        }

        if (sets.All.All(set => set.StartTicks > orphan.StartTicks))
        {
            onNotice($"adopted process {orphan.Pid} is killed: every target started before it is gone");
            Kill(orphan);
        }
    }

    // A child of ours until it is reaped, so that its pid is its own.
    private static void Kill(Orphan orphan) => _ = Libc.kill(orphan.Pid, Libc.SIGKILL);
}
