using System.Globalization;
using System.Text.RegularExpressions;
using Akka.Configuration;
using Akka.Configuration.Hocon;
using McpFuzzer.Actors.Contracts.Processes;

namespace McpFuzzer.Actors.Client.Configuration;

/// <summary>
/// Reads one section of HOCON strictly: a key that the reference does not have, a value of another kind, a duration without a unit and a value out of range are each
/// refused with a <see cref="SettingsException" />.
/// </summary>
internal sealed partial class SettingsReader
{
    private static readonly Dictionary<string, double> MillisecondsPerUnit = new(StringComparer.Ordinal)
    {
        ["ms"] = 1,
        ["s"] = 1_000,
        ["m"] = 60_000,
        ["h"] = 3_600_000,
        ["d"] = 86_400_000,
    };

    private readonly Config _section;
    private readonly string _path;

    private SettingsReader(Config section, string path)
    {
        _section = section;
        _path = path;
    }

    /// <summary>The section at <paramref name="path" />, with the reference's values where the configuration has none.</summary>
    /// <exception cref="SettingsException">The configuration has a key there that the reference does not have.</exception>
    public static SettingsReader Open(Config configuration, Config reference, string path)
    {
        RefuseOtherThanSections(configuration, path);
        var known = reference.GetConfig(path);
        var given = configuration.HasPath(path) ? configuration.GetConfig(path) : Config.Empty;
        if (given is not null)
        {
            RefuseUnknownKeys(given, known, path);
        }

        return new SettingsReader(configuration.WithFallback(reference).GetConfig(path), path);
    }

    /// <summary>Refuses a path, or a part of it, that holds anything but a section; where nothing is said there is nothing to refuse.</summary>
    /// <exception cref="SettingsException">It holds a single value or a list.</exception>
    public static void RefuseOtherThanSections(Config configuration, string path)
    {
        for (var end = path.IndexOf('.'); ; end = path.IndexOf('.', end + 1))
        {
            var part = end < 0 ? path : path[..end];
            if (configuration.GetValue(part) is { } value && !value.IsObject())
            {
                throw new SettingsException(part, value.ToString() ?? "", "must be a section");
            }

            if (end < 0)
            {
                return;
            }
        }
    }

    /// <summary>A duration with its unit: ms, s, m, h or d; or a word, and what it stands for.</summary>
    public TimeSpan Duration(string key, TimeSpan min, TimeSpan max, (string Word, TimeSpan Value)? or = null)
    {
        var text = Text(key);
        if (or is { } other && text == other.Word)
        {
            return other.Value;
        }

        var match = DurationPattern().Match(text);
        if (
            match.Success
            && MillisecondsPerUnit.TryGetValue(match.Groups["unit"].Value, out var unit)
            && double.TryParse(match.Groups["number"].Value, CultureInfo.InvariantCulture, out var number)
            && number * unit >= min.TotalMilliseconds
            && number * unit <= max.TotalMilliseconds
        )
        {
            return TimeSpan.FromMilliseconds(number * unit);
        }

        throw Refuse(
            key,
            text,
            $"must be a duration with a unit (ms, s, m, h, d) from {Show(min)} to {Show(max)}{Or(or?.Word)}"
        );
    }

    /// <summary>A whole number; or a word, and what it stands for.</summary>
    public int Whole(string key, int min, int max, (string Word, int Value)? or = null)
    {
        var text = Text(key);
        if (or is { } other && text == other.Word)
        {
            return other.Value;
        }

        return
            int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value)
            && value >= min
            && value <= max
            ? value
            : throw Refuse(key, text, $"must be a whole number from {min} to {max}{Or(or?.Word)}");
    }

    /// <summary>A number that is neither NaN nor infinite.</summary>
    public double Number(string key, double min, double max)
    {
        var text = Text(key);
        return
            double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
            && value >= min
            && value <= max
            ? value
            : throw Refuse(key, text, $"must be a number from {min} to {max}");
    }

    /// <summary>True or false, on or off, yes or no.</summary>
    public bool Switch(string key) =>
        Text(key) switch
        {
            "true" or "on" or "yes" => true,
            "false" or "off" or "no" => false,
            var text => throw Refuse(key, text, "must be true or false"),
        };

    /// <summary>The number of a signal that is given by name or number.</summary>
    public int Signal(string key) =>
        Text(key) is var text && SignalName.TryParse(text, out var number)
            ? number
            : throw Refuse(key, text, "must be a signal by name or number, such as SIGTERM or 15");

    /// <summary>One of a few words.</summary>
    public string OneOf(string key, IReadOnlyList<string> allowed) =>
        Text(key) is var text && allowed.Contains(text, StringComparer.Ordinal)
            ? text
            : throw Refuse(key, text, $"must be one of {string.Join(", ", allowed)}");

    /// <summary>The text as it stands.</summary>
    /// <exception cref="SettingsException">The key holds an object or a list.</exception>
    public string Text(string key)
    {
        var value = _section.GetValue(key);
        return value is not null && value.IsString()
            ? value.GetString()
            : throw Refuse(key, value?.ToString() ?? "nothing", "must be a single value");
    }

    /// <summary>A list of texts.</summary>
    public IReadOnlyList<string> Texts(string key)
    {
        var value = _section.GetValue(key);
        // To Akka an empty list is none, or one of nothing where there is a blank in it.
        return value is not null && value.IsArray() ? [.. value.GetStringList().Where(text => text is not null)]
            : value?.Values.Any(part => part is HoconArray) == true ? []
            : throw Refuse(key, value?.ToString() ?? "nothing", "must be a list");
    }

    private static void RefuseUnknownKeys(Config given, Config known, string path)
    {
        var allowed = known.Root.GetObject().Items.Keys;
        foreach (var (key, value) in given.Root.GetObject().Items)
        {
            if (!allowed.Contains(key, StringComparer.Ordinal))
            {
                throw new SettingsException(
                    $"{path}.{key}",
                    value.ToString() ?? "",
                    $"no such key; known here: {string.Join(", ", allowed.Order(StringComparer.Ordinal))}"
                );
            }

            if (known.GetValue(key).IsObject())
            {
                if (!value.IsObject())
                {
                    throw new SettingsException($"{path}.{key}", value.ToString() ?? "", "must be a section");
                }

                RefuseUnknownKeys(given.GetConfig(key), known.GetConfig(key), $"{path}.{key}");
            }
        }
    }

    private SettingsException Refuse(string key, string was, string allowed) => new($"{_path}.{key}", was, allowed);

    private static string Or(string? word) => word is null ? "" : $", or {word}";

    private static string Show(TimeSpan span) =>
        span switch
        {
            { TotalMilliseconds: < 1_000 } => $"{span.TotalMilliseconds}ms",
            { TotalSeconds: < 120 } => $"{span.TotalSeconds}s",
            { TotalMinutes: < 120 } => $"{span.TotalMinutes}m",
            { TotalHours: < 48 } => $"{span.TotalHours}h",
            _ => $"{span.TotalDays}d",
        };

    [GeneratedRegex(
        @"^(?<number>[0-9]+(\.[0-9]+)?)\s*(?<unit>[a-z]+)\z",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture
    )]
    private static partial Regex DurationPattern();
}
