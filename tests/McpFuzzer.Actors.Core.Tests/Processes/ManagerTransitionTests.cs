using McpFuzzer.Actors.Core.Processes;
using McpFuzzer.Actors.Core.Processes.Keys;

namespace McpFuzzer.Actors.Core.Tests.Processes;

/// <summary>The whole table of the machine: every stage, with every kind of input.</summary>
public sealed class ManagerTransitionTests
{
    /// <summary>
    /// Input, stages, next stage and effects. Zoe sends the command; Alice, Bob, Carol and Dan wait already. An input
    /// that is not here for a stage changes nothing.
    /// </summary>
    private const string Table = """
        StartProcess          | free                                       | Starting     | Begin
        StartProcess          | taken                                      | same         | zoe Rejected
        StartWithProbe        | free                                       | Starting     | Begin
        StartWithProbe        | taken                                      | same         | zoe Rejected
        StopProcess           | Ended                                      | same         | zoe Stopped
        StopProcess           | BackingOff                                 | Ended        | Disarm, zoe Stopped
        StopProcess           | active                                     | same         | Stop
        StopProcess           | Unkillable LostUnkillable                  | same         | zoe Unkillable
        StopProcess           | external Unknown                           | same         | zoe Rejected
        StopProcess           | LostStart Lost                             | same         |
        StopProcess, other    | any                                        | same         | zoe Rejected
        StopAllProcesses      | free external Unkillable LostUnkillable    | same         | zoe AllStopped
        StopAllProcesses      | BackingOff                                 | Ended        | Disarm, zoe AllStopped
        StopAllProcesses      | active                                     | same         | Stop
        StopAllProcesses      | LostStart Lost                             | same         |
        ShutdownManager       | free external Unkillable LostUnkillable    | same         | zoe ManagerStopped
        ShutdownManager       | BackingOff                                 | Ended        | Disarm, zoe ManagerStopped
        ShutdownManager       | active                                     | same         | Stop
        ShutdownManager       | LostStart Lost                             | same         |
        SenderEnded           | free lost external Unkillable              | same         |
        SenderEnded           | BackingOff                                 | Ended        | Disarm
        SenderEnded           | active                                     | same         | Stop
        PhaseChanged          | Live                                       | same         |
        ProcessStarted        | Restarting                                 | Live         | Publish Started, Watch
        ProcessStarted | Starting | Live | alice Started, Publish Started, Watch
        ProcessReady          | Live                                       | same         | dan Ready, Publish Ready
        ProcessNotReady | Live | same | dan NotReady, Publish NotReady
        ProcessUnresponsive   | exited Live                                | same         | Publish Unresponsive
        ProcessExited | Live | LeaderExited | carol Exited, Disarm, dan NotReady, Publish Exited, Unwatch
        NotStarted | Restarting | BackingOff | Release, carol Exited, Disarm, dan NotReady, Arm, Publish Restarting
        NotStarted | Starting | Ended | Release, alice Rejected, carol Rejected, Disarm, dan Rejected, bob Rejected
        ProcessStopped | Quitting | Ended | Release, Publish Stopped, bob Stopped
        ProcessStopped | Crashed | BackingOff | Release, Publish Stopped, Arm, Publish Restarting
        Outlived | Live | Unkillable | Unwatch, carol Rejected, Disarm, dan NotReady, Publish Unkillable, bob Unkillable
        Outlived | Quitting | Unkillable | Unwatch, Publish Unkillable, bob Unkillable
        Outlived              | Crashed                                    | Unkillable   | Unwatch, Publish Unkillable
        Emptied               | Unkillable                                 | Ended        | Release
        ActorEnded            | active                                     | Lost         | Unwatch, Reap
        ActorEnded            | Unkillable                                 | Lost         | Reap
        ActorEnded            | External                                   | Ended        | Unwatch, Publish Lost
        ActorEnded            | Binding                                    | Ended        | ReplyFailure
        HeartbeatsMissed      | active                                     | Lost         | StopActor, Unwatch, Reap
        HeartbeatsMissed | External | Ended | StopActor, Unwatch, Publish Lost
        Reaped | LostStart | Ended | alice Rejected, Publish Lost, carol Lost, Disarm, dan NotReady, bob Lost
        Reaped                | LostUnkillable                             | Ended        |
        Reaped | Lost | Ended | Publish Lost, carol Lost, Disarm, dan NotReady, bob Lost
        RestartDue            | BackingOff                                 | Starting     | Begin
        ExternalWanted        | any                                        | same         | Bind
        ExternalBound         | Binding                                    | External     | Watch
        ExternalBound, known | Binding | Ended | alice Rejected, Unwatch, Release
        ExternalNotBound      | Binding                                    | Ended        | alice Rejected
        ExternalUnresponsive  | External                                   | same         | Publish Unresponsive
        ExternalUnkillable    | External                                   | same         | Unwatch, Publish Unkillable
        ExternalEnded         | External                                   | Ended        | Unwatch, Publish Exited
        LetGo                 | External                                   | Ended        | Unwatch, Release
        WaitForExit           | exited Ended BackingOff                    | same         | zoe Exited
        WaitForExit           | start Live LostStart Lost                  | same         |
        WaitForExit           | external Unknown Unkillable LostUnkillable | same         | zoe Rejected
        WaitForExit, timeout  | exited Ended BackingOff                    | same         | zoe Exited
        WaitForExit, timeout  | start Live LostStart Lost                  | same         | Arm
        WaitForExit, timeout  | external Unknown Unkillable LostUnkillable | same         | zoe Rejected
        WaitForReady          | lost exited Ended Unkillable BackingOff    | same         | zoe NotReady
        WaitForReady          | start Live                                 | same         |
        WaitForReady          | external Unknown                           | same         | zoe Rejected
        WaitForReady, timeout | lost exited Ended Unkillable BackingOff    | same         | zoe NotReady
        WaitForReady, timeout | start Live                                 | same         | Arm
        WaitForReady, timeout | external Unknown                           | same         | zoe Rejected
        ExitWaitElapsed       | start Live LostStart Lost                  | same         | carol WaitTimedOut
        ReadyWaitElapsed      | start Live LostStart Lost                  | same         | dan NotReady
        GetProcess            | lost Ended BackingOff                      | same         | zoe Snapshot
        GetProcess            | active Unkillable                          | same         | Forward
        GetProcess            | external Unknown                           | same         | zoe Rejected
        FindByPid             | notLive                                    | same         | zoe Rejected
        FindByPid             | Live                                       | same         | Forward
        ListProcesses         | any                                        | same         | Gather
        GetManagerStats       | any                                        | same         | CompleteStats
        CleanupFinished       | any                                        | same         | zoe CleanedUp
        SignalProcess         | free lost external BackingOff              | same         | zoe Rejected
        SignalProcess         | active Unkillable                          | same         | Forward
        UpdateActivity        | active external Unkillable                 | same         | Forward
        WatchProcesses        | any                                        | same         | Monitor, zoe WatchStarted
        UnwatchProcesses      | any                                        | same         | Unmonitor
        Attach                | free lost external BackingOff              | same         | zoe Rejected
        Attach                | active Unkillable                          | same         | Attach
        Attach, each          | free lost external BackingOff              | same         | Monitor
        Attach, each          | active Unkillable                          | same         | Monitor, Attach
        ReRegister            | Live Binding                               | same         | Watch
        ReRegister            | External                                   | same         | Watch, Watch
        RegistrationWanted    | notLive                                    | same         | zoe Rejected
        RegistrationWanted    | Live                                       | same         | Watch
        """;

