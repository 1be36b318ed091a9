using Akka.Configuration;
using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Contracts.Text;
using McpFuzzer.Actors.Hosting;
using McpFuzzer.Actors.Node.Configuration;

namespace McpFuzzer.Actors.Node.Runs;

/// <summary>
/// The settings that options of <c>run</c> stand for, and those that <c>run</c> sets where the user does not.
/// </summary>
internal static class RunSettings
{
    /// <summary>The key of <c>--idle-timeout</c>, below <c>mcp-fuzzer</c> like all of these.</summary>
    public const string IdleTimeout = "watchdog.process-timeout";

    /// <summary>The key of <c>--signal</c>.</summary>
    public const string Signal = "process.stop-ladder.signal";

    /// <summary>The key of <c>--grace</c>.</summary>
    public const string Grace = "process.stop-ladder.grace";

    /// <summary>The key of <c>--containment</c>.</summary>
    public const string Containment = "process.containment";

    private static readonly TimeSpan ShortestCheck = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan LongestCheck = TimeSpan.FromSeconds(1);

    /// <summary>Returns the reference's value of a key.</summary>
    public static string Default(string key) => RuntimeConfiguration.Reference.GetString($"mcp-fuzzer.{key}");

    /// <summary>
    /// Returns the profile of a run. It checks often enough to find silence a twentieth late at most.
    /// </summary>
    /// <param name="idleTimeout">How long the command may write nothing; null is without bound.</param>
    public static Config Profile(TimeSpan? idleTimeout)
    {
        if (idleTimeout is not { } idle)
        {
            return EmbeddedHocon.Run;
        }

        var check = TimeSpan.FromTicks(Math.Clamp(idle.Ticks / 20, ShortestCheck.Ticks, LongestCheck.Ticks));
        return ConfigurationFactory
            .ParseString($"mcp-fuzzer.watchdog.check-interval = {Durations.Show(check)}")
            .WithFallback(EmbeddedHocon.Run);
    }

    /// <summary>Returns the signal that ends the command, from all its options.</summary>
    public static int SignalOf(Config configuration) =>
        SignalName.TryParse(configuration.GetString($"mcp-fuzzer.{Signal}", ""), out var signal)
            ? signal
            : SignalName.Terminate;
}
