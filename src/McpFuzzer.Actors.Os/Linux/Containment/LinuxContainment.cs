using McpFuzzer.Actors.Contracts.Processes;

namespace McpFuzzer.Actors.Os.Linux.Containment;

/// <summary>
/// Everything that keeps the sets of one host together (docs/hazards.md, 4 to 6): tags, control groups, the containment
/// loop, the guardian. Thread-safe.
/// </summary>
internal sealed class LinuxContainment : IAsyncDisposable
{
    private static readonly HashSet<LimitKind> NoLimits = [];

    private readonly ContainmentSetup _setup;
    private readonly SetRegistry _sets;
    private readonly ContainmentLoop _loop;
    private readonly Guardian? _guardian;
    private readonly string? _inheritedCookie = Environment.GetEnvironmentVariable(SetTags.Variable);

    internal LinuxContainment(
        ContainmentSetup setup,
        EventLoop loop,
        int nullDevice,
        HostOptions options,
        TimeProvider time
    )
    {
        _setup = setup;
        _sets = new SetRegistry(_setup.Instance.Id);
        _loop = new ContainmentLoop(_sets, Level, options, time);
        if (options.Guardian)
        {
            _guardian = new Guardian(loop, Charge, nullDevice, options.OnNotice);
        }
    }

    internal ContainmentLevel Level => _setup.Level;

    /// <summary>What a guardian of these sets needs to know.</summary>
    internal GuardianCharge Charge => new(_setup.Instance.Id, _setup.Cgroup?.Path, _setup.Instance.FilePath);

    /// <summary>Zero without a guardian.</summary>
    internal int GuardianPid => _guardian?.Pid ?? 0;

    /// <summary>
    /// Prepares a set for a child that is about to be spawned. Its cookie goes into the child's environment changes.
    /// Null when the level's control group cannot be made.
    /// </summary>
    internal ProcessSet? TryBegin(Dictionary<string, string?> changes, ResourceLimits? limits)
    {
        var tags = _sets.NextTags();
        changes[SetTags.Variable] = tags.CookieAfter(_inheritedCookie);
        var cgroup = _setup.Cgroup?.TryAdd(tags.Number);
        if (cgroup is null && _setup.Cgroup is not null)
        {
            return null;
        }

        var kept =
            cgroup is null || limits is null
                ? NoLimits
                : CgroupLimits.Apply(cgroup, _setup.Cgroup!.Controllers, limits);
        var set = new ProcessSet(tags, cgroup, kept);
        _sets.Add(set);
        return set;
    }

    /// <summary>Records that the leader is alive and not reaped.</summary>
    internal void Spawned(ProcessSet set, int leader)
    {
        OwnChildren.Add(leader);
        _sets.Spawned(set, leader);
        _guardian?.Started(leader);
        if (set.Cgroup is { } cgroup)
        {
            Enclose(cgroup, leader);
        }
    }

    /// <inheritdoc cref="SpawningThreads.Join" />
    internal IDisposable JoinSpawningThreads() => _sets.SpawningThreads.Join();

    /// <inheritdoc cref="ContainmentLoop.Terminate" />
    internal void Terminate(ProcessSet set, int signal) => _loop.Terminate(set, signal);

    /// <inheritdoc cref="ContainmentLoop.Kill" />
    internal void Kill(ProcessSet set) => _loop.Kill(set);

    /// <inheritdoc cref="ContainmentLoop.FindLivingAsync" />
    internal Task<IReadOnlyList<int>> FindLivingAsync(ProcessSet set, TimeSpan patience, Action onEmpty) =>
        _loop.FindLivingAsync(set, patience, onEmpty);

    /// <summary>
    /// Whether a process belongs to a set that is not proven empty, or carries the tags of one that is. Reads its
    /// environment: not for a thread that must not wait.
    /// </summary>
    internal bool IsMember(ProcessStat stat) =>
        _sets.FindByLeader(stat.Session) is not null
        || _sets.FindByLeader(stat.Group) is not null
        || Membership.Read(stat, _sets) is { Number: > 0 } or { IsOfAnotherHost: true };

    /// <inheritdoc cref="ContainmentLoop.RunAsync" />
    internal Task<T> RunAsync<T>(Func<T> look) => _loop.RunAsync(look);

    /// <summary>Stops looking for members. Called before the leader is reaped.</summary>
    internal void Release(ProcessSet set)
    {
        _sets.Remove(set);
        if (set.Leader > 0)
        {
            _guardian?.Ended(set.Leader);
            OwnChildren.Remove(set.Leader);
        }

        set.Cgroup?.TryRemove();
    }

    /// <summary>Called when every set is empty.</summary>
    public async ValueTask DisposeAsync()
    {
        await _loop.DisposeAsync();
        if (_guardian is not null)
        {
            await _guardian.EndAsync();
        }

        _sets.Dispose();
        _setup.Dispose();
    }

    // Moves processes that were forked before the leader was moved. A process that still escapes is found by its tags.
    private static void Enclose(Cgroup cgroup, int leader)
    {
        _ = cgroup.TryAdd(leader);
        foreach (var pid in Descendants.Of([leader]))
        {
            _ = cgroup.TryAdd(pid);
        }
    }
}
