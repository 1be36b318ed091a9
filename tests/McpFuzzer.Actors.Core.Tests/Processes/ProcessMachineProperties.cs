using CsCheck;
using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Core.Processes;

namespace McpFuzzer.Actors.Core.Tests.Processes;

/// <summary>Properties of every order of inputs.</summary>
public sealed class ProcessMachineProperties
{
    private static readonly Dictionary<ProcessPhase, ProcessPhase[]> Table = new()
    {
        [ProcessPhase.Starting] =
        [
            ProcessPhase.Starting,
            ProcessPhase.Running,
            ProcessPhase.Stopping,
            ProcessPhase.Failed,
        ],
        [ProcessPhase.Running] = [ProcessPhase.Running, ProcessPhase.Stopping],
        [ProcessPhase.Stopping] = [ProcessPhase.Stopping, ProcessPhase.Exited, ProcessPhase.Unkillable],
        [ProcessPhase.Exited] = [ProcessPhase.Exited],
        [ProcessPhase.Failed] = [ProcessPhase.Failed],
        [ProcessPhase.Unkillable] = [ProcessPhase.Unkillable],
    };

    private static readonly Gen<TimeSpan> Rungs = Gen.Bool.Select(some =>
        some ? TimeSpan.FromSeconds(1) : TimeSpan.Zero
    );

    private static readonly Gen<StopSettings> Plans = Gen.Select(
        Gen.Bool,
        Rungs,
        Rungs,
        (piped, close, grace) =>
            new StopSettings(piped, new StopLadder(close, grace, TimeSpan.FromSeconds(5)), MaxTime: null)
    );

    private static readonly Gen<ProcessInput> Inputs = Gen.OneOf(
        Gen.Const<ProcessInput>(new ProcessInput.Spawned()),
        Gen.Const<ProcessInput>(new ProcessInput.SpawnFailed(SpawnError.Other, "")),
        Gen.Const<ProcessInput>(new ProcessInput.SpawnCancelled()),
        Gen.Const<ProcessInput>(new ProcessInput.OutputClosed()),
        Gen.Enum<ExitCause>().Select(Gen.Bool, Gen.Int[1, 9], StopFor),
        Gen.Int[0, 3].Select(code => (ProcessInput)new ProcessInput.LeaderExited(new ProcessExit.Code(code))),
        Gen.Int[2, 9].Array[0, 3].Select(pids => (ProcessInput)new ProcessInput.MembersFound(pids)),
        Gen.Enum<StopStage>().Select(stage => (ProcessInput)new ProcessInput.StageElapsed(stage))
    );

    private static readonly Gen<(StopSettings Plan, ProcessInput[] Inputs)> Lives = Gen.Select(
        Plans,
        Inputs.Array[0, 40]
    );

    [Fact]
    public void Should_follow_the_table_for_any_input() =>
        Lives.Sample(life =>
        {
            var state = ProcessMachine.Begin(life.Plan).State;
            foreach (var input in life.Inputs)
            {
                var next = ProcessMachine.Step(state, input).State;
                Assert.Contains(next.Phase, Table[state.Phase]);
                state = next;
            }
        });

    [Fact]
    public void Should_publish_one_exit_then_one_end_and_no_event_after_it() =>
        Lives.Sample(life =>
        {
            var effects = Live(life.Plan, life.Inputs).Effects;
            var terminal = effects.FindIndex(effect => effect is ProcessEffect.Terminal);
            Assert.True(effects.Count(effect => effect is ProcessEffect.ReportExited) <= 1);
            Assert.True(effects.Count(effect => effect is ProcessEffect.Terminal) <= 1);
            Assert.True(terminal == -1 || terminal == effects.Count - 1);
            if (effects is [.., ProcessEffect.ReportStopped stopped])
            {
                var exited = Assert.Single(effects.OfType<ProcessEffect.ReportExited>());
                Assert.Equal((stopped.Exit, stopped.Cause), (exited.Exit, exited.Cause));
            }
        });

    [Fact]
    public void Should_never_lose_the_first_cause() =>
        Lives.Sample(life =>
        {
            var state = ProcessMachine.Begin(life.Plan).State;
            foreach (var input in life.Inputs)
            {
                var next = ProcessMachine.Step(state, input).State;
                Assert.True(state.Cause is null || state.Cause == next.Cause);
                state = next;
            }
        });

