using Google.Protobuf;
using McpFuzzer.Actors.Contracts.Processes;
using static McpFuzzer.Actors.Client.Wire.WireValues;

namespace McpFuzzer.Actors.Client.Wire.Processes;

/// <summary>The events of a process.</summary>
internal static class ProcessEvents
{
    public static IReadOnlyList<MessageCodec> Codecs { get; } =
    [
        MessageCodec.Of("ps", Proto.ProcessStarted.Parser, (ProcessStarted started) => started.ToWire(), ToContract),
        Readiness(
            "pr",
            (ProcessReady ready) => (ready.Key, ready.Incarnation, ready.After),
            (key, incarnation, after) => new ProcessReady(key, incarnation, after)
        ),
        Readiness(
            "pn",
            (ProcessNotReady not) => (not.Key, not.Incarnation, not.After),
            (key, incarnation, after) => new ProcessNotReady(key, incarnation, after)
        ),
        MessageCodec.Of(
            "pb",
            Proto.ProcessRestarting.Parser,
            (ProcessRestarting restarting) => restarting.ToWire(),
            ToContract
        ),
        MessageCodec.Of(
            "pf",
            Proto.ProcessGivenUp.Parser,
            (ProcessFailed failed) => GivenUp(failed.Key, failed.Incarnation, failed.Reason),
            wire => new ProcessFailed(Key(wire.HasKey, wire.Key), wire.Incarnation, wire.Why)
        ),
        MessageCodec.Of(
            "pu",
            Proto.ProcessUnresponsive.Parser,
            (ProcessUnresponsive unresponsive) => unresponsive.ToWire(),
            ToContract
        ),
        MessageCodec.Of("pe", Proto.ProcessExited.Parser, (ProcessExited exited) => exited.ToWire(), ToContract),
        MessageCodec.Of("px", Proto.ProcessStopped.Parser, (ProcessStopped stopped) => stopped.ToWire(), ToContract),
        MessageCodec.Of(
            "pk",
            Proto.ProcessUnkillable.Parser,
            (ProcessUnkillable unkillable) => unkillable.ToWire(),
            ToContract
        ),
        MessageCodec.Of("pl", Proto.ProcessGivenUp.Parser, (ProcessLost lost) => lost.ToWire(), ToLost),
    ];

    public static Proto.ProcessStopped ToWire(this ProcessStopped stopped) =>
        new()
        {
            Key = stopped.Key.Value,
            Incarnation = stopped.Incarnation,
            Exit = Given(stopped.Exit, nameof(stopped.Exit)).ToWire(),
            Cause = stopped.Cause.ToWire(),
            Escalated = stopped.Escalated,
            SurvivorsKilled = stopped.SurvivorsKilled,
            StdoutTail = stopped.StdoutTail.ToWire(),
            StderrTail = stopped.StderrTail.ToWire(),
            Breach = stopped.Breach?.ToWire(),
        };

    public static ProcessStopped ToContract(this Proto.ProcessStopped wire) =>
        new(
            Key(wire.HasKey, wire.Key),
            wire.Incarnation,
            Given(wire.Exit, nameof(wire.Exit)).ToContract(),
            wire.Cause.ToContract(),
            wire.Escalated,
            wire.SurvivorsKilled,
            Given(wire.StdoutTail, nameof(wire.StdoutTail)).ToContract(),
            Given(wire.StderrTail, nameof(wire.StderrTail)).ToContract(),
            wire.Breach?.ToContract()
        );

    public static Proto.ProcessUnkillable ToWire(this ProcessUnkillable unkillable) =>
        new()
        {
            Key = unkillable.Key.Value,
            Incarnation = unkillable.Incarnation,
            Pids = { unkillable.Pids },
        };

    public static ProcessUnkillable ToContract(this Proto.ProcessUnkillable wire) =>
        new(Key(wire.HasKey, wire.Key), wire.Incarnation, [.. wire.Pids]);

    public static Proto.ProcessGivenUp ToWire(this ProcessLost lost) =>
        GivenUp(lost.Key, lost.Incarnation, lost.Detail);

    public static ProcessLost ToLost(this Proto.ProcessGivenUp wire) =>
        new(Key(wire.HasKey, wire.Key), wire.Incarnation, wire.Why);

    public static Proto.ProcessExit ToWire(this ProcessExit exit) =>
        exit switch
        {
            ProcessExit.Code code => new Proto.ProcessExit { Code = code.Value },
            ProcessExit.Signal signal => new Proto.ProcessExit
            {
                Signal = new Proto.ProcessExit.Types.Signal { Number = signal.Number, CoreDumped = signal.CoreDumped },
            },
            ProcessExit.Unknown unknown => new Proto.ProcessExit { Unknown = unknown.Why },
            _ => throw new WireFormatException($"{exit.GetType().Name} is not a ProcessExit of the wire"),
        };

