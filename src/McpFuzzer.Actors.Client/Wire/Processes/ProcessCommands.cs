using McpFuzzer.Actors.Contracts.Processes;
using static McpFuzzer.Actors.Client.Wire.WireValues;

namespace McpFuzzer.Actors.Client.Wire.Processes;

/// <summary>The commands of the ManagerActor.</summary>
internal static class ProcessCommands
{
    public static IReadOnlyList<MessageCodec> Codecs { get; } =
    [
        MessageCodec.Of("PS", Proto.StartProcess.Parser, (StartProcess start) => start.ToWire(), ToContract),
        MessageCodec.Of("PX", Proto.StopProcess.Parser, (StopProcess stop) => stop.ToWire(), ToContract),
        MessageCodec.Of("PXA", Proto.StopAllProcesses.Parser, (StopAllProcesses stop) => stop.ToWire(), ToContract),
        Concerning("PG", (GetProcess get) => get.Key, key => new GetProcess(key)),
        MessageCodec.Of(
            "PF",
            Proto.FindByPid.Parser,
            (FindByPid find) => new Proto.FindByPid { Pid = find.Pid },
            wire => new FindByPid(wire.Pid)
        ),
        MessageCodec.Of("PL", Proto.ListProcesses.Parser, (ListProcesses list) => list.ToWire(), ToContract),
        Waiting("PW", (WaitForExit wait) => (wait.Key, wait.Timeout), (key, timeout) => new WaitForExit(key, timeout)),
        Waiting(
            "PWR",
            (WaitForReady wait) => (wait.Key, wait.Timeout),
            (key, timeout) => new WaitForReady(key, timeout)
        ),
        Concerning("PU", (UpdateActivity update) => update.Key, key => new UpdateActivity(key)),
        MessageCodec.OfNothing<GetManagerStats>("PM"),
        MessageCodec.Of("PC", Proto.CleanupFinished.Parser, (CleanupFinished clean) => clean.ToWire(), ToContract),
        MessageCodec.Of(
            "PD",
            Proto.ShutdownManager.Parser,
            (ShutdownManager shutdown) => shutdown.ToWire(),
            ToContract
        ),
        MessageCodec.Of("PK", Proto.SignalProcess.Parser, (SignalProcess signal) => signal.ToWire(), ToContract),
        MessageCodec.Of(
            "PO",
            Proto.WatchProcesses.Parser,
            (WatchProcesses watch) => Watching(watch.Key),
            wire => new WatchProcesses(KeyOrNull(wire.HasKey, wire.Key))
        ),
        MessageCodec.OfNothing<UnwatchProcesses>("PON"),
    ];

    /// <summary>A message that only names its process.</summary>
    public static MessageCodec Concerning<T>(string manifest, Func<T, ProcessKey> key, Func<ProcessKey, T> make)
        where T : class =>
        MessageCodec.Of(
            manifest,
            Proto.OfProcess.Parser,
            (T message) => new Proto.OfProcess { Key = key(message).Value },
            wire => make(Key(wire.HasKey, wire.Key))
        );

    public static Proto.WatchProcesses Watching(ProcessKey? key)
    {
        var wire = new Proto.WatchProcesses();
        if (key is not null)
        {
            wire.Key = key.Value;
        }

        return wire;
    }

    private static MessageCodec Waiting<T>(
        string manifest,
        Func<T, (ProcessKey, TimeSpan?)> parts,
        Func<ProcessKey, TimeSpan?, T> make
    )
        where T : class =>
        MessageCodec.Of(
            manifest,
            Proto.WaitForProcess.Parser,
            (T message) =>
            {
                var (key, timeout) = parts(message);
                var wire = new Proto.WaitForProcess { Key = key.Value };
                if (timeout is { } limit)
                {
                    wire.TimeoutTicks = limit.Ticks;
                }

                return wire;
            },
            wire => make(Key(wire.HasKey, wire.Key), SpanOrNull(wire.HasTimeoutTicks, wire.TimeoutTicks))
        );

