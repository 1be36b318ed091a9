namespace McpFuzzer.Actors.Contracts.Processes;

/// <summary>How a leader ended. Code and signal are never mixed, and an unknown exit is never invented.</summary>
public abstract record ProcessExit
{
    private ProcessExit() { }

    /// <summary>It called exit.</summary>
    /// <param name="Value">0 to 255.</param>
    public sealed record Code(int Value) : ProcessExit
    {
        /// <inheritdoc />
        public override string ToString() => $"exit code {Value}";
    }

    /// <summary>A signal ended it.</summary>
    /// <param name="Number">The signal's number on the node's operating system.</param>
    /// <param name="CoreDumped">True when the kernel reports a core dump.</param>
    public sealed record Signal(int Number, bool CoreDumped) : ProcessExit
    {
        /// <inheritdoc />
        public override string ToString() =>
            CoreDumped ? $"{SignalName.Of(Number)} (core dumped)" : SignalName.Of(Number);
    }

    /// <summary>Other code in the node's process took the status.</summary>
    /// <param name="Why">One line.</param>
    public sealed record Unknown(string Why) : ProcessExit
    {
        /// <inheritdoc />
        public override string ToString() => $"unknown exit ({Why})";
    }
}

/// <summary>Why a process ended, from the view of this system.</summary>
public enum ExitCause
{
    /// <summary>By itself.</summary>
    Exited,

    /// <summary>A <see cref="StopProcess" /> or <see cref="StopAllProcesses" />.</summary>
    Requested,

    /// <summary>The watchdog found it idle.</summary>
    Watchdog,

    /// <summary><see cref="ProcessSpec.MaxTime" /> ran out.</summary>
    TimeLimit,

    /// <summary>A resource limit was reached.</summary>
    Limit,

    /// <summary>The node shut down.</summary>
    NodeShutdown,
}
