using McpFuzzer.Actors.Client.Wire.Executions;
using McpFuzzer.Actors.Os;
using McpFuzzer.Actors.Os.Threads;

namespace McpFuzzer.Actors.Hosting;

/// <summary>
/// What a node's runtime may be told in code. A value that is not set is taken from the system's HOCON under <c>mcp-fuzzer</c>, and where that says nothing, from the
/// embedded reference. Values are checked when the actor system starts, which throws a <c>SettingsException</c> that names the path, the value and what is allowed.
/// </summary>
public sealed class McpFuzzerOptions
{
    /// <summary>How processes are kept and stopped: <c>mcp-fuzzer.process</c>.</summary>
    public ProcessOptions Process { get; set; } = new();

    /// <summary>When a silent process counts as hung: <c>mcp-fuzzer.watchdog</c>.</summary>
    public WatchdogOptions Watchdog { get; set; } = new();

    /// <summary>How operations are run: <c>mcp-fuzzer.executor</c>.</summary>
    public ExecutorOptions Executor { get; set; } = new();

    /// <summary>How operations that come from another node, and what they return, cross the wire; none does by default.</summary>
    public OperationCodecs Codecs { get; } = new();

    /// <summary>What runs the operations that the node is sent.</summary>
    public OperationHandlers Operations { get; } = new();

    /// <summary>The node's clocks; another one for tests.</summary>
    internal TimeProvider Time { get; set; } = PreciseTimers.Shared;

    /// <summary>Another operating system, for tests.</summary>
    internal IProcessHost? Host { get; set; }
}
