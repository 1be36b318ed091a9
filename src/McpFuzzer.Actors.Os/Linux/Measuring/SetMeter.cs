using System.Diagnostics;

namespace McpFuzzer.Actors.Os.Linux.Measuring;

/// <summary>
/// One thread that measures sets for all handles of a host (docs/hazards.md, 50). One pass over /proc serves all
/// requests that are waiting. With patience, many sets cost little more than one.
/// </summary>
internal sealed class SetMeter
{
    private readonly object _gate = new();
    private readonly ProcessTree _tree = new();
    private List<Request> _waiting = [];
    private long _due = long.MaxValue;
    private bool _stopping;

    internal SetMeter() => new Thread(Run) { IsBackground = true, Name = "process-measures" }.Start();

    /// <summary>
    /// Measures after the call, at the latest when the patience is over. Completes on the meter's thread: a
    /// continuation must not block.
    /// </summary>
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

    /// <summary>Ends the thread after it has served earlier requests.</summary>
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

    /// <summary>The waiting requests, once the first of them is due; empty when the meter has stopped.</summary>
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
