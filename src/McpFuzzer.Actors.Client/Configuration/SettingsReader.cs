using Akka.Configuration;
using Akka.Configuration.Hocon;
using McpFuzzer.Actors.Contracts.Bounds;
using McpFuzzer.Actors.Contracts.Processes;

namespace McpFuzzer.Actors.Client.Configuration;

/// <summary>
/// Reads one section of HOCON strictly. It rejects with a <see cref="SettingsException" /> a key that the reference
/// does not have, a value of another kind, a duration without a unit and a value out of range.
/// </summary>
internal sealed class SettingsReader
{
    private readonly Config _section;
    private readonly string _path;

    private SettingsReader(Config section, string path)
    {
        _section = section;
        _path = path;
    }

    /// <summary>Opens the section at <paramref name="path" />, with the defaults of the reference.</summary>
    /// <exception cref="SettingsException">The configuration has a key there that the reference does not
    /// have.</exception>
    public static SettingsReader Open(Config configuration, Config reference, string path)
    {
        RejectOtherThanSections(configuration, path);
        var known = reference.GetConfig(path);
        var given = configuration.HasPath(path) ? configuration.GetConfig(path) : Config.Empty;
        if (given is not null)
        {
            RejectUnknownKeys(given, known, path);
        }

        return new SettingsReader(configuration.WithFallback(reference).GetConfig(path), path);
    }

    /// <summary>Rejects a path if it, or a part of it, holds anything but a section. It may be absent.</summary>
    /// <exception cref="SettingsException">It holds a single value or a list.</exception>
    public static void RejectOtherThanSections(Config configuration, string path)
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

    /// <summary>Reads a value that has a bound; or a word, and what it stands for.</summary>
    public T Value<T>(string key, Bound<T> bound, (string Word, T Value)? or = null)
        where T : struct, IComparable<T>
    {
        var text = Text(key);
        if (or is { } other && text == other.Word)
        {
            return other.Value;
        }

        return bound.Read(key, text, out var value) is { } error
            ? throw Error(key, text, or is null ? error.Allowed : $"{error.Allowed}, or {or.Value.Word}")
            : value;
    }

    /// <summary>Reads true or false, on or off, yes or no.</summary>
    public bool Switch(string key) =>
        Text(key) switch
        {
            "true" or "on" or "yes" => true,
            "false" or "off" or "no" => false,
            var text => throw Error(key, text, "must be true or false"),
        };

    /// <summary>Reads a signal, by name or number, and returns its number.</summary>
    public int Signal(string key) =>
        Text(key) is var text && SignalName.TryParse(text, out var number)
            ? number
            : throw Error(key, text, SignalName.Allowed);

    /// <summary>Reads one of a few words.</summary>
    public string OneOf(string key, IReadOnlyList<string> allowed) =>
        Text(key) is var text && allowed.Contains(text, StringComparer.Ordinal)
            ? text
            : throw Error(key, text, TextRule.OneOf(allowed));

    /// <summary>Reads one of a few words, and returns what it stands for.</summary>
    public T Choice<T>(string key, params ReadOnlySpan<(string Word, T Value)> choices)
    {
        var text = Text(key);
        foreach (var (word, value) in choices)
        {
            if (word == text)
            {
                return value;
            }
        }

        throw Error(key, text, TextRule.OneOf(choices.ToArray().Select(choice => choice.Word)));
    }

    /// <summary>Reads a text as it stands.</summary>
    /// <exception cref="SettingsException">The key holds an object or a list.</exception>
    public string Text(string key)
    {
        var value = _section.GetValue(key);
        return value is not null && value.IsString()
            ? value.GetString()
            : throw Error(key, value?.ToString() ?? "nothing", "must be a single value");
    }

    /// <summary>Reads a list of texts.</summary>
    public IReadOnlyList<string> Texts(string key)
    {
        var value = _section.GetValue(key);
        // Akka reads an empty list as null, and one that holds a blank as a list of null.
        return value is not null && value.IsArray() ? [.. value.GetStringList().Where(text => text is not null)]
            : value?.Values.Any(part => part is HoconArray) == true ? []
            : throw Error(key, value?.ToString() ?? "nothing", "must be a list");
    }

    private static void RejectUnknownKeys(Config given, Config known, string path)
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

                RejectUnknownKeys(given.GetConfig(key), known.GetConfig(key), $"{path}.{key}");
            }
        }
    }

    private SettingsException Error(string key, string was, string allowed) => new($"{_path}.{key}", was, allowed);
}
