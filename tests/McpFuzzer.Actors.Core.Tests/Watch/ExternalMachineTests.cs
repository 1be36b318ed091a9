using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Core.Watch;

namespace McpFuzzer.Actors.Core.Tests.Watch;

public sealed class ExternalMachineTests
{
    private static readonly ExternalEffect[] Terminate = [ExternalEffect.SendTerminate, ExternalEffect.ArmGrace];
    private static readonly ExternalEffect[] Kill = [ExternalEffect.SendKill, ExternalEffect.ArmVerify];

    private static readonly Dictionary<(ExternalPhase, ExternalInput), (ExternalPhase, ExternalEffect[])> Table = new()
    {
        [(ExternalPhase.Watched, ExternalInput.Terminate)] = (ExternalPhase.Terminating, Terminate),
        [(ExternalPhase.Watched, ExternalInput.Kill)] = (ExternalPhase.Killed, Kill),
        [(ExternalPhase.Terminating, ExternalInput.Kill)] = (ExternalPhase.Killed, Kill),
        [(ExternalPhase.Terminating, ExternalInput.GraceElapsed)] = (ExternalPhase.Killed, Kill),
        [(ExternalPhase.Killed, ExternalInput.VerifyElapsed)] = (
            ExternalPhase.Unkillable,
            [ExternalEffect.TellUnkillable]
        ),
    };

    [Fact]
    public void Should_follow_the_table_exactly()
    {
        foreach (var phase in Enum.GetValues<ExternalPhase>())
        {
            foreach (var input in Enum.GetValues<ExternalInput>())
            {
                var (next, effects) = ExternalMachine.Step(phase, input, hasGrace: true);

                var expected = Table.GetValueOrDefault((phase, input), (phase, []));
                Assert.Equal(expected.Item1, next);
                Assert.Equal(expected.Item2, effects);
            }
        }
    }

    [Fact]
    public void Should_kill_at_once_when_the_ladder_has_no_grace()
    {
        var (next, effects) = ExternalMachine.Step(ExternalPhase.Watched, ExternalInput.Terminate, hasGrace: false);

        Assert.Equal(ExternalPhase.Killed, next);
        Assert.Equal(Kill, effects);
    }

    [Fact]
    public void Should_name_the_watchdog_as_cause_when_it_signalled_the_process_before_its_end()
    {
        Assert.Equal(ExitCause.Exited, ExternalMachine.CauseIn(ExternalPhase.Watched));
        Assert.Equal(ExitCause.Watchdog, ExternalMachine.CauseIn(ExternalPhase.Terminating));
        Assert.Equal(ExitCause.Watchdog, ExternalMachine.CauseIn(ExternalPhase.Killed));
    }
}
