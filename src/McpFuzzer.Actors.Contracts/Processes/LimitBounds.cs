using McpFuzzer.Actors.Contracts.Bounds;

namespace McpFuzzer.Actors.Contracts.Processes;

/// <summary>The bounds of <see cref="ResourceLimits" />.</summary>
public static class LimitBounds
{
    /// <summary>Memory of a set; 1 MiB to 1 EiB.</summary>
    public static SizeBound Memory { get; } = new(1L << 20, 1L << 60);

    /// <summary>
    /// Processes and threads of a set; 1 to 4,194,304, the largest pid that Linux gives (proc_sys_kernel(5)).
    /// </summary>
    public static WholeBound Pids { get; } = new(1, 4_194_304);

    /// <summary>Processor time of a set; 100 ms to 365 d.</summary>
    public static DurationBound CpuTime { get; } = new(TimeSpan.FromMilliseconds(100), TimeSpan.FromDays(365));

    /// <summary>Open descriptors of one process; 3 (stdin, stdout and stderr) to 1,048,576.</summary>
    public static WholeBound OpenFiles { get; } = new(3, 1_048_576);
}
