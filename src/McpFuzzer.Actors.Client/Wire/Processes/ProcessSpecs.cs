using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Contracts.Text;
using static McpFuzzer.Actors.Client.Wire.WireValues;

namespace McpFuzzer.Actors.Client.Wire.Processes;

/// <summary>The spec of a start. A null where the contract does not allow one is rejected before it is sent.</summary>
internal static class ProcessSpecs
{
    public static Proto.ProcessSpec ToWire(this ProcessSpec spec)
    {
        RejectBytes(spec);
        var wire = new Proto.ProcessSpec
        {
            Command = { spec.Command },
            Environment = { spec.Environment.Select(ToWire) },
            CleanEnvironment = spec.CleanEnvironment,
            Name = spec.Name,
            ActivitySource = spec.ActivitySource.ToWire(),
            Stdin = spec.Stdin.ToWire(),
            Stdout = spec.Stdout.ToWire(),
            Stderr = spec.Stderr.ToWire(),
            TailBytes = spec.TailBytes,
            StopLadder = spec.StopLadder?.ToWire(),
            Restart = Given(spec.Restart, nameof(spec.Restart)).ToWire(),
            Limits = spec.Limits?.ToWire(),
            ReadyWhen = spec.ReadyWhen?.ToWire(),
            ReadyTimeoutTicks = spec.ReadyTimeout.Ticks,
            Redact = { spec.Redact },
        };
        if (spec.WorkingDirectory is { } directory)
        {
            wire.WorkingDirectory = directory;
        }

        if (spec.User is { } user)
        {
            wire.User = user;
        }

        if (spec.Terminal is { } terminal)
        {
            wire.Terminal = terminal;
        }

        if (spec.Timeout is { } timeout)
        {
            wire.TimeoutTicks = timeout.Ticks;
        }

        if (spec.AutoKill is { } autoKill)
        {
            wire.AutoKill = autoKill;
        }

        if (spec.MaxTime is { } maxTime)
        {
            wire.MaxTimeTicks = maxTime.Ticks;
        }

        return wire;
    }

    public static ProcessSpec ToContract(this Proto.ProcessSpec wire) =>
        new()
        {
            Command = [.. wire.Command],
            WorkingDirectory = wire.HasWorkingDirectory ? wire.WorkingDirectory : null,
            User = wire.HasUser ? wire.User : null,
            Terminal = wire.HasTerminal ? wire.Terminal : null,
            Environment = ToEnvironment(wire.Environment),
            CleanEnvironment = wire.CleanEnvironment,
            Name = wire.Name,
            Timeout = SpanOrNull(wire.HasTimeoutTicks, wire.TimeoutTicks),
            AutoKill = wire.HasAutoKill ? wire.AutoKill : null,
            MaxTime = SpanOrNull(wire.HasMaxTimeTicks, wire.MaxTimeTicks),
            ActivitySource = wire.ActivitySource.ToActivitySources(),
            Stdin = wire.Stdin.ToContract(),
            Stdout = wire.Stdout.ToContract(),
            Stderr = wire.Stderr.ToContract(),
            TailBytes = wire.TailBytes,
            StopLadder = wire.StopLadder?.ToContract(),
            Restart = Given(wire.Restart, nameof(wire.Restart)).ToContract(),
            Limits = wire.Limits?.ToContract(),
            ReadyWhen = wire.ReadyWhen?.ToContract(),
            ReadyTimeout = TimeSpan.FromTicks(wire.ReadyTimeoutTicks),
            Redact = [.. wire.Redact],
        };

    // Strings on the wire are UTF-8, so the node would start a different command.
    private static void RejectBytes(ProcessSpec spec)
    {
        IEnumerable<string?> texts =
        [
            spec.WorkingDirectory,
            .. spec.Command,
            .. spec.Environment.Keys,
            .. spec.Environment.Values,
        ];
        if (texts.Any(text => text is not null && ByteText.IsOdd(text)))
        {
            throw new WireFormatException("bytes that are not UTF-8 can be handed to a process of the same node alone");
        }
    }

    private static Proto.EnvironmentChange ToWire(KeyValuePair<string, string?> change)
    {
        var wire = new Proto.EnvironmentChange { Name = change.Key };
        if (change.Value is { } value)
        {
            wire.Value = value;
        }

        return wire;
    }

