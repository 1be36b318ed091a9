namespace McpFuzzer.Actors.Os.Linux.Containment;

/// <summary>
/// Ends adopted orphans that belong to no living set (docs/hazards.md, 5 and 21). An orphan whose tags name a set that
/// was reported empty is killed. An unattributed orphan may belong to any set: it is reported, and killed only when
/// every target started before it is gone. A process that other code may have started is never killed.
/// </summary>
internal sealed class OrphanKiller(SetRegistry sets, AdoptedChildren adopted, Action<string> onNotice)
{
    internal void End()
    {
        if (adopted.IsEmpty)
        {
            return;
        }

        foreach (var orphan in adopted.All.Where(orphan => orphan.Dead is null))
        {
            if (orphan.OutlivesItsSet)
            {
                Kill(orphan);
            }
            else if (orphan.IsUnattributed)
            {
                EndUnattributed(orphan);
            }
        }
    }

    private void EndUnattributed(Orphan orphan)
    {
        if (sets.FirstStartTicks > orphan.StartTicks)
        {
            // Older than all our targets: other code of this process started it.
            return;
        }

        if (!orphan.IsReported)
        {
            orphan.IsReported = true;
            onNotice(
                $"adopted process {orphan.Pid} cannot be attributed to a target; it is left alive"
                    + (CanOnlyBeOurs ? " until every target started before it is gone" : "")
            );
        }

        if (CanOnlyBeOurs && sets.All.All(set => set.StartTicks > orphan.StartTicks))
        {
            onNotice($"adopted process {orphan.Pid} is killed: every target started before it is gone");
            Kill(orphan);
        }
    }

    // Children of other code carry the program's mark. But a process can enter the namespace of pid 1 from outside, and
    // leave orphans there.
    private static bool CanOnlyBeOurs => ProgramMark.IsComplete && Environment.ProcessId != 1;

    private static void Kill(Orphan orphan) =>
        BoundProcess.Kill(orphan.Pid, stat => stat.StartTicks == orphan.StartTicks);
}
