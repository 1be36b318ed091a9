using System.Text.RegularExpressions;

namespace McpFuzzer.Actors.Fuzzing.Oracles;

/// <summary>
/// Finds the innermost failure in an error message, so that one bug has one shape no matter what each tool puts before
/// it: a command that the server ran, a file, or a runtime error of a language.
/// </summary>
internal static partial class InnermostError
{
    private const int LongestRead = 4_096;

    /// <summary>The text about a failed command, without the command's own output.</summary>
    public const string FailedCommand = "a command failed";

    // POSIX, errno and strerror.
    private static readonly (string Code, string Text)[] FileErrors =
    [
        ("ENOENT", "no such file or directory"),
        ("EACCES", "permission denied"),
        ("EISDIR", "is a directory"),
        ("ENOTDIR", "not a directory"),
        ("ENAMETOOLONG", "file name too long"),
    ];

    /// <summary>Returns the innermost failure; null when it is not a known one.</summary>
    public static string? Of(string message)
    {
        var read = message.Length <= LongestRead ? message : message[..LongestRead];
        if (Member().Match(read) is { Success: true } member)
        {
            return $"TypeError at {member.Groups["called"].Value}{member.Groups["read"].Value}";
        }

        if (Slip().Match(read) is { Success: true } slip)
        {
            return slip.Value;
        }

        return Command().IsMatch(read) ? FailedCommand : OfFile(read);
    }

    private static string? OfFile(string message)
    {
        foreach (var (code, text) in FileErrors)
        {
            if (
                message.Contains(code, StringComparison.Ordinal)
                || message.Contains(text, StringComparison.OrdinalIgnoreCase)
            )
            {
                return text;
            }
        }

        return null;
    }

    // JavaScript, about an unchecked value: one text for a missing value, another for a wrong type.
    [GeneratedRegex(
        @"Cannot (?:read|set) properties of (?:undefined|null) \((?:reading|setting) '(?<read>[\w$]{1,60})'\)"
            + @"|[\w$\]\[]{1,60}\.(?:[\w$\]\[]{1,60}\.)*(?<called>[\w$]{1,60}) is not a function",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking
    )]
    private static partial Regex Member();

    // JavaScript; Python; Go; Java and .NET; Rust.
    [GeneratedRegex(
        @"Cannot (?:read|set) propert(?:y|ies) of (?:undefined|null)[^.\n]{0,60}"
            + @"|[\w$.\]\[]{1,60} is not (?:a function|iterable|defined|a constructor)"
            + @"|'NoneType' object [^\n]{0,60}|(?:KeyError|IndexError|AttributeError|TypeError): [^\n]{0,60}"
            + @"|invalid memory address or nil pointer dereference|index out of range \[[^\n]{0,40}"
            + @"|(?:NullPointer|ArrayIndexOutOfBounds|ClassCast)Exception"
            + @"|Object reference not set to an instance of an object"
            + @"|called `(?:Option|Result)::unwrap\(\)` on [^\n]{0,40}",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking
    )]
    private static partial Regex Slip();

    [GeneratedRegex(
        @"\b(?:command failed|exited with (?:code|status)|exit (?:status|code) [1-9]|non-zero exit|returned non-zero"
            // Node, about a command's argument.
            + @"|must be a string without null bytes)\b",
        RegexOptions.CultureInvariant
            | RegexOptions.ExplicitCapture
            | RegexOptions.IgnoreCase
            | RegexOptions.NonBacktracking
    )]
    private static partial Regex Command();
}
