using McpFuzzer.Actors.Contracts.Backoff;

namespace McpFuzzer.Actors.Os.Linux.Containment;

/// <summary>
/// Keeps a helper process that kills the remaining targets when this node is killed (docs/hazards.md, 26). The helper
/// is a shell in its own session, without the node's tags. It reads a pipe whose other end no target inherits. When it
/// dies, it is replaced, and receives the living groups again. Thread-safe.
/// </summary>
internal sealed class Guardian
{
    // A group that ends sooner is never reported: its tags identify it. The groups are for processes that shed their
    // tags.
    private static readonly TimeSpan Settled = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LastPatience = TimeSpan.FromSeconds(2);

    // The number of groups that fit into one atomic write to a pipe (PIPE_BUF).
    private const int GroupsPerWrite = 256;

    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _gate = new();
    private readonly EventLoop _loop;
    private readonly GuardianCharge _charge;
    private readonly int _nullDevice;
    private readonly Action<string> _onNotice;
    private readonly HashSet<int> _unreported = [];
    private readonly HashSet<int> _reported = [];
    private GuardianProcess? _process;
    private bool _isReporting;
    private bool _isEnding;

    // On the event loop's thread only.
    private int _deaths;

    internal Guardian(EventLoop loop, GuardianCharge charge, int nullDevice, Action<string> onNotice)
    {
        _loop = loop;
        _charge = charge;
        _nullDevice = nullDevice;
        _onNotice = onNotice;
        // At once: the pipe must exist before the first target.
        _process = GuardianProcess.TryStart(charge, nullDevice, out var error);
        if (_process is null)
        {
            Miss(error);
        }

        loop.Post(Watch);
    }

    /// <summary>Its pid; zero while it does not run.</summary>
    internal int Pid
    {
        get
        {
            lock (_gate)
            {
                return _process?.Pid ?? 0;
            }
        }
    }

    /// <summary>Reports a process group as alive.</summary>
    internal void Started(int group)
    {
        lock (_gate)
        {
            _unreported.Add(group);
            if (_isReporting)
            {
                return;
            }

            _isReporting = true;
        }

        _loop.Post(() => _loop.Schedule(Settled, Report));
    }

    /// <summary>
    /// Reports a process group as ended. Called before its leader is reaped: afterwards the number can be reused.
    /// </summary>
    internal void Ended(int group)
    {
        lock (_gate)
        {
            if (!_unreported.Remove(group) && _reported.Remove(group))
            {
                Report($"- {group}\n");
            }
        }
    }

    /// <summary>Ends the helper: no target is left.</summary>
    internal Task EndAsync()
    {
        lock (_gate)
        {
            _isEnding = true;
            if (_process is null)
            {
                return Task.CompletedTask;
            }

            Report("q\n");
            _process.ClosePipe();
        }

        _loop.Post(() => _loop.Schedule(LastPatience, Kill));
        return _ended.Task;
    }

    private void Report()
    {
        lock (_gate)
        {
            _isReporting = false;
            foreach (var groups in _unreported.Chunk(GroupsPerWrite))
            {
                Report(string.Concat(groups.Select(group => $"+ {group}\n")));
            }

            _reported.UnionWith(_unreported);
            _unreported.Clear();
        }
    }

    // Called with the gate held. A helper that does not read is replaced, and the new one receives everything.
    private void Report(string lines)
    {
        if (_process is { } process && !process.TryWriteLines(lines))
        {
            process.Kill();
        }
    }

    private void Kill()
    {
        lock (_gate)
        {
            _process?.Kill();
        }
    }

    private void Watch()
    {
        if (_process is { } process)
        {
            ExitWatch.Add(_loop, process.Pidfd, _ => OnExited());
        }
        else
        {
            _loop.Schedule(LongestPause, Replace);
        }
    }

    private void OnExited()
    {
        lock (_gate)
        {
            _process!.Reap();
            _process = null;
            if (_isEnding)
            {
                _ended.SetResult();
                return;
            }
        }

        _onNotice("the guardian has died and is replaced");
        _deaths++;
        _loop.Schedule(ExponentialBackoff.Delay(FirstPause, LongestPause, _deaths), Replace);
    }

    private void Replace()
    {
        lock (_gate)
        {
            if (_isEnding)
            {
                return;
            }

            _process = GuardianProcess.TryStart(_charge, _nullDevice, out var error);
            if (_process is null)
            {
                Miss(error);
            }

            _unreported.UnionWith(_reported);
            _reported.Clear();
        }

        Report();
        Watch();
    }

    private void Miss(string error) =>
        _onNotice($"no guardian: {error}; if this process is killed, its targets live until the next start");
}
