using McpFuzzer.Actors.Contracts.Processes;

namespace McpFuzzer.Actors.Os.Linux.Containment;

/// <summary>
/// All that keeps the sets of one host together: tags, control groups, the containment loop, the guardian. Thread-safe.
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

    /// <summary>What a guardian of these sets has to know.</summary>
    internal GuardianCharge Charge => new(_setup.Instance.Id, _setup.Cgroup?.Path, _setup.Instance.FilePath);

    /// <summary>Zero where there is none.</summary>
    internal int GuardianPid => _guardian?.Pid ?? 0;

    /// <summary>
    /// A set for a child that is about to be spawned; its cookie goes into the changes of its environment. Null when
    /// the level's control group cannot be made.
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

    /// <summary>Its leader lives, and has not been reaped.</summary>
    internal void Spawned(ProcessSet set, int leader)
    {
        OwnChildren.Add(leader);
        _sets.Spawned(set, leader);
        _guardian?.Lives(leader);
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
    /// Whether a process belongs to a set that has not been proven empty, or carries the tags of one that has. Not for
    /// a thread that must not wait: its environment is read.
    /// </summary>
    internal bool IsMember(ProcessStat stat) =>
        _sets.FindByLeader(stat.Session) is not null
        || _sets.FindByLeader(stat.Group) is not null
        || Membership.Read(stat, _sets) is { Number: > 0 } or { IsOfAnotherHost: true };

    /// <inheritdoc cref="ContainmentLoop.RunAsync" />
    internal Task<T> RunAsync<T>(Func<T> look) => _loop.RunAsync(look);

    /// <summary>Nothing of it is looked for any more; before its leader is reaped.</summary>
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

    /// <summary>When every set is empty.</summary>
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

    // Who was forked before the leader was moved is moved after it; who escapes even that is found by its tags.
    private static void Enclose(Cgroup cgroup, int leader)
    {
        _ = cgroup.TryAdd(leader);
        foreach (var pid in Descendants.Of([leader]))
        {
            _ = cgroup.TryAdd(pid);
        }
    }
}
