using System.Globalization;

namespace McpFuzzer.Actors.Contracts.Bounds;

/// <summary>A range of whole numbers.</summary>
/// <param name="min">The least number that is allowed.</param>
/// <param name="max">The greatest number that is allowed.</param>
public sealed class WholeBound(int min, int max) : Bound<int>(min, max)
{
    /// <inheritdoc />
    protected override string Kind => "a whole number";

    /// <inheritdoc />
    public override string Show(int value) => value.ToString(CultureInfo.InvariantCulture);

    /// <inheritdoc />
    protected override bool TryParse(string text, out int value) =>
        int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value);
}
