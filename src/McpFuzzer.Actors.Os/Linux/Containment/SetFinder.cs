using McpFuzzer.Actors.Contracts.Processes;

namespace McpFuzzer.Actors.Os.Linux.Containment;

/// <summary>
/// Looks for the members of sets, by what the containment level offers: control groups, adopted orphans and what stands below them, or a pass through /proc. The census's
/// thread only.
/// </summary>
internal sealed class SetFinder : IDisposable
{
    private readonly AdoptedChildren? _adopted;
    private readonly Strays? _strays;
    private readonly ProcScan _scan;
    private readonly bool _byTree;
    private Dictionary<ProcessSet, List<int>> _scanned = [];
    private bool _isBlind;

    internal SetFinder(SetRegistry sets, ContainmentLevel level, Action<string> onNotice, TimeProvider time)
    {
        var byTags = level > ContainmentLevel.Group;
        if (Subreaper.IsOn && ChildList.IsAvailable)
        {
            _adopted = new AdoptedChildren(sets, byTags, time);
            _strays = byTags ? new Strays(sets, _adopted, onNotice) : null;
        }

        // Who is adopted cannot hide, and need not be searched for by tags.
        _byTree = byTags && _adopted is not null;
        _scan = new ProcScan(sets, byTags && !_byTree);
    }

    internal bool HasOrphans => _adopted is { IsEmpty: false };

    /// <summary>Whether one look that saw nobody is enough: no pid at all was given out meanwhile, so who lived at its end was seen.</summary>
    internal bool IsProof { get; private set; }

    /// <summary>One round.</summary>
    internal void Look(IReadOnlyList<ProcessSet> kills, IReadOnlyList<SetInquiry> inquiries)
    {
        foreach (var inquiry in inquiries)
        {
            inquiry.BeginRound();
        }

        try
        {
            _isBlind = false;
            LookAround(kills, inquiries);
        }
        catch (IOException)
        {
            // No descriptor is left to look with: nothing is proven, and of what is killed the groups are hit at least.
            _isBlind = true;
            _scanned = [];
        }

        foreach (var set in kills.Where(set => !set.IsReleased))
        {
            SetKiller.Kill(set, _scanned.GetValueOrDefault(set, []));
        }
    }

    internal IReadOnlyList<int> LivingOf(ProcessSet set)
    {
        if (_isBlind)
        {
            return [set.Leader];
        }

        var living = new HashSet<int>(_scanned.GetValueOrDefault(set, []));
        living.UnionWith(set.Cgroup?.Members() ?? []);
        living.UnionWith(set.Orphans);
        living.UnionWith(set.FindDoomed());
        if (_byTree && set.Orphans.Count > 0)
        {
            living.UnionWith(Descendants.Of(set.Orphans).Where(IsAlive));
        }

        return [.. living];
    }

    public void Dispose() => _adopted?.Dispose();

    private void LookAround(IReadOnlyList<ProcessSet> kills, IReadOnlyList<SetInquiry> inquiries)
    {
        _adopted?.Update();
        _strays?.End();
        // With its leader gone, a set's members are adopted ones and those below them.
        var mustScan =
            kills.Any(set => !_byTree || !set.HasLeaderExited)
            || inquiries.Any(inquiry => !_byTree || !inquiry.HadExited);
        if (mustScan)
        {
            var lastPid = ProcScan.ReadLastPid();
            _scanned = _scan.FindLiving();
            IsProof = lastPid >= 0 && lastPid == ProcScan.ReadLastPid();
        }
        else
        {
            _scanned = [];
            IsProof = false;
        }
    }

    private static bool IsAlive(int pid) => ProcessStat.TryRead(pid, out var stat) && stat.IsAlive;
}
