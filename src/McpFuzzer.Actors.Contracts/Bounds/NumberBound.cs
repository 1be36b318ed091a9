using System.Globalization;

namespace McpFuzzer.Actors.Contracts.Bounds;

/// <summary>A range of numbers.</summary>
/// <param name="min">The least number that is allowed.</param>
/// <param name="max">The greatest number that is allowed.</param>
public sealed class NumberBound(double min, double max) : Bound<double>(min, max)
{
    /// <inheritdoc />
    protected override string Kind => "a number";

    /// <inheritdoc />
    public override string Show(double value) => value.ToString(CultureInfo.InvariantCulture);

    /// <inheritdoc />
    protected override bool TryParse(string text, out double value) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value);
}
