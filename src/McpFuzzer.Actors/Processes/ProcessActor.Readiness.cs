using Akka.Actor;
using Akka.Event;
using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Contracts.Text;
using McpFuzzer.Actors.Core.Processes;

namespace McpFuzzer.Actors.Processes;

/// <summary>Tells whether the process is ready, as <see cref="ReadinessMachine" /> decides.</summary>
internal sealed partial class ProcessActor
{
    private ReadinessPhase _readiness = ReadinessPhase.Waiting;

    private void BeginReadiness()
    {
        if (_assignment.Spec.ReadyWhen is null)
        {
            Advance(ReadinessInput.Sign);
        }
        else
        {
            Timers.StartSingleTimer(
                nameof(ReadinessInput.TimeUp),
                new ReadinessArrived(ReadinessInput.TimeUp),
                _assignment.Spec.ReadyTimeout
            );
        }
    }

    private void Advance(ReadinessInput input)
    {
        var step = ReadinessMachine.Step(_readiness, input);
        _readiness = step.Phase;
        _account.IsReady = step.Phase == ReadinessPhase.Ready;
        if (step.Phase != ReadinessPhase.Waiting)
        {
            Timers.Cancel(nameof(ReadinessInput.TimeUp));
        }

        switch (step.News)
        {
            case ReadinessNews.Ready:
                Publish(new ProcessReady(Key, _assignment.Incarnation, _account.Age));
                break;
            case ReadinessNews.NotReady:
                _log.Warning(
                    "{ProcessKey} incarnation {Incarnation} is not ready after {After}",
                    Key,
                    _assignment.Incarnation,
                    Durations.Show(_account.Age)
                );
                Publish(new ProcessNotReady(Key, _assignment.Incarnation, _account.Age));
                break;
            default:
                break;
        }
    }

    /// <summary>What the host and the timer have to say of its readiness.</summary>
    private sealed record ReadinessArrived(ReadinessInput Input)
        : INoSerializationVerificationNeeded,
            IDeadLetterSuppression;
}
