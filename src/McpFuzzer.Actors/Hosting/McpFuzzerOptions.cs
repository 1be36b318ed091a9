using McpFuzzer.Actors.Client.Wire.Executions;
using McpFuzzer.Actors.Os;
using McpFuzzer.Actors.Os.Threads;

namespace McpFuzzer.Actors.Hosting;

/// <summary>
/// Options of a node's runtime. A value that is not set comes from the system's HOCON under <c>mcp-fuzzer</c>, or from
/// the embedded reference. The start of the actor system validates all values, and throws a <c>SettingsException</c>
/// that names the path, the value and what is allowed.
/// </summary>
public sealed class McpFuzzerOptions
{
    /// <summary>Options of processes: <c>mcp-fuzzer.process</c>.</summary>
    public ProcessOptions Process { get; set; } = new();

    /// <summary>When a silent process counts as hung: <c>mcp-fuzzer.watchdog</c>.</summary>
    public WatchdogOptions Watchdog { get; set; } = new();

    /// <summary>Options of the executor: <c>mcp-fuzzer.executor</c>.</summary>
    public ExecutorOptions Executor { get; set; } = new();

    /// <summary>The codecs of operations from other nodes and of their results; none by default.</summary>
    public OperationCodecs Codecs { get; } = new();

    /// <summary>The handlers of operations that the node receives.</summary>
    public OperationHandlers Operations { get; } = new();

    /// <summary>The node's clocks; tests may replace it.</summary>
    internal TimeProvider Time { get; set; } = PreciseTimers.Shared;

    /// <summary>A fake operating system for tests.</summary>
    internal IProcessHost? Host { get; set; }
}
