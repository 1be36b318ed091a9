using System.Globalization;
using System.Text.RegularExpressions;
using McpFuzzer.Actors.Contracts.Campaigns;
using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Contracts.Text;

namespace McpFuzzer.Actors.Node.CommandLine;

/// <summary>Reads the text of an option; a refusal names the option, what it was and what is allowed.</summary>
internal static partial class OptionValues
{
    /// <summary>A whole number.</summary>
    public static long Whole(string option, string text, long min, long max) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value)
        && value >= min
        && value <= max
            ? value
            : throw Refuse(option, text, $"must be a whole number from {min} to {max}");

    /// <summary>A duration with its unit, at least a millisecond.</summary>
    public static TimeSpan Duration(string option, string text, TimeSpan max) =>
        Duration(option, text, max, TimeSpan.FromMilliseconds(1));

    /// <summary>A duration with its unit.</summary>
    public static TimeSpan Duration(string option, string text, TimeSpan max, TimeSpan min)
    {
        var match = DurationPattern().Match(text);
        if (
            match.Success && double.TryParse(match.Groups["number"].Value, CultureInfo.InvariantCulture, out var number)
        )
        {
            var milliseconds = number * MillisecondsIn(match.Groups["unit"].Value);
            if (milliseconds >= min.TotalMilliseconds && milliseconds <= max.TotalMilliseconds)
            {
                return TimeSpan.FromMilliseconds(milliseconds);
            }
        }

        throw Refuse(
            option,
            text,
            $"must be a duration with its unit (500ms, 5s, 2m, 1h), from {min.TotalMilliseconds}ms to {max.TotalHours}h"
        );
    }

    /// <summary>A size in bytes, or with a unit of powers of 1024, as systemd takes it.</summary>
    public static long Size(string option, string text, long min, long max)
    {
        var match = SizePattern().Match(text);
        if (
            match.Success
            && decimal.TryParse(
                match.Groups["number"].Value,
                NumberStyles.AllowDecimalPoint,
                CultureInfo.InvariantCulture,
                out var number
            )
        )
        {
            var bytes = number * BytesIn(match.Groups["unit"].Value);
            if (bytes >= min && bytes <= max)
            {
                return (long)bytes;
            }
        }

        throw Refuse(
            option,
            text,
            $"must be a size in bytes, or with K, M, G or T (512M, 1.5G), from {min >> 20}M to {max >> 40}T"
        );
    }

    /// <summary>One of a few words.</summary>
    public static string OneOf(string option, string text, IReadOnlyList<string> allowed) =>
        allowed.Contains(text, StringComparer.Ordinal)
            ? text
            : throw Refuse(option, text, $"must be one of {string.Join(", ", allowed)}");

    /// <summary>The severity of <c>--fail-on</c>; null is never.</summary>
    public static Severity? FailOn(string option, string text) =>
        OneOf(option, text, ["low", "medium", "high", "never"]) switch
        {
            "low" => Severity.Low,
            "medium" => Severity.Medium,
            "high" => Severity.High,
            _ => null,
        };

    /// <summary>A signal by name or number.</summary>
    public static int Signal(string option, string text) =>
        SignalName.TryParse(text, out var number)
            ? number
            : throw Refuse(option, text, "must be a signal by name or number, such as TERM, SIGINT or 15");

    /// <summary>The name of an environment variable. A value is never shown: it may be a secret.</summary>
    public static string VariableName(string option, string name) =>
        name.Length > 0 && !name.Contains('=', StringComparison.Ordinal)
            ? name
            : throw new UsageException($"{option}: must be the name of a variable, which is not empty and has no '='");

    /// <summary>A user, and a group if there is one.</summary>
    public static string User(string option, string text) =>
        text.Split(':') is [{ Length: > 0 }] or [{ Length: > 0 }, { Length: > 0 }]
        && !text.Any(letter => char.IsWhiteSpace(letter) || char.IsControl(letter))
            ? text
            : throw Refuse(option, text, "must be a user, or user:group, by name or number");

    /// <summary>A path and a value around the first <c>=</c>.</summary>
    public static KeyValuePair<string, string> Assignment(string option, string text)
    {
        var equals = text.IndexOf('=', StringComparison.Ordinal);
        return equals > 0
            ? KeyValuePair.Create(text[..equals].Trim(), text[(equals + 1)..].Trim())
            : throw Refuse(option, text, "must be path=value, such as mcp-fuzzer.watchdog.check-interval=500ms");
    }

    /// <summary>What its owner has judged.</summary>
    public static string Checked(string option, string text, bool isAllowed, string allowed) =>
        isAllowed ? text : throw Refuse(option, text, allowed);

    /// <summary>A word that says something.</summary>
    public static string Word(string option, string text) =>
        string.IsNullOrWhiteSpace(text) ? throw Refuse(option, text, "must not be empty") : text;

    private static UsageException Refuse(string option, string was, string allowed) =>
        new($"{option} = {(was.Length == 0 ? "''" : Printable.Escape(was))}: {allowed}");

    private static double MillisecondsIn(string unit) =>
        unit switch
        {
            "ms" => 1,
            "s" => 1_000,
            "m" => 60_000,
            _ => 3_600_000,
        };

    private static long BytesIn(string unit) =>
        unit switch
        {
            "K" => 1L << 10,
            "M" => 1L << 20,
            "G" => 1L << 30,
            "T" => 1L << 40,
            _ => 1,
        };

    [GeneratedRegex(
        "^(?<number>[0-9]{1,15}(\\.[0-9]{1,6})?)(?<unit>[KMGT]?)\\z",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture
    )]
    private static partial Regex SizePattern();

    [GeneratedRegex(
        "^(?<number>[0-9]{1,15}(\\.[0-9]{1,9})?)(?<unit>ms|s|m|h)\\z",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture
    )]
    private static partial Regex DurationPattern();
}
