using System.Text.Json;
using System.Text.RegularExpressions;
using Akka.Configuration;
using McpFuzzer.Actors.Client.Configuration;
using McpFuzzer.Actors.Contracts.Text;

namespace McpFuzzer.Actors.Node.Configuration;

/// <summary>HOCON from single keys, and what may stand at its root.</summary>
internal static partial class Settings
{
    private static readonly string[] Sections = ["campaign", "executor", "node", "process", "watchdog"];
    private static readonly string[] Roots = ["akka", "mcp-fuzzer"];

    /// <summary>A later pair wins over an earlier one. A value that begins like a list or an object is read as one; every other is text as it stands.</summary>
    /// <exception cref="SettingsException">A path is none.</exception>
    public static Config FromPairs(IEnumerable<KeyValuePair<string, string>> pairs)
    {
        var layers = new List<Config>();
        foreach (var pair in pairs)
        {
            layers.Insert(0, Assign(pair));
        }

        return Layered(layers);
    }

    /// <summary>The first layer wins.</summary>
    public static Config Layered(IEnumerable<Config> layers)
    {
        // Akka refuses its one empty configuration as a fallback of itself.
        var filled = layers.Where(layer => !layer.IsEmpty).ToList();
        return filled.Count == 0 ? Config.Empty : filled.Aggregate((higher, lower) => higher.WithFallback(lower));
    }

    /// <summary>Refuses what no component would ever read; within its section each component is strict itself.</summary>
    /// <exception cref="SettingsException">The first path that is unknown.</exception>
    public static Config Checked(Config config)
    {
        RefuseUnknown(config, Roots, "");
        if (config.HasPath("mcp-fuzzer"))
        {
            RefuseUnknown(config.GetConfig("mcp-fuzzer"), Sections, "mcp-fuzzer.");
        }

        return config;
    }

    private static Config Assign(KeyValuePair<string, string> pair)
    {
        if (!PathPattern().IsMatch(pair.Key))
        {
            throw new SettingsException(
                Printable.Escape(pair.Key),
                Printable.Escape(pair.Value),
                "the path must be names joined by dots, such as mcp-fuzzer.watchdog.check-interval"
            );
        }

        var value = pair.Value.StartsWith('[') || pair.Value.StartsWith('{') ? pair.Value : Quoted(pair.Value);
        return ConfigurationFactory.ParseString($"{pair.Key} = {value}");
    }

    private static void RefuseUnknown(Config config, string[] known, string prefix)
    {
        if (config.IsEmpty)
        {
            return;
        }

        foreach (var (key, value) in config.Root.GetObject().Items)
        {
            var allowed =
                !known.Contains(key, StringComparer.Ordinal) ? $"no such key; known here: {string.Join(", ", known)}"
                : !value.IsObject() ? "must be a section in braces"
                : null;
            if (allowed is not null)
            {
                throw new SettingsException($"{prefix}{key}", OneLine.Of(value.ToString() ?? ""), allowed);
            }
        }
    }

    private static string Quoted(string value) => JsonSerializer.Serialize(value);

    [GeneratedRegex(@"^[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)*\z", RegexOptions.ExplicitCapture)]
    private static partial Regex PathPattern();
}
