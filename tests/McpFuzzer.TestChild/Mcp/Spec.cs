using System.Globalization;

namespace McpFuzzer.Mcp;

/// <summary>
/// A fault or a tool as the command line names it: <c>NAME[:KEY[=VALUE][,KEY[=VALUE]…]]</c>. A value holds no comma.
/// </summary>
internal sealed record Spec(string Name, IReadOnlyDictionary<string, string> Values)
{
    public static Spec Parse(string text)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        if (colon < 0)
        {
            return new Spec(text, new Dictionary<string, string>());
        }

        var pairs = text[(colon + 1)..].Split(',').Select(pair => pair.Split('=', 2));
        return new Spec(text[..colon], pairs.ToDictionary(pair => pair[0], pair => pair.ElementAtOrDefault(1) ?? ""));
    }

    public bool Has(string key) => Values.ContainsKey(key);

    public string Text(string key, string fallback) => Values.GetValueOrDefault(key, fallback);

    public string? TextOrNull(string key) => Values.GetValueOrDefault(key);

    public int Whole(string key, int fallback) =>
        Values.TryGetValue(key, out var text) ? int.Parse(text, CultureInfo.InvariantCulture) : fallback;

    /// <summary>A time such as <c>300ms</c> or <c>3s</c>.</summary>
    public TimeSpan Time(string key, TimeSpan fallback) =>
        !Values.TryGetValue(key, out var text) ? fallback
        : text.EndsWith("ms", StringComparison.Ordinal) ? TimeSpan.FromMilliseconds(Number(text[..^2]))
        : TimeSpan.FromSeconds(Number(text.TrimEnd('s')));

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
