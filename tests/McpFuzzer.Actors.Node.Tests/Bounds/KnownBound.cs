using System.Globalization;
using System.Reflection;
using McpFuzzer.Actors.Contracts.Bounds;

namespace McpFuzzer.Actors.Node.Tests.Bounds;

/// <summary>A bound that the contracts define, with its ends and the first values beyond them.</summary>
internal abstract class KnownBound
{
    /// <summary>All of them, found by reflection. Two names of one bound are one.</summary>
    public static IReadOnlyList<KnownBound> All { get; } =
    [
        .. typeof(Bound<>)
            .Assembly.GetExportedTypes()
            .SelectMany(type => type.GetProperties(BindingFlags.Public | BindingFlags.Static))
            .Where(property => IsBound(property.PropertyType))
            .Select(property => (Name: $"{property.DeclaringType!.Name}.{property.Name}", property.GetValue(null)!))
            .DistinctBy(known => known.Item2, ReferenceEqualityComparer.Instance)
            .Select(known => Of(known.Name, known.Item2)),
    ];

    /// <summary>Such as <c>CampaignBounds.Runs</c>.</summary>
    public required string Name { get; init; }

    /// <summary>The range as text.</summary>
    public abstract string Range { get; }

    /// <summary>The least and the greatest value that are allowed.</summary>
    public abstract IReadOnlyList<Quantity> Ends { get; }

    /// <summary>The first values below and above; a value that its type does not have is left out.</summary>
    public abstract IReadOnlyList<Quantity> Beyond { get; }

    /// <summary>Returns whether a type is that of a bound.</summary>
    public static bool IsBound(Type type) =>
        type.BaseType is { IsGenericType: true } bound && bound.GetGenericTypeDefinition() == typeof(Bound<>);

    /// <summary>
    /// Narrows the bound at both ends, until the result is disposed. What uses the bound then says other words.
    /// </summary>
    public abstract IDisposable Narrow();

    public override string ToString() => Name;

    private static KnownBound Of(string name, object bound) =>
        bound switch
        {
            WholeBound whole => new KnownBound<int>(whole, 1, (n, step) => n + step, n => Text(n)) { Name = name },
            SizeBound size => new KnownBound<long>(size, 1, (n, step) => n + step, n => Text(n)) { Name = name },
            NumberBound number => new KnownBound<double>(number, 1, Beside, n => Text(n)) { Name = name },
            DurationBound duration => new KnownBound<TimeSpan>(
                duration,
                // Errors show durations of a millisecond and more to the millisecond.
                (int)TimeSpan.TicksPerMillisecond,
                (time, ticks) => time + TimeSpan.FromTicks(ticks),
                time => $"{Text((decimal)time.Ticks / TimeSpan.TicksPerMillisecond)}ms"
            )
            {
                Name = name,
            },
            _ => throw new NotSupportedException($"{name}: no rule for a {bound.GetType().Name}"),
        };

    private static double Beside(double number, int step) =>
        step > 0 ? Math.BitIncrement(number) : Math.BitDecrement(number);

    private static string Text(IFormattable number) => number.ToString(null, CultureInfo.InvariantCulture);
}

/// <summary>A bound of values of one type.</summary>
/// <param name="bound">The bound.</param>
/// <param name="visible">How many of the smallest steps change what an error shows.</param>
/// <param name="add">Adds a number of the smallest steps.</param>
/// <param name="show">Returns a value as a user would type it, without rounding.</param>
internal sealed class KnownBound<T>(Bound<T> bound, int visible, Func<T, int, T> add, Func<T, string> show) : KnownBound
    where T : struct, IComparable<T>
{
    public override string Range => bound.Range;

    public override IReadOnlyList<Quantity> Ends => [QuantityOf(bound.Min), QuantityOf(bound.Max)];

    public override IReadOnlyList<Quantity> Beyond
    {
        get
        {
            var (below, above) = (add(bound.Min, -1), add(bound.Max, 1));
            return
            [
                .. below.CompareTo(bound.Min) < 0 ? [QuantityOf(below)] : Array.Empty<Quantity>(),
                // The greatest value of a type wraps.
                .. above.CompareTo(bound.Max) > 0 ? [QuantityOf(above)] : Array.Empty<Quantity>(),
            ];
        }
    }

    public override IDisposable Narrow()
    {
        var (min, max) = (bound.Min, bound.Max);
        Set(add(min, visible), add(max, -visible));
        return new Restored(() => Set(min, max));
    }

    private Quantity QuantityOf(T value) => new(value, show(value));

    private void Set(T min, T max)
    {
        FieldOf(nameof(bound.Min)).SetValue(bound, min);
        FieldOf(nameof(bound.Max)).SetValue(bound, max);
    }

    private static FieldInfo FieldOf(string property) =>
        typeof(Bound<T>).GetField($"<{property}>k__BackingField", BindingFlags.NonPublic | BindingFlags.Instance)!;

    private sealed class Restored(Action restore) : IDisposable
    {
        public void Dispose() => restore();
    }
}
