using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Core.Processes;
using McpFuzzer.Actors.Watch;

namespace McpFuzzer.Actors.Processes;

/// <summary>The incarnations of one key that follow one another by policy, from a start that somebody asked for.</summary>
internal sealed class Lineage(ProcessSpec spec, TimeProvider time, ActivityProbe? probe = null)
{
    private readonly Random _random = spec.Restart.Seed is { } seed ? new Random(seed) : new Random();
    private readonly long _begun = time.GetTimestamp();
    private RestartState _state = new() { Policy = spec.Restart };

    public ProcessSpec Spec => spec;

    public ActivityProbe? Probe => probe;

    /// <summary>How many restarts were carried out.</summary>
    public int Restarts { get; set; }

    /// <summary>The incarnation that ended last; null while the first has not.</summary>
    public EndedProcess? Last { get; set; }

    public RestartDecision Decide(RestartInput input)
    {
        var step = RestartMachine.Step(_state, input, time.GetElapsedTime(_begun), _random.NextDouble());
        _state = step.State;
        return step.Decision;
    }
}