    private static Dictionary<string, string?> ToEnvironment(IEnumerable<Proto.EnvironmentChange> changes)
    {
        var environment = new Dictionary<string, string?>(StringComparer.Ordinal);
        foreach (var change in changes)
        {
            if (!environment.TryAdd(change.Name, change.HasValue ? change.Value : null))
            {
                throw new WireFormatException("a variable of the environment stands there twice");
            }
        }

        return environment;
    }

    private static Proto.StopLadder ToWire(this StopLadder ladder)
    {
        var wire = new Proto.StopLadder
        {
            CloseStdinTicks = ladder.CloseStdin.Ticks,
            GraceTicks = ladder.Grace.Ticks,
            VerifyTicks = ladder.Verify.Ticks,
        };
        if (ladder.Signal != SignalName.Terminate)
        {
            wire.Signal = ladder.Signal;
        }

        return wire;
    }

    private static StopLadder ToContract(this Proto.StopLadder wire) =>
        new(
            TimeSpan.FromTicks(wire.CloseStdinTicks),
            TimeSpan.FromTicks(wire.GraceTicks),
            TimeSpan.FromTicks(wire.VerifyTicks)
        )
        {
            Signal = wire.HasSignal ? wire.Signal : SignalName.Terminate,
        };

    private static Proto.RestartPolicy ToWire(this RestartPolicy policy)
    {
        var wire = new Proto.RestartPolicy
        {
            Mode = policy.Mode.ToWire(),
            MinBackoffTicks = policy.MinBackoff.Ticks,
            MaxBackoffTicks = policy.MaxBackoff.Ticks,
            RandomFactor = policy.RandomFactor,
            MaxRestarts = policy.MaxRestarts,
            WithinTicks = policy.Within.Ticks,
            StableAfterTicks = policy.StableAfter.Ticks,
        };
        if (policy.Seed is { } seed)
        {
            wire.Seed = seed;
        }

        return wire;
    }

    private static RestartPolicy ToContract(this Proto.RestartPolicy wire) =>
        new()
        {
            Mode = wire.Mode.ToContract(),
            MinBackoff = TimeSpan.FromTicks(wire.MinBackoffTicks),
            MaxBackoff = TimeSpan.FromTicks(wire.MaxBackoffTicks),
            RandomFactor = wire.RandomFactor,
            Seed = wire.HasSeed ? wire.Seed : null,
            MaxRestarts = wire.MaxRestarts,
            Within = TimeSpan.FromTicks(wire.WithinTicks),
            StableAfter = TimeSpan.FromTicks(wire.StableAfterTicks),
        };

    private static Proto.ResourceLimits ToWire(this ResourceLimits limits)
    {
        var wire = new Proto.ResourceLimits();
        if (limits.MemoryBytes is { } memory)
        {
            wire.MemoryBytes = memory;
        }

        if (limits.Pids is { } pids)
        {
            wire.Pids = pids;
        }

        if (limits.CpuTime is { } time)
        {
            wire.CpuTimeTicks = time.Ticks;
        }

        if (limits.OpenFiles is { } files)
        {
            wire.OpenFiles = files;
        }

        return wire;
    }

    private static ResourceLimits ToContract(this Proto.ResourceLimits wire) =>
        new()
        {
            MemoryBytes = wire.HasMemoryBytes ? wire.MemoryBytes : null,
            Pids = wire.HasPids ? wire.Pids : null,
            CpuTime = SpanOrNull(wire.HasCpuTimeTicks, wire.CpuTimeTicks),
            OpenFiles = wire.HasOpenFiles ? wire.OpenFiles : null,
        };

    private static Proto.ReadyWhen ToWire(this ReadyWhen ready) =>
        ready switch
        {
            ReadyWhen.FirstOutput => new Proto.ReadyWhen { FirstOutput = new Proto.Nothing() },
            ReadyWhen.LineMatching line => new Proto.ReadyWhen { LineMatching = line.Pattern },
            _ => throw new WireFormatException($"{ready.GetType().Name} is not a ReadyWhen of the wire"),
        };

    private static ReadyWhen ToContract(this Proto.ReadyWhen wire) =>
        wire.SignCase switch
        {
            Proto.ReadyWhen.SignOneofCase.FirstOutput => new ReadyWhen.FirstOutput(),
            Proto.ReadyWhen.SignOneofCase.LineMatching => new ReadyWhen.LineMatching(wire.LineMatching),
            _ => throw Missing("the sign of ReadyWhen"),
        };
}
