using System.Collections.Concurrent;
using System.Diagnostics;

namespace McpFuzzer.Actors.Os.Linux.Measuring;

/// <summary>
/// One thread that measures sets for all handles of a host. What is asked for while it is busy is answered together, by one look over all of /proc; and it rests ten times as
/// long as it worked, though never for long, so that many sets come together and it takes a tenth of a processor at most.
/// </summary>
internal sealed class SetMeter
{
    private const int RestPerWork = 10;
    private static readonly TimeSpan LongestRest = TimeSpan.FromMilliseconds(50);

    private readonly BlockingCollection<Request> _requests = [];
    private readonly ProcReader _reader = new();

    internal SetMeter() => new Thread(Run) { IsBackground = true, Name = "process-measures" }.Start();

    /// <summary>Looks after the call. The result is set on the meter's thread: what continues there must not block.</summary>
    internal Task<SetUsage?> MeasureAsync(MeasuredSet set)
    {
        var request = new Request(set);
        try
        {
            _requests.Add(request, CancellationToken.None);
        }
        catch (InvalidOperationException)
        {
            // It has stopped.
            return Task.FromResult<SetUsage?>(null);
        }

        return request.Result.Task;
    }

    /// <summary>Ends the thread after what was asked for before.</summary>
    internal void Stop() => _requests.CompleteAdding();

    private void Run()
    {
        List<Request> batch = [];
        foreach (var first in _requests.GetConsumingEnumerable())
        {
            batch.Add(first);
            while (_requests.TryTake(out var another))
            {
                batch.Add(another);
            }

            var started = Stopwatch.GetTimestamp();
            Measure(batch);
            batch.Clear();
            Rest(Stopwatch.GetElapsedTime(started));
        }
    }

    private void Rest(TimeSpan worked)
    {
        var rest = worked * RestPerWork;
        if (!_requests.IsAddingCompleted)
        {
            Thread.Sleep(rest < LongestRest ? rest : LongestRest);
        }
    }

    private void Measure(List<Request> batch)
    {
        SessionTable sessions;
        try
        {
            sessions = SessionTable.Of(batch.Select(request => request.Set.Leader));
        }
        catch (Exception fault)
        {
            batch.ForEach(request => request.Result.SetException(fault));
            return;
        }

        foreach (var request in batch)
        {
            Measure(request, sessions);
        }
    }

    private void Measure(Request request, SessionTable sessions)
    {
        SetUsage? usage;
        try
        {
            usage = request.Set.Measure(_reader, sessions);
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
