using McpFuzzer.Actors.Os.Posix;

namespace McpFuzzer.Actors.Os.Linux.Containment;

/// <summary>
/// The orphans that this process has adopted as their subreaper or as pid 1. The kernel gives them to its first thread,
/// behind those it has, and there they stay until they are reaped here: a walk through the list misses none. Beside
/// them stand those that a target has made its siblings, with the thread that spawned it. Every living member of a set
/// stands below its leader, or below one of them. On the containment loop's thread only.
/// </summary>
internal sealed class AdoptedChildren : IDisposable
{
    private readonly Dictionary<int, Orphan> _known = [];
    private readonly List<int> _listed = [];
    private readonly OwnChildLists _lists;
    private readonly ReapDelay _patience;
    private readonly SetRegistry _sets;
    private readonly bool _byTags;
    private readonly int _ownSession = Libc.getsid(0);
    private long _round;
    private bool _knowsSiblings;

    internal AdoptedChildren(SetRegistry sets, bool byTags, TimeProvider time)
    {
        _sets = sets;
        _byTags = byTags;
        _patience = new ReapDelay(time);
        _lists = new OwnChildLists(sets.SpawningThreads);
        ProgramMark.Ensure();
        sets.ReapsOrphans();
    }

    internal IReadOnlyCollection<Orphan> All => _known.Values;

    internal bool IsEmpty => _known.Count == 0;

    /// <summary>Attributes new orphans, and reaps the dead.</summary>
    /// <param name="withSiblings">Whether to look for siblings too: among them stands, for a moment each time, a leader
    /// that is just being spawned, and it costs to tell the two apart.</param>
    /// <param name="byIdentity">Whether to check that a known orphan that lives is still the same process; its pid can
    /// only be another's when other code of this process has reaped it.</param>
    internal void Update(bool withSiblings, bool byIdentity)
    {
        _round++;
        _listed.Clear();
        _lists.ReadOfFirstThread(_listed);
        var adopted = _listed.Count;
        if (withSiblings || _knowsSiblings)
        {
            _lists.ReadOfSpawningThreads(_listed);
        }

        _patience.BeginRound(_known.Values);
        for (var index = 0; index < _listed.Count; index++)
        {
            if (!OwnChildren.Contains(_listed[index]))
            {
                Look(_listed[index], isSibling: index >= adopted, byIdentity);
            }
        }

        if (_known.Count > 0)
        {
            Forget();
        }
    }

    public void Dispose() => _lists.Dispose();

    private void Look(int pid, bool isSibling, bool byIdentity)
    {
        if (
            !byIdentity
            && _known.TryGetValue(pid, out var orphan)
            && orphan.OtherNode == 0
            && !ExitStatus.HasExited(pid)
        )
        {
            orphan.SeenIn = _round;
            return;
        }

        if (ProcessStat.TryRead(pid, out var stat) && Know(stat, isSibling) is { } known)
        {
            known.SeenIn = _round;
            if (known.Kind == OrphanKind.OtherHosts)
            {
                return;
            }

            if (stat.IsAlive)
            {
                known.Set?.AddOrphan(pid);
            }
            else
            {
                LookAtDead(known, stat);
            }
        }
    }

    // Null while it may be a leader that is just being spawned, and is not among our own children yet.
    private Orphan? Know(ProcessStat stat, bool isSibling)
    {
        if (
            _known.TryGetValue(stat.Pid, out var orphan)
            && orphan.StartTicks == stat.StartTicks
            && _sets.FindInnerNode(orphan.OtherNode) == 0
        )
        {
            return orphan;
        }

        var found = Attribute(stat, isSibling);
        var isNoLeader = found.Set is { Leader: > 0 } set && set.Leader != stat.Pid;
        if (isSibling ? !isNoLeader : found.Set is not null && !isNoLeader)
        {
            return null;
        }

        _knowsSiblings |= isSibling;
        _known[stat.Pid] = found;
        return found;
    }

    private void LookAtDead(Orphan orphan, ProcessStat stat)
    {
        if (orphan.Dead is null && orphan.Set is { } set)
        {
            set.RemoveOrphan(orphan.Pid);
            if (set.IsBeingKilled && stat.Group > 1)
            {
                // Its group is its set's, and as long as it is not reaped the number is nobody else's: who forked in
                // time goes with it.
                _ = Libc.kill(-stat.Group, SignalNumbers.SIGKILL);
            }

            set.ZombiesSeen++;
        }

        if (_patience.IsOver(orphan) && ExitStatus.ReapAdopted(orphan.Pid, orphan.StartTicks))
        {
            _known.Remove(orphan.Pid);
        }
    }

    private Orphan Attribute(ProcessStat stat, bool isSibling)
    {
        var membership = Membership.Read(stat, _sets);
        var set = _sets.Find(membership.Number);
        // No target can have got into our session: what carries its mark here was started by other code at the same
        // moment.
        var isOurs = membership.Number > 0 && stat.Session != _ownSession && (_byTags || set?.Leader == stat.Session);
        var kind =
            isOurs ? OrphanKind.Ours
            : membership.IsOfAnotherHost && SetRegistry.IsReapedHere(membership.OtherNode) ? OrphanKind.OtherHosts
            : IsOfProgram(stat, membership) ? OrphanKind.Programs
            : OrphanKind.Unknown;
        return new Orphan(
            stat.Pid,
            stat.StartTicks,
            kind,
            isOurs ? set : null,
            isSibling,
            membership.IsOfAnotherHost ? 0 : membership.OtherNode
        );
    }

    private bool IsOfProgram(ProcessStat stat, Membership membership) =>
        membership.OtherNode != 0
        || stat.StartTicks <= ProgramMark.MadeTicks
        || (stat.Session == _ownSession && (membership.Number > 0 || !ProgramMark.IsComplete))
        || ProgramMark.IsOn(stat.Pid);

    private void Forget()
    {
        foreach (var orphan in _known.Values.Where(orphan => orphan.SeenIn != _round).ToArray())
        {
            // Reaped by other code of this process, which waits for any child.
            orphan.Set?.RemoveOrphan(orphan.Pid);
            _known.Remove(orphan.Pid);
        }

        _knowsSiblings = _known.Values.Any(orphan => orphan.IsSibling);
    }
}
