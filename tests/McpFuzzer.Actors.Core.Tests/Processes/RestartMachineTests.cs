using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Core.Processes;

namespace McpFuzzer.Actors.Core.Tests.Processes;

public sealed class RestartMachineTests
{
    private static readonly ProcessExit Zero = new ProcessExit.Code(0);
    private static readonly ProcessExit One = new ProcessExit.Code(1);
    private static readonly ProcessExit Segmentation = new ProcessExit.Signal(11, CoreDumped: true);
    private static readonly ProcessExit Unknown = new ProcessExit.Unknown("taken");

    private static readonly RestartPolicy Always = new()
    {
        Mode = RestartMode.Always,
        MinBackoff = TimeSpan.FromSeconds(1),
        MaxBackoff = TimeSpan.FromSeconds(8),
        RandomFactor = 0,
        MaxRestarts = 3,
        Within = TimeSpan.FromMinutes(1),
        StableAfter = TimeSpan.FromSeconds(30),
    };

    public static TheoryData<RestartMode, object, bool> Ends =>
        new()
        {
            { RestartMode.Never, Ended(One), false },
            { RestartMode.Never, Ended(Zero), false },
            { RestartMode.OnFailure, Ended(Zero), false },
            { RestartMode.OnFailure, Ended(One), true },
            { RestartMode.OnFailure, Ended(Segmentation), true },
            { RestartMode.OnFailure, Ended(Unknown), true },
            { RestartMode.OnFailure, Ended(Zero, ExitCause.Watchdog), true },
            { RestartMode.OnFailure, Ended(Zero, ExitCause.TimeLimit), true },
            { RestartMode.OnFailure, Ended(Zero, ExitCause.Limit), true },
            { RestartMode.OnFailure, Ended(One, ExitCause.Requested), false },
            { RestartMode.OnFailure, Ended(One, ExitCause.NodeShutdown), false },
            { RestartMode.OnFailure, Ended(One) with { StopAsked = true }, false },
            { RestartMode.Always, Ended(Zero), true },
            { RestartMode.Always, Ended(One), true },
            { RestartMode.Always, Ended(One, ExitCause.Watchdog), true },
            { RestartMode.Always, Ended(One, ExitCause.Requested), false },
            { RestartMode.Always, Ended(One, ExitCause.NodeShutdown), false },
            { RestartMode.Always, Ended(Zero) with { StopAsked = true }, false },
            { RestartMode.Always, NotStarted(stopAsked: false), true },
            { RestartMode.OnFailure, NotStarted(stopAsked: false), true },
            { RestartMode.Always, NotStarted(stopAsked: true), false },
        };

    [Theory]
    [MemberData(nameof(Ends))]
    public void Should_restart_after_the_ends_that_the_mode_names(RestartMode mode, object input, bool restarts)
    {
        var step = RestartMachine.Step(New(Always with { Mode = mode }), (RestartInput)input, TimeSpan.Zero, 0);

        Assert.Equal(
            restarts ? new RestartDecision.Restart(TimeSpan.FromSeconds(1), 1) : new RestartDecision.Rest(),
            step.Decision
        );
    }

    [Fact]
    public void Should_double_the_delay_up_to_the_cap_when_restarts_come_in_a_row()
    {
        var run = new Run(Always with { MaxRestarts = 6 });

        foreach (var (attempt, seconds) in new[] { (1, 1), (2, 2), (3, 4), (4, 8), (5, 8) })
        {
            Assert.Equal(
                new RestartDecision.Restart(TimeSpan.FromSeconds(seconds), attempt),
                run.After(Ended(One), seconds: attempt)
            );
        }
    }

    [Theory]
    [InlineData(0, 0.5)]
    [InlineData(0.5, 0.75)]
    public void Should_draw_at_random_within_the_jitter_of_the_policy(double random, double seconds) =>
        Assert.Equal(
            new RestartDecision.Restart(TimeSpan.FromSeconds(seconds), 1),
            RestartMachine.Step(New(Always with { RandomFactor = 0.5 }), Ended(One), TimeSpan.Zero, random).Decision
        );

    [Fact]
    public void Should_give_up_with_count_and_window_when_there_were_too_many()
    {
        var run = new Run(Always);
        for (var i = 0; i < 3; i++)
        {
            Assert.IsType<RestartDecision.Restart>(run.After(Ended(One), seconds: i));
        }

        Assert.Equal(
            new RestartDecision.GiveUp("restarted 3 times within 1m, and ended again: exit code 1"),
            run.After(Ended(One), seconds: 59)
        );
    }

    [Fact]
    public void Should_report_why_it_could_not_be_started_when_it_gives_up()
    {
        var run = new Run(Always with { MaxRestarts = 1 });
        run.After(Ended(One), seconds: 0);

        Assert.Equal(
            new RestartDecision.GiveUp("restarted 1 times within 1m, and not started again: no such file"),
            run.After(NotStarted(stopAsked: false), seconds: 1)
        );
    }

    [Fact]
    public void Should_forget_a_restart_when_the_window_has_slid_past_it()
    {
        var run = new Run(Always);
        run.After(Ended(One), seconds: 0);
        run.After(Ended(One), seconds: 20);
        run.After(Ended(One), seconds: 40);

        Assert.Equal(new RestartDecision.Restart(TimeSpan.FromSeconds(8), 4), run.After(Ended(One), seconds: 60));
        Assert.IsType<RestartDecision.GiveUp>(run.After(Ended(One), seconds: 79.9));
    }

    [Fact]
    public void Should_start_afresh_when_a_run_was_stable()
    {
        var run = new Run(Always);
        for (var i = 0; i < 3; i++)
        {
            run.After(Ended(One), seconds: i);
        }

        var stable = Ended(One) with { Ran = TimeSpan.FromSeconds(30) };
        Assert.Equal(new RestartDecision.Restart(TimeSpan.FromSeconds(1), 1), run.After(stable, seconds: 32));
        Assert.Equal(new RestartDecision.Restart(TimeSpan.FromSeconds(2), 2), run.After(Ended(One), seconds: 33));
        Assert.Equal(new RestartDecision.Restart(TimeSpan.FromSeconds(4), 3), run.After(Ended(One), seconds: 34));
        Assert.IsType<RestartDecision.GiveUp>(run.After(Ended(One), seconds: 35));
    }

    [Fact]
    public void Should_not_start_afresh_when_a_run_was_nearly_stable()
    {
        var run = new Run(Always);
        run.After(Ended(One), seconds: 0);

        Assert.Equal(
            new RestartDecision.Restart(TimeSpan.FromSeconds(2), 2),
            run.After(Ended(One) with { Ran = TimeSpan.FromSeconds(29.9) }, seconds: 31)
        );
    }

    private static RestartState New(RestartPolicy policy) => new() { Policy = policy };

    private static RestartInput.Ended Ended(ProcessExit exit, ExitCause cause = ExitCause.Exited) =>
        new(exit, cause, TimeSpan.FromSeconds(1)) { StopAsked = false };

    private static RestartInput.NotStarted NotStarted(bool stopAsked) => new("no such file") { StopAsked = stopAsked };

    private sealed class Run(RestartPolicy policy)
    {
        private RestartState _state = New(policy);

        public RestartDecision After(RestartInput input, double seconds)
        {
            var step = RestartMachine.Step(_state, input, TimeSpan.FromSeconds(seconds), random: 0);
            _state = step.State;
            return step.Decision;
        }
    }
}
