using McpFuzzer.Actors.Contracts;
using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Node.Runs;

namespace McpFuzzer.Actors.Node.Tests.Runs;

public sealed class RunExitCodeTests
{
    public static TheoryData<int, ProcessExit, ExitCause> Ended =>
        new()
        {
            { 0, Ends.Zero, ExitCause.Exited },
            { 7, new ProcessExit.Code(7), ExitCause.Exited },
            { 255, new ProcessExit.Code(255), ExitCause.Exited },
            { 137, Ends.BySignal(9), ExitCause.Exited },
            { 141, Ends.BySignal(13), ExitCause.Exited },
            { 125, new ProcessExit.Unknown("lost"), ExitCause.Exited },
            { 124, Ends.BySignal(15), ExitCause.Watchdog },
            { 124, Ends.BySignal(9), ExitCause.Watchdog },
            { 124, Ends.Zero, ExitCause.Watchdog },
            { 124, Ends.BySignal(15), ExitCause.TimeLimit },
            { 124, new ProcessExit.Code(3), ExitCause.TimeLimit },
            { 143, Ends.BySignal(15), ExitCause.Limit },
            { 137, Ends.BySignal(9), ExitCause.Limit },
            { 5, new ProcessExit.Code(5), ExitCause.Limit },
            { 143, Ends.Zero, ExitCause.Limit },
            { 137, Ends.BySignal(9), ExitCause.Requested },
            { 0, Ends.Zero, ExitCause.Requested },
        };

    [Theory]
    [MemberData(nameof(Ended))]
    public void Should_be_that_of_the_command_unless_a_timeout_or_a_limit_ended_it(
        int expected,
        ProcessExit exit,
        ExitCause cause
    ) => Assert.Equal(expected, RunExitCode.Of(Ends.Record(exit, cause)));

    [Fact]
    public void Should_be_that_of_SIGKILL_when_the_timeout_kills()
    {
        Assert.Equal(137, RunExitCode.Of(Ends.Record(Ends.BySignal(9), ExitCause.TimeLimit), SignalName.Kill));
        Assert.Equal(124, RunExitCode.Of(Ends.Record(Ends.Zero, ExitCause.TimeLimit), SignalName.Kill));
        Assert.Equal(130, RunExitCode.Of(Ends.Record(Ends.Zero, ExitCause.Limit), signal: 2));
    }

    [Theory]
    [InlineData(ExitCause.Watchdog)]
    [InlineData(ExitCause.TimeLimit)]
    public void Should_be_that_of_the_command_after_a_timeout_when_it_is_preserved(ExitCause cause)
    {
        Assert.Equal(143, RunExitCode.Of(Ends.Record(Ends.BySignal(15), cause), preserveStatus: true));
        Assert.Equal(0, RunExitCode.Of(Ends.Record(Ends.Zero, cause), preserveStatus: true));
    }

    [Theory]
    [InlineData(SpawnError.CommandNotFound, 127)]
    [InlineData(SpawnError.InterpreterMissing, 127)]
    [InlineData(SpawnError.NotExecutable, 126)]
    [InlineData(SpawnError.BadFormat, 126)]
    [InlineData(SpawnError.ArgumentListTooLong, 126)]
    [InlineData(SpawnError.Other, 125)]
    [InlineData(SpawnError.WorkingDirectoryMissing, 125)]
    [InlineData(SpawnError.WorkingDirectoryNotADirectory, 125)]
    [InlineData(SpawnError.NoResources, 125)]
    public void Should_be_that_of_a_shell_when_the_command_was_not_started(SpawnError error, int expected) =>
        Assert.Equal(expected, RunExitCode.Of(Ends.Rejected(error)));

    [Theory]
    [InlineData(RejectReason.InvalidSpec, null, 125)]
    [InlineData(RejectReason.ShuttingDown, 15, 125)]
    [InlineData(RejectReason.NotRunning, null, 125)]
    [InlineData(RejectReason.NotRunning, 15, 143)]
    [InlineData(RejectReason.NotRunning, 2, 130)]
    public void Should_be_its_own_or_that_of_the_signal_when_no_start_was_made(
        RejectReason reason,
        int? signalled,
        int expected
    ) =>
        Assert.Equal(
            expected,
            RunExitCode.Of(new RunRecord { Rejected = new CommandRejected(reason, "so it is"), Signalled = signalled })
        );

    [Fact]
    public void Should_be_its_own_when_the_command_was_lost_or_its_exit_is_unknown()
    {
        var started = new RunRecord().With(Ends.Started());

        Assert.Equal(125, RunExitCode.Of(started.With(new ProcessLost(Ends.Key, 1, "a fault"))));
        Assert.Equal(125, RunExitCode.Of(started.With(new ProcessUnkillable(Ends.Key, 1, [77]))));
    }

    [Fact]
    public void Should_be_that_of_the_command_when_a_remaining_process_could_not_be_killed() =>
        Assert.Equal(
            3,
            RunExitCode.Of(
                new RunRecord()
                    .With(Ends.Started())
                    .With(Ends.Exited(new ProcessExit.Code(3)))
                    .With(new ProcessUnkillable(Ends.Key, 1, [77]))
            )
        );
}
