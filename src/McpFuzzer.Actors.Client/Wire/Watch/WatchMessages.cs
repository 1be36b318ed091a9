using McpFuzzer.Actors.Client.Wire.Processes;
using McpFuzzer.Actors.Contracts.Watch;
using static McpFuzzer.Actors.Client.Wire.WireValues;

namespace McpFuzzer.Actors.Client.Wire.Watch;

/// <summary>The commands and replies of the WatchdogActor.</summary>
internal static class WatchMessages
{
    public static IReadOnlyList<MessageCodec> Codecs { get; } =
    [
        MessageCodec.OfNothing<StartWatchdog>("WS"),
        MessageCodec.OfNothing<StopWatchdog>("WX"),
        ProcessCommands.Concerning("WR", (RegisterProcess register) => register.Key, key => new RegisterProcess(key)),
        MessageCodec.Of(
            "WE",
            Proto.RegisterExternal.Parser,
            (RegisterExternal register) => register.ToWire(),
            ToContract
        ),
        ProcessCommands.Concerning(
            "WU",
            (UnregisterProcess unregister) => unregister.Key,
            key => new UnregisterProcess(key)
        ),
        ProcessCommands.Concerning("WI", (IsRegistered question) => question.Key, key => new IsRegistered(key)),
        MessageCodec.OfNothing<GetWatchdogStats>("WM"),
        MessageCodec.OfNothing<WatchdogStarted>("ws"),
        MessageCodec.OfNothing<WatchdogStopped>("wx"),
        ProcessCommands.Concerning("wr", (Registered registered) => registered.Key, key => new Registered(key)),
        ProcessCommands.Concerning("wu", (Unregistered unregistered) => unregistered.Key, key => new Unregistered(key)),
        MessageCodec.Of(
            "wi",
            Proto.RegistrationStatus.Parser,
            (RegistrationStatus status) =>
                new Proto.RegistrationStatus { Key = status.Key.Value, IsRegistered = status.IsRegistered },
            wire => new RegistrationStatus(Key(wire.HasKey, wire.Key), wire.IsRegistered)
        ),
        MessageCodec.Of("wm", Proto.WatchdogStats.Parser, (WatchdogStats stats) => stats.ToWire(), ToContract),
    ];

    public static Proto.WatchdogStats ToWire(this WatchdogStats stats)
    {
        var wire = new Proto.WatchdogStats
        {
            Watching = stats.Watching,
            RegisteredCount = stats.RegisteredCount,
            Running = stats.Running,
            Suspect = stats.Suspect,
            Terminated = stats.Terminated,
            Killed = stats.Killed,
            LastTickDurationTicks = stats.LastTickDuration.Ticks,
            CallbackFaults = stats.CallbackFaults,
        };
        if (stats.SinceLastTick is { } since)
        {
            wire.SinceLastTickTicks = since.Ticks;
        }

        return wire;
    }

    public static WatchdogStats ToContract(this Proto.WatchdogStats wire) =>
        new()
        {
            Watching = wire.Watching,
            RegisteredCount = wire.RegisteredCount,
            Running = wire.Running,
            Suspect = wire.Suspect,
            Terminated = wire.Terminated,
            Killed = wire.Killed,
            SinceLastTick = SpanOrNull(wire.HasSinceLastTickTicks, wire.SinceLastTickTicks),
            LastTickDuration = TimeSpan.FromTicks(wire.LastTickDurationTicks),
            CallbackFaults = wire.CallbackFaults,
        };

    private static Proto.RegisterExternal ToWire(this RegisterExternal register)
    {
        var wire = new Proto.RegisterExternal { Pid = register.Pid, Name = register.Name };
        if (register.Timeout is { } timeout)
        {
            wire.TimeoutTicks = timeout.Ticks;
        }

        if (register.AutoKill is { } autoKill)
        {
            wire.AutoKill = autoKill;
        }

        return wire;
    }

    private static RegisterExternal ToContract(Proto.RegisterExternal wire) =>
        new(wire.Pid, wire.Name)
        {
            Timeout = SpanOrNull(wire.HasTimeoutTicks, wire.TimeoutTicks),
            AutoKill = wire.HasAutoKill ? wire.AutoKill : null,
        };
}
