using System.Text.RegularExpressions;

namespace McpFuzzer.Actors.Testing;

/// <summary>Texts of a campaign name the options of the command line; here they have the names of properties.</summary>
internal static partial class OptionNames
{
    private static readonly Dictionary<string, string> Properties = new(StringComparer.Ordinal)
    {
        ["--destructive"] = nameof(McpFuzzOptions.Destructive),
        ["--duration"] = nameof(McpFuzzOptions.Duration),
        ["--max-findings"] = nameof(McpFuzzOptions.MaxFindings),
        ["--max-hangs"] = nameof(McpFuzzOptions.MaxHangs),
        ["--phase"] = nameof(McpFuzzOptions.Phases),
        ["--runs"] = nameof(McpFuzzOptions.Runs),
        ["--start-timeout"] = nameof(McpFuzzOptions.StartTimeout),
        ["--timeout"] = nameof(McpFuzzOptions.CallTimeout),
        ["--tool"] = nameof(McpFuzzOptions.Tools),
    };

    /// <summary>Returns the text with the names of properties; an option that has none stays as it is.</summary>
    public static string InCode(string text) =>
        OptionPattern().Replace(text, option => Properties.GetValueOrDefault(option.Value, option.Value));

    [GeneratedRegex("(?<![A-Za-z0-9-])--[a-z]+(-[a-z]+)*", RegexOptions.ExplicitCapture)]
    private static partial Regex OptionPattern();
}
