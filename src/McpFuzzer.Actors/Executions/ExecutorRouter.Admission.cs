using Akka.Actor;
using Akka.Event;
using McpFuzzer.Actors.Contracts;
using McpFuzzer.Actors.Contracts.Executions;
using McpFuzzer.Actors.Core.Executions;
using McpFuzzer.Actors.Core.Requests;

namespace McpFuzzer.Actors.Executions;

/// <summary>Admission, repeated requests, and the size of the executor.</summary>
internal sealed partial class ExecutorRouter
{
    private static readonly TimeSpan ForgetAfter = TimeSpan.FromMinutes(1);

    private long _lastRequest;

    private void OnSubmission(Submission submission)
    {
        switch (_requests.Receive(submission, Sender))
        {
            case RequestVerdict.New:
                OnNew(submission);
                break;
            case RequestVerdict.Joined when _requests.Find(submission.Id) is { } request:
                request.Join();
                _requests.Settle(request, Self);
                break;
            case RequestVerdict.Answered answered:
                Sender.Tell(answered.Reply);
                break;
            case RequestVerdict.Rejected rejected:
                Reject(submission, rejected.Reason, rejected.Message);
                break;
            case var verdict:
                throw new NotSupportedException($"No such verdict: {verdict.GetType().Name}");
        }
    }

    private void OnNew(Submission submission)
    {
        if (RejectionOf(submission) is { } rejection)
        {
            _requests.Withdraw(submission.Id, Reject(submission, rejection.Reason, rejection.Message), Self);
            return;
        }

        var timeout = submission.Timeout ?? _settings.Timeout;
        if (submission.Collect is null)
        {
            var single = new Request.Single(submission, ++_lastRequest, timeout, Sender, _surroundings);
            Admit(single);
            _queue.Add(single.Operation);
        }
        else
        {
            var batch = new BatchRequest(submission, ++_lastRequest, timeout, Sender, _surroundings);
            Admit(batch);
            _queue.Add(batch);
            batch.TellIfEmpty();
        }

        HandOut();
    }

    private void Admit(Request request)
    {
        _counters.Admitted(request.Work.Count, request.IsAlone);
        _requests.Add(request);
        request.StartDeadline();
        if (!Timers.IsTimerActive(nameof(ExecutorProtocol.ForgetDue)))
        {
            Timers.StartSingleTimer(
                nameof(ExecutorProtocol.ForgetDue),
                ExecutorProtocol.ForgetDue.Instance,
                ForgetAfter
            );
        }
    }

    private AdmissionGate.Rejection? RejectionOf(Submission submission)
    {
        if (submission.Error is { } error)
        {
            return new AdmissionGate.Rejection(RejectReason.InvalidSpec, error.ToString());
        }

        var isShuttingDown = _shutdown is not null;
        return submission.Collect is null
            ? _gate.Decide(WaitingAlone(), _counters.Abandoned, isShuttingDown)
            : _gate.DecideBatch((int)_counters.AtWorkOfBatches, _counters.Abandoned, isShuttingDown);
    }

    // An operation on its way to a free worker does not wait. Counting these means checking every worker, so it is done
    // only where it matters.
    private int WaitingAlone()
    {
        var outside = _queue.Alone + _counters.BackingOffAlone;
        return outside + (_slots.Busy * ChunkSizing.Largest) < _gate.QueueCapacity
            ? outside
            : outside + _slots.WaitingAlone;
    }

    private OperationRejected Reject(Submission submission, RejectReason reason, string message)
    {
        _counters.Rejected(Math.Max(1, submission.Work?.Count ?? 1));
        _log.Debug("Rejected request {RequestId}: {Reason}, {Message}", submission.Id, reason, message);
        var rejected = new OperationRejected(submission.Id, reason, message);
        Sender.Tell(rejected);
        return rejected;
    }

    private void OnResize(ResizeExecutor resize)
    {
        if (ExecutionRules.ErrorOf(resize) is { } error)
        {
            Sender.Tell(new CommandRejected(RejectReason.InvalidSpec, error.ToString()));
            return;
        }

        if (_shutdown is not null)
        {
            Sender.Tell(new CommandRejected(RejectReason.ShuttingDown, "the executor is shutting down"));
            return;
        }

        var before = _slots.Size;
        _gate = GateFor(resize.MaxConcurrency);
        _queue.PutBack(_slots.Resize(resize.MaxConcurrency));
        AddWorkers();
        Sender.Tell(new ExecutorResized(resize.MaxConcurrency, before));
        HandOut();
    }

    private AdmissionGate GateFor(int maxConcurrency) =>
        new(_settings.QueueCapacity, _settings.AbandonedLimitOf(maxConcurrency));

    private void AddWorkers()
    {
        while (_slots.Count < _slots.Size)
        {
            _slots.Add(Context.ActorOf(_workerProps(), $"w-{_slots.Count}"));
        }
    }

    private void OnForgetDue()
    {
        _requests.Forget();
        if (_requests.RemembersAny)
        {
            Timers.StartSingleTimer(
                nameof(ExecutorProtocol.ForgetDue),
                ExecutorProtocol.ForgetDue.Instance,
                ForgetAfter
            );
        }
    }
}
