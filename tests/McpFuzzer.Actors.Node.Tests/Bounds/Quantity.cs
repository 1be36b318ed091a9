namespace McpFuzzer.Actors.Node.Tests.Bounds;

/// <summary>A number, a duration or a size, as code and as text give it.</summary>
/// <param name="Value">For an entry in code.</param>
/// <param name="Text">For an option of the command line and for a setting.</param>
internal sealed record Quantity(object Value, string Text)
{
    /// <summary>Returns whether values of this type, or of its nullable form, are quantities.</summary>
    public static bool Is(Type type) =>
        TypeOf(type) is var one
        && (one == typeof(int) || one == typeof(long) || one == typeof(double) || one == typeof(TimeSpan));

    /// <summary>Returns a value that no bound allows.</summary>
    public static Quantity NeverAllowed(Type type)
    {
        var one = TypeOf(type);
        return new Quantity(one.GetField("MinValue")!.GetValue(null)!, "?");
    }

    private static Type TypeOf(Type type) => Nullable.GetUnderlyingType(type) ?? type;
}
