using Akka.Configuration;
using Akka.Configuration.Hocon;
using McpFuzzer.Actors.Client.Configuration;
using McpFuzzer.Actors.Clusters;
using McpFuzzer.Actors.Contracts.Executions;
using McpFuzzer.Actors.Contracts.Text;
using McpFuzzer.Actors.Executions;
using McpFuzzer.Actors.Fuzzing.Campaigns;
using McpFuzzer.Actors.Fuzzing.Configuration;
using McpFuzzer.Actors.Node.Configuration;
using McpFuzzer.Actors.Processes;
using McpFuzzer.Actors.Watch;

namespace McpFuzzer.Actors.Node.Tests.Bounds;

/// <summary>A key of HOCON.</summary>
internal sealed class SettingEntry(string path) : Entry
{
    private const string Root = "mcp-fuzzer";

    /// <summary>The keys of dispatchers and mailboxes, which Akka validates itself.</summary>
    private static readonly string[] OfAkka = ["type", "mailbox-type"];

    private static readonly Config References = ProcessSettings
        .Reference.WithFallback(WatchdogSettings.Reference)
        .WithFallback(ExecutorSettings.Reference)
        .WithFallback(CampaignReference.Config)
        .WithFallback(NodeReference.Config);

    /// <summary>What reads each section.</summary>
    private static readonly Dictionary<string, Action<Config>> Readers = new(StringComparer.Ordinal)
    {
        ["process"] = config => ProcessSettings.From(config),
        ["watchdog"] = config => WatchdogSettings.From(config),
        ["executor"] = config => ExecutorSettings.From(config),
        ["campaign"] = config => CampaignSettings.Read(config),
        ["node"] = config =>
        {
            NodeSettings.Read(config);
            MemberSettings.Read(config);
        },
    };

    /// <summary>The keys of the reference configurations whose values are quantities.</summary>
    public static IEnumerable<Entry> All =>
        PathsBelow(References.GetConfig(Root).Root.GetObject(), Root)
            .Where(key => IsQuantity(key.Value) || SaysQuantity(key.Path))
            .Select(key => new SettingEntry(key.Path));

    public override string Name => path;

    /// <summary>How a quantity becomes the value of the key, where it is a part of that value.</summary>
    public Func<string, string> Form { get; init; } = text => $"\"{text}\"";

    protected override Quantity NeverAllowed => Quantity.NeverAllowed(typeof(int));

    /// <summary>Returns the first error of a configuration; null when all sections are valid.</summary>
    public static string? ErrorOf(Config configuration)
    {
        try
        {
            foreach (var read in Readers.Values)
            {
                read(configuration);
            }

            return null;
        }
        catch (SettingsException rejection)
        {
            return rejection.Message;
        }
    }

    public override string? Reject(Quantity quantity)
    {
        try
        {
            Readers[path.Split('.')[1]]
                (ConfigurationFactory.ParseString($"{path} = {Form(quantity.Text)}").WithFallback(RetryDelays));
            return null;
        }
        catch (SettingsException rejection)
        {
            return rejection.Message;
        }
    }

    public override bool IsNamedIn(string line, Quantity quantity) =>
        line.StartsWith($"{path} = {Form(quantity.Text).Trim('"', '[', ']')}: ", StringComparison.Ordinal);

    // The cap of the delay is at least the delay, so each of the two is free only where the other one is at its end.
    private static Config RetryDelays =>
        ConfigurationFactory.ParseString(
            $$"""
            mcp-fuzzer.executor {
              retry-delay = {{Durations.Show(ExecutionBounds.RetryDelay.Min)}}
              max-retry-delay = {{Durations.Show(ExecutionBounds.RetryDelay.Max)}}
            }
            """
        );

    private static IEnumerable<(string Path, string Value)> PathsBelow(HoconObject section, string path) =>
        section.Items.Keys.Intersect(OfAkka).Any()
            ? []
            : section.Items.SelectMany(item =>
                item.Value.IsObject() ? PathsBelow(item.Value.GetObject(), $"{path}.{item.Key}")
                : item.Value.IsString() ? [($"{path}.{item.Key}", item.Value.GetString())]
                : []
            );

    private static bool IsQuantity(string text) =>
        double.TryParse(text, out _) || Durations.TryParse(text, out _) || Sizes.TryParse(text, out _);

    // A quantity whose default is a word, such as auto.
    private static bool SaysQuantity(string path) =>
        new SettingEntry(path).Error is { } error
        && ((string[])["a whole number", "a number", "a duration", "a size"]).Any(kind =>
            error.Contains($": must be {kind} ", StringComparison.Ordinal)
        );
}
