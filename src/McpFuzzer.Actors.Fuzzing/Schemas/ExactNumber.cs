using System.Globalization;
using System.Numerics;

namespace McpFuzzer.Actors.Fuzzing.Schemas;

/// <summary>An exact JSON number: <c>Digits × 10^Exponent</c>, the digits without trailing zeros.</summary>
internal readonly record struct ExactNumber : IComparable<ExactNumber>
{
    private const int LongestRaw = 1_000;
    private const int LargestExponent = 1_000;
    private const long LargestExactDouble = 1L << 53;

    private static readonly double[] ExactPowers = [1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10];

    private ExactNumber(BigInteger digits, int exponent)
    {
        Digits = digits;
        Exponent = exponent;
    }

    private BigInteger Digits { get; }

    private int Exponent { get; }

    /// <summary>Whether it has no fraction.</summary>
    public bool IsWhole => Exponent >= 0;

    /// <summary>The nearest double; infinite beyond its range.</summary>
    public double Nearest =>
        // Both are exact doubles, so their product is rounded only once.
        Exponent >= 0
        && Exponent < ExactPowers.Length
        && BigInteger.Abs(Digits) <= LargestExactDouble
            ? (double)Digits * ExactPowers[Exponent]
            : double.Parse($"{Digits}E{Exponent}", NumberStyles.Float, CultureInfo.InvariantCulture);

    public static bool operator <(ExactNumber left, ExactNumber right) => left.CompareTo(right) < 0;

    public static bool operator >(ExactNumber left, ExactNumber right) => left.CompareTo(right) > 0;

    public static bool operator <=(ExactNumber left, ExactNumber right) => left.CompareTo(right) <= 0;

    public static bool operator >=(ExactNumber left, ExactNumber right) => left.CompareTo(right) >= 0;

    /// <summary>
    /// Reads a JSON number; returns null when it has too many digits or too large an exponent to compare.
    /// </summary>
    public static ExactNumber? Parse(string raw)
    {
        if (raw.Length > LongestRaw)
        {
            return null;
        }

        if (long.TryParse(raw, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole))
        {
            return Normal(whole, 0);
        }

        var (mantissa, power) = raw.IndexOfAny(['e', 'E']) is >= 0 and var e ? (raw[..e], raw[(e + 1)..]) : (raw, "0");
        var point = mantissa.IndexOf('.', StringComparison.Ordinal);
        var decimals = point < 0 ? 0 : mantissa.Length - point - 1;
        return
            int.TryParse(power, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var exponent)
            && exponent is >= -LargestExponent and <= LargestExponent
            && BigInteger.TryParse(
                mantissa.Replace(".", "", StringComparison.Ordinal),
                NumberStyles.AllowLeadingSign,
                CultureInfo.InvariantCulture,
                out var digits
            )
            ? Normal(digits, exponent - decimals)
            : null;
    }

    public static ExactNumber Of(long value) => Normal(value, 0);

    public int CompareTo(ExactNumber other)
    {
        var (mine, theirs, _) = Align(other);
        return mine.CompareTo(theirs);
    }

    /// <summary>Adds exactly.</summary>
    public ExactNumber Plus(ExactNumber other)
    {
        var (mine, theirs, exponent) = Align(other);
        return Normal(mine + theirs, exponent);
    }

    /// <summary>Multiplies exactly.</summary>
    public ExactNumber Times(ExactNumber factor) => Normal(Digits * factor.Digits, Exponent + factor.Exponent);

    /// <summary>Returns the largest multiple of the other that is not above this; the other must be positive.</summary>
    public ExactNumber FloorTo(ExactNumber step)
    {
        var (mine, theirs, exponent) = Align(step);
        var rest = BigInteger.Remainder(mine, theirs);
        return Normal(mine - (rest.Sign < 0 ? rest + theirs : rest), exponent);
    }

    /// <summary>Returns whether it is an exact multiple of the other, which must not be zero.</summary>
    public bool IsMultipleOf(ExactNumber divisor)
    {
        var (mine, theirs, _) = Align(divisor);
        return BigInteger.Remainder(mine, theirs).IsZero;
    }

    /// <summary>As JSON writes it: without an exponent up to 25 digits.</summary>
    public string ToJson()
    {
        if (Exponent is >= 0 and <= 25)
        {
            return (Digits * BigInteger.Pow(10, Exponent)).ToString(CultureInfo.InvariantCulture);
        }

        if (Exponent is < 0 and >= -25)
        {
            var digits = BigInteger.Abs(Digits).ToString(CultureInfo.InvariantCulture).PadLeft(1 - Exponent, '0');
            return $"{(Digits.Sign < 0 ? "-" : "")}{digits[..^-Exponent]}.{digits[^-Exponent..]}";
        }

        return string.Create(CultureInfo.InvariantCulture, $"{Digits}e{Exponent}");
    }

    private static ExactNumber Normal(BigInteger digits, int exponent)
    {
        if (digits.IsZero)
        {
            return new ExactNumber(BigInteger.Zero, 0);
        }

        while (BigInteger.Remainder(digits, 10).IsZero)
        {
            digits /= 10;
            exponent++;
        }

        return new ExactNumber(digits, exponent);
    }

    private (BigInteger Mine, BigInteger Theirs, int Exponent) Align(ExactNumber other)
    {
        var exponent = Math.Min(Exponent, other.Exponent);
        return (
            Digits * BigInteger.Pow(10, Exponent - exponent),
            other.Digits * BigInteger.Pow(10, other.Exponent - exponent),
            exponent
        );
    }
}
