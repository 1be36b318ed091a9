using System.Text.RegularExpressions;
using McpFuzzer.Actors.Contracts.Bounds;

namespace McpFuzzer.Actors.Contracts.Processes;

/// <summary>The rules of the texts in a start, as <see cref="ProcessBounds" /> are those of its numbers.</summary>
internal static partial class ProcessTexts
{
    /// <summary>How many characters a name may have.</summary>
    public const int LongestName = 128;

    /// <summary>The name of a process, for people and logs.</summary>
    public static TextRule Name { get; } =
        new(
            $"must be 1 to {LongestName} characters, none of them a control character",
            name => name.Length is > 0 and <= LongestName && !name.Any(char.IsControl)
        );

    /// <summary>The user that a process runs as.</summary>
    public static TextRule User { get; } =
        new("must be a user, or user:group, by name or number", user => UserPattern().IsMatch(user));

    [GeneratedRegex(
        "^[^:\\s\\p{C}]{1,256}(:[^:\\s\\p{C}]{1,256})?\\z",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture
    )]
    private static partial Regex UserPattern();
}
