using System.Globalization;
using Akka.Configuration;
using McpFuzzer.Actors.Client.Configuration;
using McpFuzzer.Actors.Configuration;
using McpFuzzer.Actors.Contracts.Text;
using McpFuzzer.Actors.Executions;
using McpFuzzer.Actors.Processes;
using McpFuzzer.Actors.Watch;

namespace McpFuzzer.Actors.Hosting;

/// <summary>Combines and validates options and HOCON.</summary>
internal sealed record RuntimeConfiguration(
    ProcessSettings Process,
    WatchdogSettings Watchdog,
    ExecutorSettings Executor
)
{
    private const string Root = "mcp-fuzzer";

    private static readonly string[] Sections = ["process", "watchdog", "executor", "campaign", "node"];

    /// <summary>
    /// The fallback of a system's configuration: the references of the components, and the times of its shutdown.
    /// </summary>
    public static Config Reference { get; } =
        EmbeddedReference
            .Load("hosting.conf")
            .WithFallback(ProcessSettings.Reference)
            .WithFallback(WatchdogSettings.Dispatchers)
            .WithFallback(ExecutorSettings.Reference);

    /// <summary>Returns the options that are set, as HOCON.</summary>
    public static Config Of(McpFuzzerOptions options) =>
        HoconOf(options.Process.Given().Concat(options.Watchdog.Given()).Concat(options.Executor.Given()));

    /// <summary>Values by their keys below <c>mcp-fuzzer</c>; null means not set.</summary>
    public static Config HoconOf(IEnumerable<(string Key, object? Value)> given) =>
        ConfigurationFactory.ParseString(
            string.Join(
                '\n',
                given
                    .Where(option => option.Value is not null)
                    .Select(option => $"{Root}.{option.Key} = {Quote(option.Value!)}")
            )
        );

    /// <summary>Validates the runtime's settings in a system's configuration.</summary>
    /// <exception cref="SettingsException">A key is unknown, or a value is out of its range.</exception>
    public static RuntimeConfiguration From(Config configuration)
    {
        SettingsReader.RejectOtherThanSections(configuration, Root);
        var unknown = configuration.GetConfig(Root).Root.GetObject().Items.Keys.Except(Sections).FirstOrDefault();
        return unknown is null
            ? new RuntimeConfiguration(
                ProcessSettings.From(configuration),
                WatchdogSettings.From(configuration),
                ExecutorSettings.From(configuration)
            )
            : throw new SettingsException(
                $"{Root}.{unknown}",
                configuration.GetValue($"{Root}.{unknown}").ToString() ?? "",
                $"no such section; known here: {string.Join(", ", Sections)}"
            );
    }

    private static string Quote(object value) =>
        value is IEnumerable<string> list ? $"[{string.Join(", ", list.Select(Quote))}]" : $"\"{Show(value)}\"";

    private static string Show(object value) =>
        value switch
        {
            TimeSpan span => Exact(span),
            string text => text.Replace("\\", "\\\\", StringComparison.Ordinal)
                .Replace("\"", "\\\"", StringComparison.Ordinal),
            bool on => on ? "true" : "false",
            IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
            _ => throw new NotSupportedException($"No such option type: {value.GetType().Name}"),
        };

    // A duration is shown to the millisecond, and a value just beyond a bound must not be rounded into it.
    private static string Exact(TimeSpan span) =>
        Durations.Show(span) is var shown && Durations.TryParse(shown, out var read) && read == span
            ? shown
            : string.Create(CultureInfo.InvariantCulture, $"{span.TotalMilliseconds}ms");
}
