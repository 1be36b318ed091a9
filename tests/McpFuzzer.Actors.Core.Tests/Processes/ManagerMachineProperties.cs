using CsCheck;
using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Core.Processes;
using McpFuzzer.Actors.Core.Processes.Keys;

namespace McpFuzzer.Actors.Core.Tests.Processes;

/// <summary>Random sequences of commands and of what processes do, in any order.</summary>
public sealed class ManagerMachineProperties
{
    private static readonly Gen<(int Step, int Choice)[]> Steps = Gen.Select(Gen.Int[0, 30], Gen.Int[0, 200]).Array[
        0,
        60
    ];

    /// <summary>
    /// Each command has exactly one reply, no key is owned twice, the counts agree with what happened, and an input of
    /// a start that is over changes nothing.
    /// </summary>
    [Fact]
    public void Should_keep_its_promises_in_any_sequence() =>
        Steps.Sample(steps =>
        {
            var world = new ManagerWorld();
            foreach (var (step, choice) in steps)
            {
                world.Take(step, choice);
            }

            world.ComeToRest();
        });

    [Fact]
    public void Should_not_change_the_state_that_it_was_given()
    {
        var machine = new ManagerRun();
        machine.Start();
        var (before, shown) = (machine.State, Show(machine.State));
        var input = new ManagerInput.Command(new ShutdownManager(), ManagerRun.Bob);
        var moment = new Moment(machine.Now, ManagerRun.Noon);

        var first = ManagerMachine.Step(before, input, moment);
        var second = ManagerMachine.Step(before, input, moment);

        Assert.Equal(shown, Show(before));
        Assert.Equal(first.Effects.AsEnumerable(), second.Effects.AsEnumerable());
        Assert.Equal(Show(first.State), Show(second.State));
    }

    private static (KeyStage Stage, bool IsStopped, bool IsShuttingDown) Show(ManagerState state) =>
        (state.StageOf(ManagerRun.Key), state.Keys.Run(ManagerRun.Key)!.StopRequested, state.IsShuttingDown);
}