    private static readonly SenderId Zoe = new("zoe");

    private static readonly Dictionary<string, string> Groups = new()
    {
        ["any"] = "free taken",
        ["notLive"] = "free start exited Unkillable lost BackingOff external",
        ["taken"] = "active Unkillable lost BackingOff external",
        ["active"] = "start Live exited",
        ["free"] = "Unknown Ended",
        ["start"] = "Starting Restarting",
        ["exited"] = "Quitting Crashed",
        ["lost"] = "LostStart Lost LostUnkillable",
        ["external"] = "Binding External",
    };

    public static TheoryData<string> Stages => [.. ManagerStages.Names];

    [Theory]
    [MemberData(nameof(Stages))]
    public void Should_follow_the_table_for_any_input(string stage)
    {
        var expected = Rows(stage).ToList();

        var actual = ManagerInputs.Names.Select(input => Take(stage, input)).OfType<string>().ToList();

        var missing = expected.Except(actual).Select(row => $"missing: {row}");
        var unexpected = actual.Except(expected).Select(row => $"unexpected: {row}");
        Assert.True(expected.SequenceEqual(actual), string.Join('\n', [stage, .. missing, .. unexpected]));
    }

    private static IEnumerable<string> Rows(string stage) =>
        from row in Table.Split('\n')
        let cells = row.Split('|', StringSplitOptions.TrimEntries)
        where Expand(cells[1]).Contains(stage, StringComparer.Ordinal)
        select $"{cells[0]} | {cells[2]} | {cells[3]}";

    private static IEnumerable<string> Expand(string stages) =>
        stages.Split(' ').SelectMany(name => Groups.TryGetValue(name, out var group) ? Expand(group) : [name]);

    /// <summary>Returns what follows an input; null when nothing does.</summary>
    private static string? Take(string stage, string input)
    {
        var (machine, run) = ManagerStages.Reach(stage);
        var before = machine.State;

        machine.Feed(ManagerInputs.Make(input, machine, run, Zoe));

        if (machine.Effects.Count == 0 && ReferenceEquals(before, machine.State))
        {
            return null;
        }

        var next = machine.State.StageOf(run.Key);
        var shown = next == before.StageOf(run.Key) ? "same" : next.ToString();
        var effects = machine.Effects.Where(effect => effect is not ManagerEffect.Log).Select(Show);
        return $"{input} | {shown} | {string.Join(", ", effects)}";
    }

    private static string Show(ManagerEffect effect) =>
        effect switch
        {
            ManagerEffect.Reply reply => $"{reply.To.Reference} {NameOf(reply.Message)}",
            ManagerEffect.Publish publish => $"Publish {NameOf(publish.Event)}",
            _ => effect.GetType().Name,
        };

    private static string NameOf(object message) =>
        message
            .GetType()
            .Name.Replace("Process", "", StringComparison.Ordinal)
            .Replace("Command", "", StringComparison.Ordinal);
}
