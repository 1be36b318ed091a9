using McpFuzzer.Actors.Os.Posix;

namespace McpFuzzer.Actors.Os.Linux.Containment;

/// <summary>
/// The orphans that this process has adopted as their subreaper or as pid 1. The kernel lists them after the first
/// thread's own children, and they stay listed until this class reaps them. So one pass over the list finds them all
/// (docs/hazards.md, 4: double forks). Children of spawning threads are listed with their thread, and so are the
/// siblings that a target created. Every living member of a set descends from its leader or from one of these. Used on
/// the containment loop's thread only.
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

    /// <summary>Attributes new orphans, and reaps the dead ones.</summary>
    /// <param name="withSiblings">Whether to look for siblings too. A leader that is just being spawned is listed among
    /// them, and it costs time to tell the two apart.</param>
    /// <param name="byIdentity">Whether to check that a known living orphan is still the same process. Its pid can
    /// change hands only when other code of this process has reaped it.</param>
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

    // Null while it may be a leader that is being spawned and is not registered as our own child yet.
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
        var isNotLeader = found.Set is { Leader: > 0 } set && set.Leader != stat.Pid;
        if (isSibling ? !isNotLeader : found.Set is not null && !isNotLeader)
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
                // The group belongs to its set, and its number stays taken until the zombie is reaped. A member that
                // was forked in time dies with it.
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
        // A target cannot join our session. A process that carries its mark here was started by other code at the same
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
            // Other code of this process reaped it by waiting for any child.
            orphan.Set?.RemoveOrphan(orphan.Pid);
            _known.Remove(orphan.Pid);
        }

        _knowsSiblings = _known.Values.Any(orphan => orphan.IsSibling);
    }
}
