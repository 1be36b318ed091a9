using McpFuzzer.Actors.Contracts;
using McpFuzzer.Actors.Contracts.Executions;
using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Contracts.Watch;
using static McpFuzzer.Actors.Client.Wire.WireValues;

namespace McpFuzzer.Actors.Client.Wire;

/// <summary>Maps each enum of the contracts to its enum of the wire.</summary>
internal static class WireEnums
{
    public static Proto.RejectReason ToWire(this RejectReason value) => Write<RejectReason, Proto.RejectReason>(value);

    public static RejectReason ToContract(this Proto.RejectReason value) =>
        Read<Proto.RejectReason, RejectReason>(value);

    public static Proto.SpawnError ToWire(this SpawnError value) => Write<SpawnError, Proto.SpawnError>(value);

    public static SpawnError ToContract(this Proto.SpawnError value) => Read<Proto.SpawnError, SpawnError>(value);

    public static Proto.ProcessPhase ToWire(this ProcessPhase value) => Write<ProcessPhase, Proto.ProcessPhase>(value);

    public static ProcessPhase ToContract(this Proto.ProcessPhase value) =>
        Read<Proto.ProcessPhase, ProcessPhase>(value);

    public static Proto.StdioMode ToWire(this StdioMode value) => Write<StdioMode, Proto.StdioMode>(value);

    public static StdioMode ToContract(this Proto.StdioMode value) => Read<Proto.StdioMode, StdioMode>(value);

    public static Proto.RestartMode ToWire(this RestartMode value) => Write<RestartMode, Proto.RestartMode>(value);

    public static RestartMode ToContract(this Proto.RestartMode value) => Read<Proto.RestartMode, RestartMode>(value);

    public static Proto.LimitKind ToWire(this LimitKind value) => Write<LimitKind, Proto.LimitKind>(value);

    public static LimitKind ToContract(this Proto.LimitKind value) => Read<Proto.LimitKind, LimitKind>(value);

    public static Proto.LimitMethod ToWire(this LimitMethod value) => Write<LimitMethod, Proto.LimitMethod>(value);

    public static LimitMethod ToContract(this Proto.LimitMethod value) => Read<Proto.LimitMethod, LimitMethod>(value);

    public static Proto.MemoryMeasure ToWire(this MemoryMeasure value) =>
        Write<MemoryMeasure, Proto.MemoryMeasure>(value);

    public static MemoryMeasure ToContract(this Proto.MemoryMeasure value) =>
        Read<Proto.MemoryMeasure, MemoryMeasure>(value);

    public static Proto.ContainmentLevel ToWire(this ContainmentLevel value) =>
        Write<ContainmentLevel, Proto.ContainmentLevel>(value);

    public static ContainmentLevel ToContract(this Proto.ContainmentLevel value) =>
        Read<Proto.ContainmentLevel, ContainmentLevel>(value);

    public static Proto.ExitCause ToWire(this ExitCause value) => Write<ExitCause, Proto.ExitCause>(value);

    public static ExitCause ToContract(this Proto.ExitCause value) => Read<Proto.ExitCause, ExitCause>(value);

    public static Proto.SignalScope ToWire(this SignalScope value) => Write<SignalScope, Proto.SignalScope>(value);

    public static SignalScope ToContract(this Proto.SignalScope value) => Read<Proto.SignalScope, SignalScope>(value);

    public static Proto.UnresponsiveLevel ToWire(this UnresponsiveLevel value) =>
        Write<UnresponsiveLevel, Proto.UnresponsiveLevel>(value);

    public static UnresponsiveLevel ToContract(this Proto.UnresponsiveLevel value) =>
        Read<Proto.UnresponsiveLevel, UnresponsiveLevel>(value);

    public static Proto.BatchErrorKind ToWire(this BatchErrorKind value) =>
        Write<BatchErrorKind, Proto.BatchErrorKind>(value);

    public static BatchErrorKind ToContract(this Proto.BatchErrorKind value) =>
        Read<Proto.BatchErrorKind, BatchErrorKind>(value);

    public static Proto.CallbackFault ToWire(this CallbackFault value) =>
        Write<CallbackFault, Proto.CallbackFault>(value);

    public static CallbackFault ToContract(this Proto.CallbackFault value) =>
        Read<Proto.CallbackFault, CallbackFault>(value);

    /// <summary>Flags are sent as bits.</summary>
    public static int ToWire(this ActivitySources value) => Known(value) ? (int)value : throw Unknown((int)value);

    public static ActivitySources ToActivitySources(this int bits) =>
        Known((ActivitySources)bits) ? (ActivitySources)bits : throw Unknown(bits);

    private static bool Known(ActivitySources value) =>
        (value & ~(ActivitySources.Output | ActivitySources.Updates | ActivitySources.Callback))
        == ActivitySources.None;

    private static WireFormatException Unknown(int bits) => new($"ActivitySources has no bits {bits} here");
}