    public static ProcessExit ToContract(this Proto.ProcessExit wire) =>
        wire.EndCase switch
        {
            Proto.ProcessExit.EndOneofCase.Code => new ProcessExit.Code(wire.Code),
            Proto.ProcessExit.EndOneofCase.Signal => new ProcessExit.Signal(wire.Signal.Number, wire.Signal.CoreDumped),
            Proto.ProcessExit.EndOneofCase.Unknown => new ProcessExit.Unknown(wire.Unknown),
            _ => throw Missing("the end of ProcessExit"),
        };

    public static Proto.OutputTail ToWire(this OutputTail tail) =>
        new() { Bytes = ByteString.CopyFrom(tail.Bytes.Span), TotalBytes = tail.TotalBytes };

    public static OutputTail ToContract(this Proto.OutputTail wire) => new(wire.Bytes.Memory, wire.TotalBytes);

    public static Proto.LimitBreach ToWire(this LimitBreach breach)
    {
        var wire = new Proto.LimitBreach
        {
            Kind = breach.Kind.ToWire(),
            Seen = breach.Seen,
            Bound = breach.Bound,
        };
        if (breach.Measure is { } measure)
        {
            wire.Measure = measure.ToWire();
        }

        return wire;
    }

    public static LimitBreach ToContract(this Proto.LimitBreach wire) =>
        new(wire.Kind.ToContract(), wire.Seen, wire.Bound)
        {
            Measure = wire.HasMeasure ? wire.Measure.ToContract() : null,
        };

    private static MessageCodec Readiness<T>(
        string manifest,
        Func<T, (ProcessKey, int, TimeSpan)> parts,
        Func<ProcessKey, int, TimeSpan, T> make
    )
        where T : class =>
        MessageCodec.Of(
            manifest,
            Proto.ProcessReadiness.Parser,
            (T message) =>
            {
                var (key, incarnation, after) = parts(message);
                return new Proto.ProcessReadiness
                {
                    Key = key.Value,
                    Incarnation = incarnation,
                    AfterTicks = after.Ticks,
                };
            },
            wire => make(Key(wire.HasKey, wire.Key), wire.Incarnation, TimeSpan.FromTicks(wire.AfterTicks))
        );

    private static Proto.ProcessGivenUp GivenUp(ProcessKey key, int incarnation, string why) =>
        new()
        {
            Key = key.Value,
            Incarnation = incarnation,
            Why = why,
        };

    private static Proto.ProcessStarted ToWire(this ProcessStarted started) =>
        new()
        {
            Key = started.Key.Value,
            Incarnation = started.Incarnation,
            Pid = started.Pid,
            At = started.At.ToWire(),
            Containment = started.Containment.ToWire(),
        };

    private static ProcessStarted ToContract(Proto.ProcessStarted wire) =>
        new(
            Key(wire.HasKey, wire.Key),
            wire.Incarnation,
            wire.Pid,
            wire.At.ToContract(),
            wire.Containment.ToContract()
        );

    private static Proto.ProcessRestarting ToWire(this ProcessRestarting restarting) =>
        new()
        {
            Key = restarting.Key.Value,
            Incarnation = restarting.Incarnation,
            NextIncarnation = restarting.NextIncarnation,
            DelayTicks = restarting.Delay.Ticks,
            Attempt = restarting.Attempt,
        };

    private static ProcessRestarting ToContract(Proto.ProcessRestarting wire) =>
        new(
            Key(wire.HasKey, wire.Key),
            wire.Incarnation,
            wire.NextIncarnation,
            TimeSpan.FromTicks(wire.DelayTicks),
            wire.Attempt
        );

    private static Proto.ProcessUnresponsive ToWire(this ProcessUnresponsive unresponsive) =>
        new()
        {
            Key = unresponsive.Key.Value,
            Incarnation = unresponsive.Incarnation,
            SilentForTicks = unresponsive.SilentFor.Ticks,
            Level = unresponsive.Level.ToWire(),
        };

    private static ProcessUnresponsive ToContract(Proto.ProcessUnresponsive wire) =>
        new(
            Key(wire.HasKey, wire.Key),
            wire.Incarnation,
            TimeSpan.FromTicks(wire.SilentForTicks),
            wire.Level.ToContract()
        );

    private static Proto.ProcessExited ToWire(this ProcessExited exited) =>
        new()
        {
            Key = exited.Key.Value,
            Incarnation = exited.Incarnation,
            Exit = Given(exited.Exit, nameof(exited.Exit)).ToWire(),
            Cause = exited.Cause.ToWire(),
            RanTicks = exited.Ran.Ticks,
            StdoutTail = exited.StdoutTail.ToWire(),
            StderrTail = exited.StderrTail.ToWire(),
            Breach = exited.Breach?.ToWire(),
        };

    private static ProcessExited ToContract(Proto.ProcessExited wire) =>
        new(
            Key(wire.HasKey, wire.Key),
            wire.Incarnation,
            Given(wire.Exit, nameof(wire.Exit)).ToContract(),
            wire.Cause.ToContract(),
            TimeSpan.FromTicks(wire.RanTicks),
            Given(wire.StdoutTail, nameof(wire.StdoutTail)).ToContract(),
            Given(wire.StderrTail, nameof(wire.StderrTail)).ToContract(),
            wire.Breach?.ToContract()
        );
}
