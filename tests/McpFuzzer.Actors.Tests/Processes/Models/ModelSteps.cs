using CsCheck;
using McpFuzzer.Actors.Contracts;
using McpFuzzer.Actors.Contracts.Processes;

namespace McpFuzzer.Actors.Tests.Processes.Models;

/// <summary>
/// Random sequences: few keys, few request ids and few times, so that what is rare alone meets often.
/// </summary>
internal static class ModelSteps
{
    public static readonly IReadOnlyList<ProcessKey> Keys = [new("a"), new("b")];

    private static readonly Gen<ProcessKey> Key = Gen.Int[0, 1].Select(index => Keys[index]);

    private static readonly Gen<RequestId?> Request = Gen.Frequency(
        (6, Gen.Const(() => default(RequestId))),
        (1, Gen.OneOf("1", "2").Select(id => (RequestId?)new RequestId(id)))
    );

    private static readonly Gen<TimeSpan> Time = Gen.OneOf(0, 1, 10, 100, 500, 1_000, 2_100, 5_000, 31_000)
        .Select(milliseconds => TimeSpan.FromMilliseconds(milliseconds));

    private static readonly Gen<RestartPolicy> Restart = Gen.Frequency(
        (2, Gen.Const(RestartPolicy.Never)),
        (
            1,
            Gen.OneOf(RestartMode.Always, RestartMode.OnFailure)
                .Select(mode => new RestartPolicy
                {
                    Mode = mode,
                    Seed = 1,
                    MinBackoff = TimeSpan.FromMilliseconds(100),
                    MaxRestarts = 2,
                })
        )
    );

    private static readonly Gen<ProcessSpec> Spec = Gen.Select(
        Key,
        Restart,
        Gen.Bool,
        Gen.Bool,
        Gen.Bool,
        (key, restart, isPiped, hasSign, isBounded) =>
            new ProcessSpec
            {
                Command = ["serve"],
                Name = key.Value,
                Restart = restart,
                Stdin = isPiped ? StdioMode.Piped : StdioMode.Null,
                ReadyWhen = hasSign ? new ReadyWhen.FirstOutput() : null,
                MaxTime = isBounded ? TimeSpan.FromSeconds(30) : null,
            }
    );

    private static readonly Gen<IManagerCommand> Command = Gen.Frequency(
        (
            8,
            Gen.Select(Spec, Request)
                .Select((spec, id) => (IManagerCommand)new StartProcess(spec, new ProcessKey(spec.Name), id))
        ),
        (1, Gen.Const<IManagerCommand>(new StartProcess(new ProcessSpec { Command = [] }, new ProcessKey("a")))),
        (
            6,
            Gen.Select(
                    Key,
                    Gen.Bool,
                    Gen.Frequency((5, Gen.Const(() => default(int?))), (1, Gen.Const<int?>(1_001))),
                    Request
                )
                .Select(
                    (key, force, incarnation, id) =>
                        (IManagerCommand)new StopProcess(key, incarnation, force, RequestId: id)
                )
        ),
        (
            1,
            Gen.Select(Gen.Bool, Request)
                .Select((force, id) => (IManagerCommand)new StopAllProcesses(force, RequestId: id))
        ),
        (3, Key.Select(key => (IManagerCommand)new GetProcess(key))),
        (1, Gen.Const<IManagerCommand>(new ListProcesses())),
        (
            3,
            Gen.Select(
                    Key,
                    Gen.Frequency((1, Gen.Const(() => default(TimeSpan?))), (2, Time.Select(time => (TimeSpan?)time)))
                )
                .Select((key, timeout) => (IManagerCommand)new WaitForExit(key, timeout))
        ),
        (
            2,
            Gen.Select(
                    Key,
                    Gen.Frequency((1, Gen.Const(() => default(TimeSpan?))), (2, Time.Select(time => (TimeSpan?)time)))
                )
                .Select((key, timeout) => (IManagerCommand)new WaitForReady(key, timeout))
        ),
        (2, Gen.Select(Key, Request).Select((key, id) => (IManagerCommand)new SignalProcess(key, 10, RequestId: id))),
        (1, Request.Select(id => (IManagerCommand)new CleanupFinished(id))),
        (1, Key.Select(key => (IManagerCommand)new UpdateActivity(key)))
    );

    private static readonly Gen<ModelStep> Step = Gen.Frequency(
        (20, Command.Select(command => (ModelStep)new ModelStep.Ask(command))),
        (1, Gen.Const<ModelStep>(new ModelStep.Ask(new ShutdownManager()))),
        (2, Gen.Bool.Select(hold => (ModelStep)new ModelStep.HoldStarts(hold))),
        (3, Gen.Bool.Select(succeeds => (ModelStep)new ModelStep.AnswerStart(succeeds))),
        (
            4,
            Gen.Select(Key, Gen.Int[0, 1], Gen.Bool)
                .Select((key, code, leavesOne) => (ModelStep)new ModelStep.Exit(key, code, leavesOne))
        ),
        (2, Key.Select(key => (ModelStep)new ModelStep.MembersEnd(key))),
        (2, Gen.Select(Key, Gen.Bool).Select((key, isKillable) => (ModelStep)new ModelStep.Killable(key, isKillable))),
        (1, Key.Select(key => (ModelStep)new ModelStep.ShowSign(key))),
        (1, Key.Select(key => (ModelStep)new ModelStep.Fault(key))),
        (6, Time.Select(time => (ModelStep)new ModelStep.Pass(time)))
    );

    /// <summary>Of up to 24 steps.</summary>
    public static Gen<ModelStep[]> Sequence { get; } = Step.Array[1, 24];
}
