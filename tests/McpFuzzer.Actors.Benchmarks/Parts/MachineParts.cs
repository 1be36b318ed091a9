using BenchmarkDotNet.Attributes;
using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Core.Processes;

namespace McpFuzzer.Actors.Benchmarks.Parts;

/// <summary>The state machine: one life from start to end, and the check of a spec.</summary>
public class MachineParts
{
    private static readonly ProcessSpec Spec = new() { Command = ["server", "--stdio"], Stdin = StdioMode.Piped };
    private static readonly ProcessKey Key = new("process-1");
    private static readonly StopSettings Plan = new(StdinPiped: true, StopLadder.Default, MaxTime: null);

    private static readonly ProcessInput[] Life =
    [
        new ProcessInput.Spawned(),
        new ProcessInput.OutputClosed(),
        new ProcessInput.LeaderExited(new ProcessExit.Code(0)),
        new ProcessInput.MembersFound([]),
    ];

    [Benchmark]
    public object OneLife()
    {
        var state = ProcessMachine.Begin(Plan).State;
        foreach (var input in Life)
        {
            state = ProcessMachine.Step(state, input).State;
        }

        return state;
    }

    [Benchmark]
    public object ValidateSpec() => ProcessSpecRules.ErrorsOf(Spec, Key);
}
