using Akka.Actor;
using McpFuzzer.Actors.Client.Local;
using McpFuzzer.Actors.Contracts;
using McpFuzzer.Actors.Contracts.Executions;
using McpFuzzer.Actors.Fuzzing.Oracles;
using McpFuzzer.Actors.Fuzzing.Targets;

namespace McpFuzzer.Actors.Fuzzing.Triage;

/// <summary>
/// Feeds the triage machine of one campaign, and carries out its effects: isolation runs are operations of the executor
/// on separate servers. Decisions go to the parent.
/// </summary>
internal sealed class TriageActor : UntypedActor
{
    private readonly TriageMachine _machine;
    private readonly TargetRuns _targets;
    private readonly IActorRef _executor;
    private readonly Dictionary<RequestId, (int Run, RunScript Script)> _running = [];
    private TriageState _state;
    private IsolatedRun? _runs;
    private TriageActivity? _activity;

    public TriageActor(TriageMachine machine, FindingBook book, TargetRuns targets, IActorRef executor)
    {
        _machine = machine;
        _state = new TriageState { Book = book };
        _targets = targets;
        _executor = executor;
    }

    public static Props Props(TriageMachine machine, FindingBook book, TargetRuns targets, IActorRef executor) =>
        Akka.Actor.Props.Create(() => new TriageActor(machine, book, targets, executor));

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case Equip equip:
                _runs = new IsolatedRun(_targets, equip.Oracle, equip.ToolNames, equip.Revision);
                break;
            case TriageInput input:
                Feed(input);
                break;
            case OperationCompleted completed when _running.Remove(completed.RequestId, out var run):
                Feed(new TriageInput.RunEnded(run.Run, ObservationOf(completed.Outcome, run.Script)));
                break;
            case OperationRejected rejected when _running.Remove(rejected.RequestId, out var run):
                Feed(new TriageInput.RunEnded(run.Run, Observation.Nothing(run.Script, TimeSpan.Zero)));
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    private void Feed(TriageInput input)
    {
        var (state, effects) = _machine.Next(_state, input);
        _state = state;
        foreach (var effect in effects)
        {
            Carry(effect);
        }

        TellActivity();
    }

    private void Carry(TriageEffect effect)
    {
        switch (effect)
        {
            case TriageEffect.StartRun start:
                Start(start);
                break;
            case TriageEffect.CancelRun cancel:
                var request = _running.Single(running => running.Value.Run == cancel.Run).Key;
                _executor.Tell(new CancelOperation(request));
                break;
            default:
                Context.Parent.Tell(effect);
                break;
        }
    }

    private void Start(TriageEffect.StartRun start)
    {
        var runs = _runs!;
        var requestId = RequestId.New();
        _running.Add(requestId, (start.Run, start.Script));
        _executor.Tell(
            new Execute(
                requestId,
                async cancellation => await runs.RunAsync(start.Script, cancellation),
                runs.Longest(start.Script)
            )
        );
    }

    // The first question with a run is the one being isolated.
    private void TellActivity()
    {
        var asked = _state.Running.IsEmpty ? null : _state.Questions.FirstOrDefault();
        var activity = asked is null
            ? null
            : new TriageActivity(asked.Candidate.Category, asked.Suspects.FirstOrDefault()?.Tool);
        if (activity != _activity)
        {
            _activity = activity;
            Context.Parent.Tell(new ActivityChanged(activity));
        }
    }

    private static Observation ObservationOf(OperationOutcome outcome, RunScript script) =>
        outcome switch
        {
            OperationOutcome.Succeeded { Value: Observation observation } => observation,
            OperationOutcome.TimedOut late => Observation.Nothing(script, late.After),
            OperationOutcome.Cancelled => Observation.Nothing(script, TimeSpan.Zero),
            var other => throw new InvalidOperationException($"an isolation run may not end with {other}"),
        };

    /// <summary>Use this oracle from now on.</summary>
    /// <param name="Oracle">Assesses replies.</param>
    /// <param name="ToolNames">The server's tools.</param>
    /// <param name="Revision">The protocol revision of the target.</param>
    internal sealed record Equip(ReplyOracle Oracle, IReadOnlyList<string> ToolNames, string? Revision)
        : INoSerializationVerificationNeeded;

    /// <summary>Something else is being isolated now.</summary>
    internal sealed record ActivityChanged(TriageActivity? Activity) : INoSerializationVerificationNeeded;
}

/// <summary>The question that is being isolated.</summary>
/// <param name="Category">The category of the candidate.</param>
/// <param name="Tool">The most likely tool; null when there is none.</param>
internal sealed record TriageActivity(string Category, string? Tool);
