using McpFuzzer.Actors.Contracts.Text;

namespace McpFuzzer.Actors.Contracts.Bounds;

/// <summary>A range of durations. <see cref="Durations" /> reads and shows them.</summary>
/// <param name="min">The shortest duration that is allowed.</param>
/// <param name="max">The longest duration that is allowed.</param>
public sealed class DurationBound(TimeSpan min, TimeSpan max) : Bound<TimeSpan>(min, max)
{
    /// <inheritdoc />
    protected override string Kind => "a duration";

    /// <inheritdoc />
    protected override string KindOfText => $"a duration with a unit ({Durations.Units})";

    /// <summary>Returns the part of this range that begins at another duration.</summary>
    public DurationBound AtLeast(TimeSpan min) => new(min, Max);

    /// <summary>Returns the part of this range that ends at another duration.</summary>
    public DurationBound AtMost(TimeSpan max) => new(Min, max);

    /// <inheritdoc />
    public override string Show(TimeSpan value) => Durations.Show(value);

    /// <inheritdoc />
    protected override bool TryParse(string text, out TimeSpan value) => Durations.TryParse(text, out value);
}
