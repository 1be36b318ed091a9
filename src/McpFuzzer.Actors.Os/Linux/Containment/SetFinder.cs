using McpFuzzer.Actors.Contracts.Processes;

namespace McpFuzzer.Actors.Os.Linux.Containment;

/// <summary>
/// Finds the members of sets by what the containment level offers (docs/hazards.md, 4 to 6): control groups, adopted
/// orphans and their descendants, or a pass over /proc. Used on the containment loop's thread only.
/// </summary>
internal sealed class SetFinder : IDisposable
{
    // A tick searches the children of spawning threads less often: siblings are rare, and leaders are many.
    private const int TicksPerSiblingLook = 10;

    private readonly SetRegistry _sets;
    private readonly AdoptedChildren? _adopted;
    private readonly OrphanKiller? _orphanKiller;
    private readonly ProcScan _scan;
    private readonly bool _byTree;
    private Dictionary<ProcessSet, List<int>> _scanned = [];
    private bool _cannotSearch;
    private int _ticks;

    internal SetFinder(SetRegistry sets, ContainmentLevel level, Action<string> onNotice, TimeProvider time)
    {
        _sets = sets;
        var byTags = level > ContainmentLevel.Group;
        if (Subreaper.IsOn && ChildList.IsAvailable)
        {
            _adopted = new AdoptedChildren(sets, byTags, time);
            _orphanKiller = byTags ? new OrphanKiller(sets, _adopted, onNotice) : null;
        }

        // A process that loses its parent is adopted. So every member descends from a leader or an orphan, and needs no
        // search by tags.
        _byTree = byTags && _adopted is not null;
        _scan = new ProcScan(sets, byTags && !_byTree);
    }

    /// <summary>Whether orphans may appear at any time, so that there is work without a request.</summary>
    internal bool AdoptsOrphans => _adopted is not null;

    internal bool HasOrphans => _adopted is { IsEmpty: false };

    /// <summary>
    /// Whether one search without a result is proof: the kernel assigned no pid meanwhile, so it saw every process that
    /// was alive at its end.
    /// </summary>
    internal bool IsProof { get; private set; }

    /// <summary>Runs one round.</summary>
    internal void Look(
        IReadOnlyList<(ProcessSet Set, int Signal)> terminations,
        IReadOnlyList<ProcessSet> kills,
        IReadOnlyList<MembersQuery> queries
    )
    {
        foreach (var query in queries)
        {
            query.BeginRound();
        }

        try
        {
            _cannotSearch = false;
            if (terminations.Count + kills.Count + queries.Count == 0)
            {
                Tick();
            }
            else
            {
                LookAround(
                    withSiblings: terminations.Count + kills.Count > 0 || !queries.All(each => each.HasCleanRound)
                );
            }
        }
        catch (IOException)
        {
            // No descriptor is left to search with. Nothing is proven, but the kills reach the groups at least.
            _cannotSearch = true;
            _scanned = [];
        }

        foreach (var (set, signal) in terminations.Where(ordered => !ordered.Set.IsReleased))
        {
            SetTerminator.Terminate(set, signal, _scanned.GetValueOrDefault(set, []), _sets);
        }

        foreach (var set in kills.Where(set => !set.IsReleased))
        {
            SetKiller.Kill(set, _scanned.GetValueOrDefault(set, []), _sets);
        }
    }

    internal IReadOnlyList<int> LivingOf(ProcessSet set)
    {
        try
        {
            return _cannotSearch ? [set.Leader] : FindLiving(set);
        }
        catch (IOException)
        {
            return [set.Leader];
        }
    }

    public void Dispose() => _adopted?.Dispose();

    private void Tick()
    {
        _ticks++;
        _adopted?.Update(withSiblings: _ticks % TicksPerSiblingLook == 0, byIdentity: false);
        _orphanKiller?.End();
    }

    private void LookAround(bool withSiblings)
    {
        _adopted?.Update(withSiblings, byIdentity: true);
        _orphanKiller?.End();
        if (!_byTree)
        {
            var lastPid = ProcScan.ReadLastPid();
            _scanned = _scan.FindLiving();
            IsProof = lastPid >= 0 && lastPid == ProcScan.ReadLastPid();
        }
    }

    private List<int> FindLiving(ProcessSet set)
    {
        var living = new HashSet<int>(_scanned.GetValueOrDefault(set, []));
        living.UnionWith(set.Cgroup?.Members() ?? []);
        living.UnionWith(set.Orphans);
        living.UnionWith(set.FindDoomed());
        if (_byTree)
        {
            living.UnionWith(Family(set).Where(IsAlive));
        }

        return [.. living];
    }

    // A leader whose exit was read is a zombie without descendants.
    private static List<int> Family(ProcessSet set)
    {
        List<int> roots = set.HasLeaderExited ? [.. set.Orphans] : [set.Leader, .. set.Orphans];
        return roots.Count == 0 ? roots : [.. roots, .. Descendants.Of(roots)];
    }

    private static bool IsAlive(int pid) => ProcessStat.TryRead(pid, out var stat) && stat.IsAlive;
}
