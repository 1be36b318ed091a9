using System.Diagnostics;

namespace McpFuzzer.Actors.Os.Linux.Measuring;

/// <summary>
/// One thread that measures sets for all handles of a host. Whoever waits when a look falls due is served by that look, which lists /proc once for all of them: with patience
/// on their side, many sets cost little more than one.
/// </summary>
internal sealed class SetMeter
{
    private readonly object _gate = new();
    private readonly ProcessTree _tree = new();
    private List<Request> _waiting = [];
    private long _due = long.MaxValue;
    private bool _stopping;

    internal SetMeter() => new Thread(Run) { IsBackground = true, Name = "process-measures" }.Start();

    /// <summary>Looks after the call, and when the patience is over at the latest. The result is set on the meter's thread: what continues there must not block.</summary>
    internal Task<SetUsage?> MeasureAsync(MeasuredSet set, TimeSpan patience)
    {
        var request = new Request(set);
        lock (_gate)
        {
            if (_stopping)
            {
                return Task.FromResult<SetUsage?>(null);
            }

            _waiting.Add(request);
            _due = Math.Min(_due, Stopwatch.GetTimestamp() + (long)(patience.TotalSeconds * Stopwatch.Frequency));
            Monitor.Pulse(_gate);
        }

        return request.Result.Task;
    }

    /// <summary>Ends the thread after what was asked for before.</summary>
    internal void Stop()
    {
        lock (_gate)
        {
            _stopping = true;
            Monitor.Pulse(_gate);
        }
    }

    private void Run()
    {
        while (TakeDue() is { Count: > 0 } requests)
        {
            Measure(requests);
        }
    }

    /// <summary>Those that wait, when the first of them must wait no longer; none when it has stopped.</summary>
    private List<Request> TakeDue()
    {
        lock (_gate)
        {
            while (!_stopping)
            {
                var left = Stopwatch.GetElapsedTime(Stopwatch.GetTimestamp(), _due);
                if (left <= TimeSpan.Zero)
                {
                    break;
                }

                Monitor.Wait(_gate, _waiting.Count == 0 ? Timeout.InfiniteTimeSpan : left);
            }

            var taken = _waiting;
            _waiting = [];
            _due = long.MaxValue;
            return taken;
        }
    }

    private void Measure(List<Request> requests)
    {
        SessionTable sessions;
        try
        {
            sessions = SessionTable.Of(requests.Select(request => request.Set.Leader));
        }
        catch (Exception fault)
        {
            requests.ForEach(request => request.Result.SetException(fault));
            return;
        }

        foreach (var request in requests)
        {
            Measure(request, sessions);
        }
    }

    private void Measure(Request request, SessionTable sessions)
    {
        SetUsage? usage;
        try
        {
            usage = request.Set.Measure(_tree, sessions);
        }
        catch (Exception fault)
        {
            request.Result.SetException(fault);
            return;
        }

        request.Result.SetResult(usage);
    }

    private sealed record Request(MeasuredSet Set)
    {
        public TaskCompletionSource<SetUsage?> Result { get; } = new();
    }
}
