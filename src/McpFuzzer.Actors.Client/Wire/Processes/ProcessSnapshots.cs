using McpFuzzer.Actors.Contracts.Processes;
using static McpFuzzer.Actors.Client.Wire.WireValues;

namespace McpFuzzer.Actors.Client.Wire.Processes;

/// <summary>Returns the status of a process.</summary>
internal static class ProcessSnapshots
{
    public static Proto.ProcessSnapshot ToWire(this ProcessSnapshot snapshot)
    {
        var wire = new Proto.ProcessSnapshot
        {
            Key = snapshot.Key.Value,
            Incarnation = snapshot.Incarnation,
            Name = snapshot.Name,
            Command = { snapshot.Command },
            Phase = snapshot.Phase.ToWire(),
            StartedAt = snapshot.StartedAt.ToWire(),
            AgeTicks = snapshot.Age.Ticks,
            LastActivityBy = snapshot.LastActivityBy.ToWire(),
            Restarts = snapshot.Restarts,
            Limits = { snapshot.Limits.Select(ToWire) },
            Breach = snapshot.Breach?.ToWire(),
            Containment = snapshot.Containment.ToWire(),
            Exit = snapshot.Exit?.ToWire(),
            Escalated = snapshot.Escalated,
            SurvivorsKilled = snapshot.SurvivorsKilled,
            StdinBytes = snapshot.StdinBytes,
            StdoutTail = snapshot.StdoutTail.ToWire(),
            StderrTail = snapshot.StderrTail.ToWire(),
        };
        AddWhatMayLack(wire, snapshot);
        return wire;
    }

    public static ProcessSnapshot ToContract(this Proto.ProcessSnapshot wire) =>
        new()
        {
            Key = Key(wire.HasKey, wire.Key),
            Incarnation = wire.Incarnation,
            Name = wire.Name,
            Command = [.. wire.Command],
            Phase = wire.Phase.ToContract(),
            Pid = wire.HasPid ? wire.Pid : null,
            StartedAt = wire.StartedAt.ToContract(),
            Age = TimeSpan.FromTicks(wire.AgeTicks),
            IdleFor = SpanOrNull(wire.HasIdleForTicks, wire.IdleForTicks),
            LastActivityBy = wire.LastActivityBy.ToActivitySources(),
            CallbackFault = wire.HasCallbackFault ? wire.CallbackFault.ToContract() : null,
            IsReady = wire.HasIsReady ? wire.IsReady : null,
            ResidentBytes = wire.HasResidentBytes ? wire.ResidentBytes : null,
            ProportionalBytes = wire.HasProportionalBytes ? wire.ProportionalBytes : null,
            CpuTime = SpanOrNull(wire.HasCpuTimeTicks, wire.CpuTimeTicks),
            Threads = wire.HasThreads ? wire.Threads : null,
            Descriptors = wire.HasDescriptors ? wire.Descriptors : null,
            Children = wire.HasChildren ? wire.Children : null,
            Restarts = wire.Restarts,
            Limits = [.. wire.Limits.Select(ToContract)],
            Breach = wire.Breach?.ToContract(),
            Containment = wire.Containment.ToContract(),
            Exit = wire.Exit?.ToContract(),
            Cause = wire.HasCause ? wire.Cause.ToContract() : null,
            Escalated = wire.Escalated,
            SurvivorsKilled = wire.SurvivorsKilled,
            StdinBytes = wire.StdinBytes,
            StdoutTail = Given(wire.StdoutTail, nameof(wire.StdoutTail)).ToContract(),
            StderrTail = Given(wire.StderrTail, nameof(wire.StderrTail)).ToContract(),
        };

    private static void AddWhatMayLack(Proto.ProcessSnapshot wire, ProcessSnapshot snapshot)
    {
        if (snapshot.Pid is { } pid)
        {
            wire.Pid = pid;
        }

        if (snapshot.IdleFor is { } idle)
        {
            wire.IdleForTicks = idle.Ticks;
        }

        if (snapshot.CallbackFault is { } fault)
        {
            wire.CallbackFault = fault.ToWire();
        }

        if (snapshot.IsReady is { } ready)
        {
            wire.IsReady = ready;
        }

        if (snapshot.ResidentBytes is { } resident)
        {
            wire.ResidentBytes = resident;
        }

        if (snapshot.ProportionalBytes is { } proportional)
        {
            wire.ProportionalBytes = proportional;
        }

        if (snapshot.CpuTime is { } time)
        {
            wire.CpuTimeTicks = time.Ticks;
        }

        if (snapshot.Threads is { } threads)
        {
            wire.Threads = threads;
        }

        if (snapshot.Descriptors is { } descriptors)
        {
            wire.Descriptors = descriptors;
        }

        if (snapshot.Children is { } children)
        {
            wire.Children = children;
        }

        if (snapshot.Cause is { } cause)
        {
            wire.Cause = cause.ToWire();
        }
    }

    private static Proto.AppliedLimit ToWire(AppliedLimit limit) =>
        new()
        {
            Kind = limit.Kind.ToWire(),
            Bound = limit.Bound,
            Method = limit.Method.ToWire(),
        };

    private static AppliedLimit ToContract(Proto.AppliedLimit wire) =>
        new(wire.Kind.ToContract(), wire.Bound, wire.Method.ToContract());
}
