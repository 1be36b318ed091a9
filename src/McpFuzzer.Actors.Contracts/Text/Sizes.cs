using System.Globalization;
using System.Text.RegularExpressions;

namespace McpFuzzer.Actors.Contracts.Text;

/// <summary>
/// Reads and shows sizes in bytes, as systemd does: a number, and K, M, G, T, P or E for a power of 1024, such as
/// <c>512M</c> or <c>1.5G</c>.
/// </summary>
public static partial class Sizes
{
    private static readonly (string Name, long Bytes)[] Units =
    [
        ("E", 1L << 60),
        ("P", 1L << 50),
        ("T", 1L << 40),
        ("G", 1L << 30),
        ("M", 1L << 20),
        ("K", 1L << 10),
    ];

    /// <summary>Returns a size as text, in the largest unit in which it is a whole number.</summary>
    public static string Show(long bytes)
    {
        var (name, unit) = Units.FirstOrDefault(unit => bytes != 0 && bytes % unit.Bytes == 0, ("", 1));
        return string.Create(CultureInfo.InvariantCulture, $"{bytes / unit}{name}");
    }

    /// <summary>
    /// Reads a size. Returns false for any other text. A size that is too large becomes <see cref="long.MaxValue" />.
    /// </summary>
    public static bool TryParse(string text, out long bytes)
    {
        bytes = 0;
        if (Pattern().Match(text) is not { Success: true } match)
        {
            return false;
        }

        // A double would round sizes of more than 8 PiB.
        const NumberStyles styles = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint;
        var (_, unit) = Units.FirstOrDefault(unit => unit.Name == match.Groups["unit"].Value, ("", 1));
        bytes =
            decimal.TryParse(match.Groups["number"].Value, styles, CultureInfo.InvariantCulture, out var number)
            && Math.Abs(number) <= (decimal)long.MaxValue / unit
                ? (long)(number * unit)
            : text[0] == '-' ? long.MinValue
            : long.MaxValue;
        return true;
    }

    [GeneratedRegex(
        @"^(?<number>-?[0-9]+(\.[0-9]+)?)(?<unit>[KMGTPE]?)\z",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture
    )]
    private static partial Regex Pattern();
}
