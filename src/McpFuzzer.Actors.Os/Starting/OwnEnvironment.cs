using System.Collections;
using System.Text;
using McpFuzzer.Actors.Contracts.Text;

namespace McpFuzzer.Actors.Os.Starting;

/// <summary>
/// The node's own environment with its bytes kept (docs/hazards.md, 52). .NET replaces what is not UTF-8 by U+FFFD.
/// Variables that were set since the start keep the value that was set.
/// </summary>
internal static class OwnEnvironment
{
    private const string File = "/proc/self/environ";

    // By name and value as .NET has them.
    private static readonly Lazy<Dictionary<(string, string), (string Name, string Value)>> Odd = new(() =>
        Parse(Read())
    );

    internal static IEnumerable<KeyValuePair<string, string>> Variables()
    {
        foreach (DictionaryEntry variable in Environment.GetEnvironmentVariables())
        {
            var (name, value) = ((string)variable.Key, (string?)variable.Value ?? "");
            yield return IsAltered(name) || IsAltered(value) ? Restore(name, value) : KeyValuePair.Create(name, value);
        }
    }

    /// <summary>The variables of an environment (NUL after each) that .NET alters.</summary>
    internal static Dictionary<(string, string), (string Name, string Value)> Parse(ReadOnlySpan<byte> environment)
    {
        var odd = new Dictionary<(string, string), (string, string)>();
        foreach (var range in environment.Split((byte)0))
        {
            var variable = environment[range];
            var equals = variable.IndexOf((byte)'=');
            if (equals <= 0)
            {
                continue;
            }

            var name = variable[..equals];
            var value = variable[(equals + 1)..];
            var (exactName, exactValue) = (ByteText.Decode(name), ByteText.Decode(value));
            if (ByteText.IsOdd(exactName) || ByteText.IsOdd(exactValue))
            {
                odd[(Encoding.UTF8.GetString(name), Encoding.UTF8.GetString(value))] = (exactName, exactValue);
            }
        }

        return odd;
    }

    private static KeyValuePair<string, string> Restore(string name, string value)
    {
        var (exactName, exactValue) = Odd.Value.GetValueOrDefault((name, value), (name, value));
        return KeyValuePair.Create(exactName, exactValue);
    }

    private static bool IsAltered(string text) => text.Contains('\uFFFD');

    private static byte[] Read()
    {
        try
        {
            return System.IO.File.ReadAllBytes(File);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            // Not Linux: the bytes are unknown.
            return [];
        }
    }
}
