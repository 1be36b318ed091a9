using McpFuzzer.Actors.Contracts.Text;

namespace McpFuzzer.Actors.Fuzzing.Reports;

/// <summary>Lists names that a server chose, in one line.</summary>
internal static class NameList
{
    /// <summary>The number of names that are listed; the rest is counted.</summary>
    public const int Most = 10;

    /// <summary>Returns the first ten, joined by commas, and how many more there are.</summary>
    public static string Of(IReadOnlyCollection<string> names) => Join([.. names.Select(Shown)]);

    /// <summary>Joins names that are already printable.</summary>
    public static string Join(IReadOnlyList<string> shown) =>
        string.Join(", ", shown.Take(Most)) + (shown.Count > Most ? $" and {shown.Count - Most} more" : "");

    /// <summary>Returns one name, bounded and printable.</summary>
    public static string Shown(string name) => Printable.Escape(Bounds.Name(name));
}