    [Fact]
    public void Should_report_the_breach_of_the_first_cause_and_no_other() =>
        Lives.Sample(life =>
        {
            var state = ProcessMachine.Begin(life.Plan).State;
            LimitBreach? first = null;
            foreach (var input in life.Inputs)
            {
                var step = ProcessMachine.Step(state, input);
                if (state.Cause is null && step.State.Cause == ExitCause.Limit)
                {
                    first = (state.WaitingStop ?? StopOf(input)).Breach;
                    Assert.NotNull(first);
                }

                state = step.State;
                Assert.Equal(first, state.Breach);
                Assert.All(
                    step.Effects.OfType<ProcessEffect.ReportExited>(),
                    report => Assert.Equal(first, report.Breach)
                );
                Assert.All(
                    step.Effects.OfType<ProcessEffect.ReportStopped>(),
                    report => Assert.Equal(first, report.Breach)
                );
            }
        });

    [Fact]
    public void Should_reach_the_kill_and_an_end_when_a_member_never_dies() =>
        Lives.Sample(life =>
        {
            var alive = life.Inputs.Where(input => input is not ProcessInput.MembersFound { Pids.Count: 0 });
            var (state, effects) = Live(life.Plan, [new ProcessInput.Spawned(), .. alive]);
            effects.AddRange(
                Survive(ref state, [new ProcessInput.StopRequested(ExitCause.Requested, Force: false)], members: [99])
            );
            Assert.Equal(ProcessPhase.Unkillable, state.Phase);
            Assert.Contains(new ProcessEffect.KillSet(), effects);
        });

    [Fact]
    public void Should_reach_stopped_when_the_set_is_empty_at_last() =>
        Lives.Sample(life =>
        {
            var inputs = life.Inputs.Where(input => input is not ProcessInput.StageElapsed { Stage: StopStage.Kill });
            var (state, _) = Live(life.Plan, [new ProcessInput.Spawned(), .. inputs]);
            _ = Survive(
                ref state,
                [
                    new ProcessInput.StopRequested(ExitCause.Requested, Force: true),
                    new ProcessInput.LeaderExited(new ProcessExit.Code(0)),
                    new ProcessInput.MembersFound([]),
                ],
                members: []
            );
            Assert.Equal(ProcessPhase.Exited, state.Phase);
        });

    private static ProcessInput StopFor(ExitCause cause, bool force, int seen) =>
        new ProcessInput.StopRequested(
            cause,
            force,
            Breach: cause == ExitCause.Limit ? new LimitBreach(LimitKind.Pids, seen, Bound: 0) : null
        );

    private static StopOrder StopOf(ProcessInput input)
    {
        var stop = Assert.IsType<ProcessInput.StopRequested>(input);
        return new StopOrder(stop.Cause, stop.Force, stop.Grace, stop.Breach);
    }

    private static (ProcessState State, List<ProcessEffect> Effects) Live(StopSettings plan, ProcessInput[] inputs)
    {
        var begun = ProcessMachine.Begin(plan);
        var state = begun.State;
        List<ProcessEffect> effects = [.. begun.Effects];
        foreach (var input in inputs)
        {
            var step = ProcessMachine.Step(state, input);
            state = step.State;
            effects.AddRange(step.Effects);
        }

        return (state, effects);
    }

    /// <summary>Then lets the time of every rung pass, and each check finds the same members.</summary>
    private static List<ProcessEffect> Survive(ref ProcessState state, ProcessInput[] first, int[] members)
    {
        List<ProcessEffect> effects = [];
        ProcessInput[] rounds =
        [
            .. first,
            .. Enumerable
                .Range(0, 8)
                .SelectMany(_ =>
                    Enum.GetValues<StopStage>()
                        .SelectMany<StopStage, ProcessInput>(stage =>
                            [new ProcessInput.StageElapsed(stage), new ProcessInput.MembersFound(members)]
                        )
                ),
        ];
        foreach (var input in rounds)
        {
            var step = ProcessMachine.Step(state, input);
            state = step.State;
            effects.AddRange(step.Effects);
        }

        return effects;
    }
}
