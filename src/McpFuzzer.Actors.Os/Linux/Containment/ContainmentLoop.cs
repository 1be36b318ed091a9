using McpFuzzer.Actors.Contracts.Processes;

namespace McpFuzzer.Actors.Os.Linux.Containment;

/// <summary>
/// One thread that finds, kills and reaps the members of a host's sets, and proves sets empty. One search serves all
/// requests that are waiting (docs/hazards.md, 22 and 33: 1000 exits, 1000 stops). Continuations of its results run on
/// this thread, and must not block.
/// </summary>
internal sealed class ContainmentLoop : IAsyncDisposable
{
    // How often to look for orphans, with and without known ones. SIGCHLD would report their deaths, but also that of
    // each of our children.
    private const int TickMilliseconds = 250;
    private const int BusyTickMilliseconds = 100;

    // Between two searches for members that are about to die.
    private const int ClosePauseMilliseconds = 1;

    private readonly Lock _gate = new();
    private readonly AutoResetEvent _wake = new(false);
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly SetFinder _finder;
    private readonly Action<Exception> _onFault;
    private readonly List<MembersQuery> _open = [];
    private List<(ProcessSet Set, int Signal)> _terminations = [];
    private List<ProcessSet> _kills = [];
    private List<Action> _errands = [];
    private readonly List<MembersQuery> _asked = [];
    private bool _stopping;

    internal ContainmentLoop(SetRegistry sets, ContainmentLevel level, HostOptions options, TimeProvider time)
    {
        _onFault = options.OnFault;
        _finder = new SetFinder(sets, level, options.OnNotice, time);
        new Thread(Run) { IsBackground = true, Name = "process-sets" }.Start();
    }

    /// <summary>Sends the signal, and SIGCONT, to the members that the next search finds.</summary>
    internal void Terminate(ProcessSet set, int signal)
    {
        lock (_gate)
        {
            _terminations.Add((set, signal));
        }

        _wake.Set();
    }

    /// <summary>Kills the members that the next search finds, and those that later searches find.</summary>
    internal void Kill(ProcessSet set)
    {
        lock (_gate)
        {
            _kills.Add(set);
        }

        _wake.Set();
    }

    /// <summary>
    /// Finds the living members after the call. While there are any, the reply may take as long as the patience allows.
    /// When there are none, and the leader's exit has been read, <paramref name="onEmpty" /> is called first.
    /// </summary>
    internal Task<IReadOnlyList<int>> FindLivingAsync(ProcessSet set, TimeSpan patience, Action onEmpty)
    {
        var query = new MembersQuery(set, patience, onEmpty);
        lock (_gate)
        {
            if (_stopping)
            {
                return Task.FromResult<IReadOnlyList<int>>([]);
            }

            _asked.Add(query);
        }

        _wake.Set();
        return query.Answer;
    }

    /// <summary>Runs a slow read of /proc on this thread. Fails when the thread has ended.</summary>
    internal Task<T> RunAsync<T>(Func<T> look)
    {
        var result = new TaskCompletionSource<T>();
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_stopping, this);
            _errands.Add(() => Run(look, result));
        }

        _wake.Set();
        return result.Task;
    }

    /// <summary>Answers pending requests, and ends the thread.</summary>
    public ValueTask DisposeAsync()
    {
        lock (_gate)
        {
            _stopping = true;
        }

        _wake.Set();
        return new ValueTask(_ended.Task);
    }

    private void Run()
    {
        while (Serve())
        {
            if (_open.Count == 0)
            {
                _wake.WaitOne(MillisecondsToNextTick());
            }
            else if (_open.TrueForAll(query => query.IsWaiting))
            {
                _wake.WaitOne(ClosePauseMilliseconds);
            }
        }

        _finder.Dispose();
        _ended.SetResult();
    }

    private int MillisecondsToNextTick() =>
        !_finder.AdoptsOrphans ? Timeout.Infinite
        : _finder.HasOrphans ? BusyTickMilliseconds
        : TickMilliseconds;

    // Serves one round for all open queries. False when no round follows.
    private bool Serve()
    {
        List<(ProcessSet Set, int Signal)> terminations;
        List<ProcessSet> kills;
        List<Action> errands;
        bool stopping;
        lock (_gate)
        {
            (terminations, _terminations) = (_terminations, []);
            (kills, _kills) = (_kills, []);
            (errands, _errands) = (_errands, []);
            _open.AddRange(_asked);
            _asked.Clear();
            stopping = _stopping;
        }

        try
        {
            _finder.Look(terminations, kills, _open);
            _open.RemoveAll(query => query.TryConclude(_finder));
        }
        catch (Exception fault)
        {
            // Nothing is proven. The caller asks again.
            _onFault(fault);
            _open.ForEach(query => query.GiveUp());
            _open.Clear();
        }

        errands.ForEach(errand => errand());
        return !stopping || _open.Count > 0;
    }

    private static void Run<T>(Func<T> look, TaskCompletionSource<T> result)
    {
        T found;
        try
        {
            found = look();
        }
        catch (Exception fault)
        {
            result.SetException(fault);
            return;
        }

        result.SetResult(found);
    }
}
