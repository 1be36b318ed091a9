using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Node.Runs;

namespace McpFuzzer.Actors.Node.Tests.Runs;

public sealed class RunNoticesTests
{
    private static readonly ProcessSpec Spec = new()
    {
        Command = ["true"],
        Timeout = TimeSpan.FromSeconds(1),
        MaxTime = TimeSpan.FromMinutes(90),
    };

    private static readonly ProcessExit Killed = Ends.BySignal(9);
    private static readonly ProcessExit Terminated = Ends.BySignal(15);

    [Fact]
    public void Should_be_empty_when_the_command_ended_by_itself()
    {
        Assert.Empty(Lines(Ends.Record(new ProcessExit.Code(3))));
        Assert.Empty(Lines(Ends.Record(Killed)));
        Assert.Empty(Lines(Ends.Record(Killed, ExitCause.Requested)));
    }

    [Fact]
    public void Should_report_why_and_how_the_tool_ended_it()
    {
        Assert.Equal(["no output for 1s: ended by SIGTERM"], Lines(Ends.Record(Terminated, ExitCause.Watchdog)));
        Assert.Equal(["ran longer than 1h30m: ended by SIGTERM"], Lines(Ends.Record(Ends.Zero, ExitCause.TimeLimit)));
        Assert.Equal(
            ["ran longer than 1h30m: ended by SIGTERM, then SIGKILL"],
            Lines(Ends.Record(Ends.Stopped(Killed, ExitCause.TimeLimit) with { Escalated = true }))
        );
        Assert.Equal(["a limit was reached: ended by SIGKILL"], Lines(Ends.Record(Killed, ExitCause.Limit)));
        Assert.Equal(
            ["memory 9 of 8 bytes (PSS): ended by SIGTERM"],
            Lines(
                Ends.Record(
                    Ends.Stopped(Terminated, ExitCause.Limit) with
                    {
                        Breach = new LimitBreach(LimitKind.Memory, 9, 8) { Measure = MemoryMeasure.Proportional },
                    }
                )
            )
        );
    }

    [Theory]
    [InlineData(2, 2, "ran longer than 1h30m: ended by SIGINT")]
    [InlineData(2, 9, "ran longer than 1h30m: ended by SIGINT, then SIGKILL")]
    [InlineData(9, 9, "ran longer than 1h30m: ended by SIGKILL")]
    [InlineData(40, 40, "ran longer than 1h30m: ended by signal 40")]
    public void Should_name_the_signal_that_was_requested(int signal, int died, string line)
    {
        var record = Ends.Record(Ends.Stopped(Ends.BySignal(died), ExitCause.TimeLimit) with { Escalated = died == 9 });

        Assert.Equal([line], RunNotices.Of(record, Spec, signal));
    }

    [Theory]
    [InlineData(1, "killed 1 process that the command left behind")]
    [InlineData(2, "killed 2 processes that the command left behind")]
    public void Should_report_how_many_processes_were_left_behind(int survivors, string line) =>
        Assert.Equal([line], Lines(Ends.Record(Ends.Stopped(Ends.Zero) with { SurvivorsKilled = survivors })));

    [Fact]
    public void Should_report_what_is_not_proven_or_not_known()
    {
        var started = new RunRecord().With(Ends.Started());

        Assert.Equal(
            ["2 processes outlived SIGKILL: 7, 8"],
            Lines(started.With(new ProcessUnkillable(Ends.Key, 1, [7, 8])))
        );
        Assert.Equal(["lost the command: a fault"], Lines(started.With(new ProcessLost(Ends.Key, 1, "a fault"))));
        Assert.Equal(
            ["how the command ended is not known: reaped"],
            Lines(Ends.Record(new ProcessExit.Unknown("reaped")))
        );
        Assert.Equal(["No such command: 'x'."], Lines(Ends.Rejected(SpawnError.CommandNotFound)));
    }

    private static IEnumerable<string> Lines(RunRecord record) => RunNotices.Of(record, Spec);
}
