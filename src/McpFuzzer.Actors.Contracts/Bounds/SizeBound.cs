using McpFuzzer.Actors.Contracts.Text;

namespace McpFuzzer.Actors.Contracts.Bounds;

/// <summary>A range of sizes in bytes. <see cref="Sizes" /> reads and shows them.</summary>
/// <param name="min">The smallest size that is allowed.</param>
/// <param name="max">The largest size that is allowed.</param>
public sealed class SizeBound(long min, long max) : Bound<long>(min, max)
{
    /// <inheritdoc />
    protected override string Kind => "a size";

    /// <inheritdoc />
    protected override string KindOfText => "a size in bytes, or with K, M, G, T, P or E (512M, 1.5G),";

    /// <inheritdoc />
    public override string Show(long value) => Sizes.Show(value);

    /// <inheritdoc />
    protected override bool TryParse(string text, out long value) => Sizes.TryParse(text, out value);
}
