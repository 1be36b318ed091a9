using Akka.Actor;
using Akka.Event;
using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Core.Processes;
using McpFuzzer.Actors.Os;

namespace McpFuzzer.Actors.Processes;

/// <summary>
/// Looks at what the set uses: at an interval where limits are sampled, and when its status is asked for. To query
/// changes nothing: only samples break limits.
/// </summary>
internal sealed partial class ProcessActor
{
    /// <summary>How long a status waits for its measuring before it is answered with what was seen last.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(500);

    private readonly Dictionary<long, IActorRef> _senders = [];
    private long _lastQuery;
    private bool _sampling;
    private bool _isFaultReported;

    private void BeginSampling()
    {
        if (_handle!.Limits.Any(limit => limit.Method == LimitMethod.Sampled))
        {
            Timers.StartPeriodicTimer(nameof(Sample), Sample.Instance, _assignment.SampleInterval);
        }
    }

    private void OnSample()
    {
        // A look that takes longer than the interval is not overtaken by the next.
        if (!_sampling)
        {
            _sampling = true;
            _ = _handle!
                .MeasureAsync(_assignment.SampleInterval / 2)
                .PipeTo(
                    Self,
                    success: usage => new Sampled(usage, Fault: null),
                    failure: fault => new Sampled(Usage: null, fault)
                );
        }
    }

    private void OnSampled(Sampled sampled)
    {
        _sampling = false;
        See(sampled.Usage, sampled.Fault);
        if (sampled.Usage is not { } usage || _state.HasEnded)
        {
            return;
        }

        var seen = new Consumption(usage.ResidentBytes, usage.Threads, usage.CpuTime)
        {
            SharedOnceBytes = usage.Shares?.Bytes,
            Measure = usage.Measure,
        };
        if (LimitRules.BreachOf(_handle!.Limits, seen) is { } breach)
        {
            if (_state.Phase == ProcessPhase.Running)
            {
                _log.Warning(
                    "{ProcessKey} incarnation {Incarnation} is beyond a limit: {Breach}",
                    Key,
                    _assignment.Incarnation,
                    breach
                );
            }

            Advance(new ProcessInput.StopRequested(ExitCause.Limit, Force: false, Breach: breach));
        }
    }

    private void OnGet()
    {
        if (_handle is null || _state.HasEnded)
        {
            Sender.Tell(_account.Snapshot(_state));
            return;
        }

        var query = ++_lastQuery;
        _senders.Add(query, Sender);
        Timers.StartSingleTimer(query, new StatusDue(query), Patience);
        _ = _handle
            .MeasureAsync()
            .PipeTo(
                Self,
                success: usage => new Measured(query, usage, Fault: null),
                failure: fault => new Measured(query, Usage: null, fault)
            );
    }

    private void OnMeasured(Measured measured)
    {
        See(measured.Usage, measured.Fault);
        Timers.Cancel(measured.Query);
        Answer(measured.Query);
    }

    private void See(SetUsage? usage, Exception? fault)
    {
        if (usage is not null && !_state.HasEnded)
        {
            _account.Sees(usage);
        }

        if (fault is not null && !_isFaultReported)
        {
            _isFaultReported = true;
            _log.Warning(
                fault,
                "Measuring {ProcessKey} incarnation {Incarnation} failed",
                Key,
                _assignment.Incarnation
            );
        }
    }

    private void Answer(long query)
    {
        if (_senders.Remove(query, out var sender))
        {
            sender.Tell(_account.Snapshot(_state));
        }
    }

    private void AnswerAll()
    {
        foreach (var query in _senders.Keys.ToArray())
        {
            Answer(query);
        }
    }

    private sealed class Sample : INoSerializationVerificationNeeded
    {
        public static readonly Sample Instance = new();
    }

    private sealed record Sampled(SetUsage? Usage, Exception? Fault)
        : INoSerializationVerificationNeeded,
            IDeadLetterSuppression;

    private sealed record Measured(long Query, SetUsage? Usage, Exception? Fault)
        : INoSerializationVerificationNeeded,
            IDeadLetterSuppression;

    /// <summary>The measurement takes too long for its requester.</summary>
    private sealed record StatusDue(long Query) : INoSerializationVerificationNeeded, IDeadLetterSuppression;
}
