using Akka.Actor;
using McpFuzzer.Actors.Client.Local;
using McpFuzzer.Actors.Contracts;
using McpFuzzer.Actors.Contracts.Executions;
using McpFuzzer.Actors.Fuzzing.Oracles;
using McpFuzzer.Actors.Fuzzing.Targets;

namespace McpFuzzer.Actors.Fuzzing.Triage;

/// <summary>
/// The isolation runs of one campaign: operations of the executor, each on a separate server. Used only by the
/// campaign's actor.
/// </summary>
/// <param name="targets">Starts servers.</param>
/// <param name="executor">Runs operations under its limits.</param>
/// <param name="actor">Receives their outcomes.</param>
internal sealed class IsolationRuns(TargetRuns targets, IActorRef executor, IActorRef actor)
{
    private readonly Dictionary<RequestId, (int Run, RunScript Script)> _running = [];
    private IsolatedRun? _isolated;

    /// <summary>Uses this oracle from now on.</summary>
    /// <param name="oracle">Assesses replies.</param>
    /// <param name="toolNames">The server's tools.</param>
    /// <param name="revision">The protocol revision of the target.</param>
    public void Equip(ReplyOracle oracle, IReadOnlyList<string> toolNames, string? revision) =>
        _isolated = new IsolatedRun(targets, oracle, toolNames, revision);

    /// <summary>Starts a run; its outcome goes to the actor.</summary>
    public void Start(int run, RunScript script)
    {
        var isolated = _isolated ?? throw new InvalidOperationException("a run needs the tools of the server");
        var requestId = RequestId.New();
        _running.Add(requestId, (run, script));
        executor.Tell(
            new Execute(
                requestId,
                async cancellation => await isolated.RunAsync(script, cancellation),
                isolated.Longest(script)
            ),
            actor
        );
    }

    /// <summary>Cancels a run, which still has an outcome.</summary>
    public void Cancel(int run)
    {
        var request = _running.Single(running => running.Value.Run == run).Key;
        executor.Tell(new CancelOperation(request), actor);
    }

    /// <summary>Takes the outcome of a run; null when it is unknown.</summary>
    public TriageInput.RunEnded? Take(OperationCompleted completed) =>
        _running.Remove(completed.RequestId, out var ended)
            ? new TriageInput.RunEnded(ended.Run, ObservationOf(completed.Outcome, ended.Script))
            : null;

    /// <summary>Takes a run that the executor rejected; null when it is unknown.</summary>
    public TriageInput.RunEnded? Take(OperationRejected rejected) =>
        _running.Remove(rejected.RequestId, out var ended)
            ? new TriageInput.RunEnded(ended.Run, Observation.Nothing(ended.Script, TimeSpan.Zero))
            : null;

    private static Observation ObservationOf(OperationOutcome outcome, RunScript script) =>
        outcome switch
        {
            OperationOutcome.Succeeded { Value: Observation observation } => observation,
            OperationOutcome.TimedOut late => Observation.Nothing(script, late.After),
            OperationOutcome.Cancelled => Observation.Nothing(script, TimeSpan.Zero),
            var other => throw new InvalidOperationException($"an isolation run may not end with {other}"),
        };
}
