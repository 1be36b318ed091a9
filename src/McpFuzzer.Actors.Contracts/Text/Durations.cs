using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace McpFuzzer.Actors.Contracts.Text;

/// <summary>
/// Reads and shows durations in the one form that all of McpFuzzer uses: <c>250ms</c>, <c>1.5s</c>, <c>1m</c>,
/// <c>1h30m</c>, <c>24d</c>.
/// </summary>
public static partial class Durations
{
    private static readonly (string Name, long Ticks)[] Parts =
    [
        ("d", TimeSpan.TicksPerDay),
        ("h", TimeSpan.TicksPerHour),
        ("m", TimeSpan.TicksPerMinute),
    ];

    /// <summary>The units that a duration may have: <c>ms, s, m, h, d</c>.</summary>
    public const string Units = "ms, s, m, h, d";

    /// <summary>
    /// Returns a duration as text, to the millisecond, and below one millisecond to 100 ns. Units whose part is zero
    /// are left out.
    /// </summary>
    public static string Show(TimeSpan duration)
    {
        if (duration == TimeSpan.Zero)
        {
            return "0s";
        }

        var text = new StringBuilder(duration < TimeSpan.Zero ? "-" : "");
        var left = Rounded(duration.Ticks < 0 ? 0 - unchecked((ulong)duration.Ticks) : (ulong)duration.Ticks);
        if (left < TimeSpan.TicksPerSecond)
        {
            return text.Append(Decimal(left, TimeSpan.TicksPerMillisecond)).Append("ms").ToString();
        }

        foreach (var (name, ticks) in Parts)
        {
            if (left >= (ulong)ticks)
            {
                text.Append(CultureInfo.InvariantCulture, $"{left / (ulong)ticks}{name}");
                left %= (ulong)ticks;
            }
        }

        return left == 0 ? text.ToString() : text.Append(Decimal(left, TimeSpan.TicksPerSecond)).Append('s').ToString();
    }

    /// <summary>
    /// Reads a duration: one or more numbers, each with its unit, the larger units first. Returns false for any other
    /// text. A duration that is too long for a <see cref="TimeSpan" /> becomes the longest one.
    /// </summary>
    public static bool TryParse(string text, out TimeSpan duration)
    {
        duration = TimeSpan.Zero;
        if (text.Length == 0 || Pattern().Match(text) is not { Success: true } match)
        {
            return false;
        }

        var ticks =
            Ticks(match, "d", TimeSpan.TicksPerDay)
            + Ticks(match, "h", TimeSpan.TicksPerHour)
            + Ticks(match, "m", TimeSpan.TicksPerMinute)
            + Ticks(match, "s", TimeSpan.TicksPerSecond)
            + Ticks(match, "ms", TimeSpan.TicksPerMillisecond);
        var signed = Math.Round(match.Groups["minus"].Success ? -ticks : ticks);
        duration =
            signed >= long.MaxValue ? TimeSpan.MaxValue
            : signed <= long.MinValue ? TimeSpan.MinValue
            : TimeSpan.FromTicks((long)signed);
        return true;
    }

    private static ulong Rounded(ulong ticks) =>
        ticks < TimeSpan.TicksPerMillisecond
            ? ticks
            : (ticks + (TimeSpan.TicksPerMillisecond / 2))
                / TimeSpan.TicksPerMillisecond
                * TimeSpan.TicksPerMillisecond;

    private static string Decimal(ulong ticks, long unit) =>
        ((decimal)ticks / unit).ToString("0.#######", CultureInfo.InvariantCulture);

    private static double Ticks(Match match, string unit, long ticks) =>
        match.Groups[unit] is { Success: true, Value: var number }
            ? double.Parse(number, CultureInfo.InvariantCulture) * ticks
            : 0;

    [GeneratedRegex(
        @"^(?<minus>-)?((?<d>[0-9]+(\.[0-9]+)?) *d)?((?<h>[0-9]+(\.[0-9]+)?) *h)?((?<m>[0-9]+(\.[0-9]+)?) *m(?!s))?"
            + @"((?<s>[0-9]+(\.[0-9]+)?) *s)?((?<ms>[0-9]+(\.[0-9]+)?) *ms)?(?<=[a-z])\z",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture
    )]
    private static partial Regex Pattern();
}
