using McpFuzzer.Actors.Client.Wire.Watch;
using McpFuzzer.Actors.Contracts;
using McpFuzzer.Actors.Contracts.Processes;
using static McpFuzzer.Actors.Client.Wire.WireValues;

namespace McpFuzzer.Actors.Client.Wire.Processes;

/// <summary>The replies of the ManagerActor, without events.</summary>
internal static class ProcessReplies
{
    public static IReadOnlyList<MessageCodec> Codecs { get; } =
    [
        MessageCodec.Of(
            "no",
            Proto.CommandRejected.Parser,
            (CommandRejected rejected) => rejected.ToWire(),
            ToContract
        ),
        MessageCodec.Of(
            "pg",
            Proto.ProcessSnapshot.Parser,
            (ProcessSnapshot snapshot) => snapshot.ToWire(),
            ProcessSnapshots.ToContract
        ),
        MessageCodec.Of(
            "pls",
            Proto.ProcessList.Parser,
            (ProcessList list) => list.ToWire(),
            ToContract,
            Tails.Without
        ),
        MessageCodec.Of(
            "po",
            Proto.WatchProcesses.Parser,
            (WatchStarted watch) => ProcessCommands.Watching(watch.Key),
            wire => new WatchStarted(KeyOrNull(wire.HasKey, wire.Key))
        ),
        MessageCodec.Of(
            "pwt",
            Proto.WaitTimedOut.Parser,
            (WaitTimedOut wait) => new Proto.WaitTimedOut { Key = wait.Key.Value, WaitedTicks = wait.Waited.Ticks },
            wire => new WaitTimedOut(Key(wire.HasKey, wire.Key), TimeSpan.FromTicks(wire.WaitedTicks))
        ),
        MessageCodec.Of(
            "pks",
            Proto.SignalSent.Parser,
            (SignalSent sent) =>
                new Proto.SignalSent
                {
                    Key = sent.Key.Value,
                    Signal = sent.Signal,
                    Scope = sent.Scope.ToWire(),
                },
            wire => new SignalSent(Key(wire.HasKey, wire.Key), wire.Signal, wire.Scope.ToContract())
        ),
        MessageCodec.Of(
            "pxa",
            Proto.StopOutcomes.Parser,
            (AllStopped all) => ToWire(all.Outcomes),
            wire => new AllStopped(ToContract(wire)),
            all => new AllStopped(Tails.Without(all.Outcomes))
        ),
        MessageCodec.Of(
            "pd",
            Proto.StopOutcomes.Parser,
            (ManagerStopped stopped) => ToWire(stopped.Outcomes),
            wire => new ManagerStopped(ToContract(wire)),
            stopped => new ManagerStopped(Tails.Without(stopped.Outcomes))
        ),
        MessageCodec.Of(
            "pc",
            Proto.CleanedUp.Parser,
            (CleanedUp cleaned) => new Proto.CleanedUp { Count = cleaned.Count },
            wire => new CleanedUp(wire.Count)
        ),
        MessageCodec.Of("pm", Proto.ManagerStats.Parser, (ManagerStats stats) => stats.ToWire(), ToContract),
    ];

    private static Proto.CommandRejected ToWire(this CommandRejected rejected)
    {
        var wire = new Proto.CommandRejected { Reason = rejected.Reason.ToWire(), Message = rejected.Message };
        if (rejected.SpawnError is { } error)
        {
            wire.SpawnError = error.ToWire();
        }

        return wire;
    }

    private static CommandRejected ToContract(this Proto.CommandRejected wire) =>
        new(wire.Reason.ToContract(), wire.Message, wire.HasSpawnError ? wire.SpawnError.ToContract() : null);

    private static Proto.ProcessList ToWire(this ProcessList list) =>
        new() { Processes = { list.Processes.Select(ProcessSnapshots.ToWire) } };

    private static ProcessList ToContract(Proto.ProcessList wire) =>
        new([.. wire.Processes.Select(ProcessSnapshots.ToContract)]);

    private static Proto.StopOutcomes ToWire(IReadOnlyList<IStopReply> outcomes) =>
        new() { Outcomes = { outcomes.Select(ToWire) } };

    private static IReadOnlyList<IStopReply> ToContract(Proto.StopOutcomes wire) =>
        [.. wire.Outcomes.Select(ToContract)];

    private static Proto.StopOutcome ToWire(IStopReply outcome) =>
        outcome switch
        {
            ProcessStopped stopped => new Proto.StopOutcome { Stopped = stopped.ToWire() },
            ProcessUnkillable unkillable => new Proto.StopOutcome { Unkillable = unkillable.ToWire() },
            ProcessLost lost => new Proto.StopOutcome { Lost = lost.ToWire() },
            CommandRejected rejected => new Proto.StopOutcome { Rejected = rejected.ToWire() },
            _ => throw new WireFormatException($"{outcome.GetType().Name} is not an IStopReply of the wire"),
        };

    private static IStopReply ToContract(Proto.StopOutcome wire) =>
        wire.OutcomeCase switch
        {
            Proto.StopOutcome.OutcomeOneofCase.Stopped => wire.Stopped.ToContract(),
            Proto.StopOutcome.OutcomeOneofCase.Unkillable => wire.Unkillable.ToContract(),
            Proto.StopOutcome.OutcomeOneofCase.Lost => wire.Lost.ToLost(),
            Proto.StopOutcome.OutcomeOneofCase.Rejected => wire.Rejected.ToContract(),
            _ => throw Missing("the outcome of a stop"),
        };

    private static Proto.ManagerStats ToWire(this ManagerStats stats) =>
        new()
        {
            ByPhase =
            {
                stats
                    .ByPhase.OrderBy(pair => pair.Key)
                    .Select(pair => new Proto.PhaseCount { Phase = pair.Key.ToWire(), Count = pair.Value }),
            },
            Started = stats.Started,
            SpawnFailures = stats.SpawnFailures,
            Restarts = stats.Restarts,
            Stopped = stats.Stopped,
            Escalations = stats.Escalations,
            SurvivorsKilled = stats.SurvivorsKilled,
            Lost = stats.Lost,
            Watchdog = Given(stats.Watchdog, nameof(stats.Watchdog)).ToWire(),
        };

    private static ManagerStats ToContract(Proto.ManagerStats wire)
    {
        var phases = new Dictionary<ProcessPhase, int>();
        foreach (var count in wire.ByPhase)
        {
            if (!phases.TryAdd(count.Phase.ToContract(), count.Count))
            {
                throw new WireFormatException("a phase stands there twice");
            }
        }

        return new ManagerStats
        {
            ByPhase = phases,
            Started = wire.Started,
            SpawnFailures = wire.SpawnFailures,
            Restarts = wire.Restarts,
            Stopped = wire.Stopped,
            Escalations = wire.Escalations,
            SurvivorsKilled = wire.SurvivorsKilled,
            Lost = wire.Lost,
            Watchdog = Given(wire.Watchdog, nameof(wire.Watchdog)).ToContract(),
        };
    }
}