    private static Proto.StartProcess ToWire(this StartProcess start)
    {
        var wire = new Proto.StartProcess
        {
            Spec = Given(start.Spec, nameof(start.Spec)).ToWire(),
            OwnedBySender = start.OwnedBySender,
        };
        if (start.Key is { } key)
        {
            wire.Key = key.Value;
        }

        if (start.RequestId is { } request)
        {
            wire.RequestId = request.Value;
        }

        return wire;
    }

    private static StartProcess ToContract(Proto.StartProcess wire) =>
        new(
            Given(wire.Spec, nameof(wire.Spec)).ToContract(),
            KeyOrNull(wire.HasKey, wire.Key),
            RequestOrNull(wire.HasRequestId, wire.RequestId)
        )
        {
            OwnedBySender = wire.OwnedBySender,
        };

    private static Proto.StopProcess ToWire(this StopProcess stop)
    {
        var wire = new Proto.StopProcess { Key = stop.Key.Value, Force = stop.Force };
        if (stop.Incarnation is { } incarnation)
        {
            wire.Incarnation = incarnation;
        }

        if (stop.Grace is { } grace)
        {
            wire.GraceTicks = grace.Ticks;
        }

        if (stop.RequestId is { } request)
        {
            wire.RequestId = request.Value;
        }

        return wire;
    }

    private static StopProcess ToContract(Proto.StopProcess wire) =>
        new(
            Key(wire.HasKey, wire.Key),
            wire.HasIncarnation ? wire.Incarnation : null,
            wire.Force,
            SpanOrNull(wire.HasGraceTicks, wire.GraceTicks),
            RequestOrNull(wire.HasRequestId, wire.RequestId)
        );

    private static Proto.StopAllProcesses ToWire(this StopAllProcesses stop)
    {
        var wire = new Proto.StopAllProcesses { Force = stop.Force };
        if (stop.Grace is { } grace)
        {
            wire.GraceTicks = grace.Ticks;
        }

        if (stop.RequestId is { } request)
        {
            wire.RequestId = request.Value;
        }

        return wire;
    }

    private static StopAllProcesses ToContract(Proto.StopAllProcesses wire) =>
        new(
            wire.Force,
            SpanOrNull(wire.HasGraceTicks, wire.GraceTicks),
            RequestOrNull(wire.HasRequestId, wire.RequestId)
        );

    private static Proto.ListProcesses ToWire(this ListProcesses list)
    {
        var wire = new Proto.ListProcesses();
        if (list.PhaseFilter is { } phase)
        {
            wire.PhaseFilter = phase.ToWire();
        }

        return wire;
    }

    private static ListProcesses ToContract(Proto.ListProcesses wire) =>
        new(wire.HasPhaseFilter ? wire.PhaseFilter.ToContract() : null);

    private static Proto.CleanupFinished ToWire(this CleanupFinished clean)
    {
        var wire = new Proto.CleanupFinished();
        if (clean.RequestId is { } request)
        {
            wire.RequestId = request.Value;
        }

        return wire;
    }

    private static CleanupFinished ToContract(Proto.CleanupFinished wire) =>
        new(RequestOrNull(wire.HasRequestId, wire.RequestId));

    private static Proto.ShutdownManager ToWire(this ShutdownManager shutdown)
    {
        var wire = new Proto.ShutdownManager();
        if (shutdown.Grace is { } grace)
        {
            wire.GraceTicks = grace.Ticks;
        }

        return wire;
    }

    private static ShutdownManager ToContract(Proto.ShutdownManager wire) =>
        new(SpanOrNull(wire.HasGraceTicks, wire.GraceTicks));

    private static Proto.SignalProcess ToWire(this SignalProcess signal)
    {
        var wire = new Proto.SignalProcess
        {
            Key = signal.Key.Value,
            Signal = signal.Signal,
            Scope = signal.Scope.ToWire(),
        };
        if (signal.RequestId is { } request)
        {
            wire.RequestId = request.Value;
        }

        return wire;
    }

    private static SignalProcess ToContract(Proto.SignalProcess wire) =>
        new(
            Key(wire.HasKey, wire.Key),
            wire.Signal,
            wire.Scope.ToContract(),
            RequestOrNull(wire.HasRequestId, wire.RequestId)
        );
}
