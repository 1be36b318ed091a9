namespace McpFuzzer.Actors.Fuzzing.Schemas;

/// <summary>
/// Checks the keywords of numbers. Most servers read a number as a double. Where the exact number gives another result,
/// the verdict is unsure.
/// </summary>
internal static class NumberChecks
{
    private const double Rounding = 1e-6;

    public static SchemaVerdict Check(SchemaNode schema, JsonValue.Number number, string where)
    {
        var isBounded =
            schema.Minimum is not null
            || schema.Maximum is not null
            || schema.ExclusiveMinimum is not null
            || schema.ExclusiveMaximum is not null
            || schema.MultipleOf is not null;
        if (!isBounded)
        {
            return SchemaVerdict.Valid;
        }

        if (number.Exact is not { } value)
        {
            return SchemaVerdict.Unsure(where, "type");
        }

        return Bound(value, schema.Minimum, static order => order >= 0, where, "minimum")
            .And(Bound(value, schema.Maximum, static order => order <= 0, where, "maximum"))
            .And(Bound(value, schema.ExclusiveMinimum, static order => order > 0, where, "exclusiveMinimum"))
            .And(Bound(value, schema.ExclusiveMaximum, static order => order < 0, where, "exclusiveMaximum"))
            .And(schema.MultipleOf is { } step ? Multiple(value, step, where) : SchemaVerdict.Valid);
    }

    private static SchemaVerdict Bound(
        ExactNumber value,
        ExactNumber? bound,
        Func<int, bool> isWithin,
        string where,
        string keyword
    )
    {
        if (bound is not { } limit)
        {
            return SchemaVerdict.Valid;
        }

        return (isWithin(value.CompareTo(limit)), isWithin(value.Nearest.CompareTo(limit.Nearest))) switch
        {
            (true, true) => SchemaVerdict.Valid,
            (false, false) => SchemaVerdict.Invalid(where, keyword),
            _ => SchemaVerdict.Unsure(where, keyword),
        };
    }

    private static SchemaVerdict Multiple(ExactNumber value, ExactNumber step, string where)
    {
        var ratio = value.Nearest / step.Nearest;
        var isNearlyWhole = !double.IsFinite(ratio) || Math.Abs(ratio - Math.Round(ratio)) < Rounding;
        return (value.IsMultipleOf(step), isNearlyWhole) switch
        {
            (true, _) => SchemaVerdict.Valid,
            (false, true) => SchemaVerdict.Unsure(where, "multipleOf"),
            (false, false) => SchemaVerdict.Invalid(where, "multipleOf"),
        };
    }
}
