using System.Text.Json;
using System.Text.RegularExpressions;
using Akka.Configuration;
using McpFuzzer.Actors.Client.Configuration;
using McpFuzzer.Actors.Contracts.Text;

namespace McpFuzzer.Actors.Node.Configuration;

/// <summary>Makes HOCON of single keys, and checks what stands at its root.</summary>
internal static partial class Settings
{
    private static readonly string[] Sections = ["campaign", "executor", "node", "process", "watchdog"];
    private static readonly string[] Roots = ["akka", "mcp-fuzzer"];

    /// <summary>
    /// Returns the settings of single keys; a later pair wins. A value that begins like a list or an object is read as
    /// one. Every other value is text as it stands.
    /// </summary>
    /// <exception cref="SettingsException">A key is not a path.</exception>
    public static Config FromPairs(IEnumerable<KeyValuePair<string, string>> pairs)
    {
        var layers = new List<Config>();
        foreach (var pair in pairs)
        {
            layers.Insert(0, Assign(pair));
        }

        return Layered(layers);
    }

    /// <summary>Merges layers; the first one wins.</summary>
    public static Config Layered(IEnumerable<Config> layers)
    {
        // Akka rejects its one empty configuration as a fallback of itself.
        var filled = layers.Where(layer => !layer.IsEmpty).ToList();
        return filled.Count == 0 ? Config.Empty : filled.Aggregate((higher, lower) => higher.WithFallback(lower));
    }

    /// <summary>
    /// Rejects a key that no component reads. Within its own section each component is strict itself.
    /// </summary>
    /// <exception cref="SettingsException">A path is unknown.</exception>
    public static Config Checked(Config config)
    {
        RejectUnknown(config, Roots, "");
        if (config.HasPath("mcp-fuzzer"))
        {
            RejectUnknown(config.GetConfig("mcp-fuzzer"), Sections, "mcp-fuzzer.");
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

    private static void RejectUnknown(Config config, string[] known, string prefix)
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
