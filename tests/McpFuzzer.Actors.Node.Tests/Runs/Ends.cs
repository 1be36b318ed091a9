using McpFuzzer.Actors.Contracts;
using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Node.Runs;

namespace McpFuzzer.Actors.Node.Tests.Runs;

/// <summary>The ends of a command, as the manager reports them.</summary>
internal static class Ends
{
    public static ProcessKey Key { get; } = new("run");

    public static ProcessExit Zero { get; } = new ProcessExit.Code(0);

    public static ProcessExit BySignal(int number) => new ProcessExit.Signal(number, CoreDumped: false);

    public static ProcessStarted Started(int incarnation = 1) =>
        new(
            Key,
            incarnation,
            1000 + incarnation,
            new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero),
            ContainmentLevel.Session
        );

    public static ProcessExited Exited(ProcessExit exit, ExitCause cause = ExitCause.Exited, int incarnation = 1) =>
        new(Key, incarnation, exit, cause, TimeSpan.FromSeconds(1.5), OutputTail.Empty, OutputTail.Empty);

    public static ProcessStopped Stopped(ProcessExit exit, ExitCause cause = ExitCause.Exited, int incarnation = 1) =>
        new(Key, incarnation, exit, cause, Escalated: false, SurvivorsKilled: 0, OutputTail.Empty, OutputTail.Empty);

    public static RunRecord Record(ProcessExit exit, ExitCause cause = ExitCause.Exited) =>
        Record(Stopped(exit, cause));

    public static RunRecord Record(ProcessStopped stopped) =>
        new RunRecord().With(Started()).With(Exited(stopped.Exit, stopped.Cause)).With(stopped);

    public static RunRecord Rejected(SpawnError error) =>
        new() { Rejected = new CommandRejected(RejectReason.SpawnFailed, "No such command: 'x'.", error) };
}
