using McpFuzzer.Actors.Fuzzing.Schemas;

namespace McpFuzzer.Actors.Fuzzing.Cases;

/// <summary>Makes numbers for a schema's bounds and steps.</summary>
internal static class NumberMaker
{
    private const int MostSteps = 1_000;

    private static readonly ExactNumber Zero = ExactNumber.Of(0);
    private static readonly ExactNumber One = ExactNumber.Of(1);
    private static readonly ExactNumber Sixteenth = ExactNumber.Parse("0.0625")!.Value;

    /// <summary>Returns a number that should satisfy the schema.</summary>
    public static JsonValue.Number Make(SchemaNode schema, bool isWhole, CaseRandom random, ValueStyle style)
    {
        if (style == ValueStyle.Wild && random.OneIn(4))
        {
            var odd = new JsonValue.Number(
                random.Pick(isWhole || random.OneIn(2) ? Oddities.Wholes : Oddities.Fractions)
            );
            if (NumberChecks.Check(schema, odd, "").Validity == Validity.Valid)
            {
                return odd;
            }
        }

        return new JsonValue.Number(Within(schema, isWhole, random, style).ToJson());
    }

    private static ExactNumber Within(SchemaNode schema, bool isWhole, CaseRandom random, ValueStyle style)
    {
        var low = Sharper(schema.Minimum, schema.ExclusiveMinimum, isLower: true);
        var high = Sharper(schema.Maximum, schema.ExclusiveMaximum, isLower: false);
        var step = StepOf(schema, isWhole, low, high);
        var start =
            low ?? (style == ValueStyle.Wild || high < Zero ? Down(high ?? Zero, step, random.Below(MostSteps)) : Zero);
        start = Up(start, step, schema.ExclusiveMinimum);
        var room =
            high is { } top ? Math.Floor((top.Nearest - start.Nearest) / step.Nearest)
            : style == ValueStyle.Wild ? 2 * MostSteps
            : 100;
        var steps = double.IsFinite(room) ? (int)Math.Clamp(room, 0, 2 * MostSteps) : 0;
        var taken = style is ValueStyle.Minimal or ValueStyle.Full ? Math.Min(1, steps) : (int)random.Between(0, steps);
        var value = start.Plus(step.Times(ExactNumber.Of(taken)));
        return taken > 0 && schema.ExclusiveMaximum is { } end && value >= end
            ? value.Plus(step.Times(ExactNumber.Of(-1)))
            : value;
    }

    private static ExactNumber StepOf(SchemaNode schema, bool isWhole, ExactNumber? low, ExactNumber? high)
    {
        if (schema.MultipleOf is { } given)
        {
            return given;
        }

        // A range such as 0 to 1 holds too few whole numbers.
        var isNarrow =
            !isWhole && low is { } bottom && high is { } top && top > bottom && top.Nearest - bottom.Nearest < 16;
        return isNarrow ? high!.Value.Plus(low!.Value.Times(ExactNumber.Of(-1))).Times(Sixteenth) : One;
    }

    private static ExactNumber Down(ExactNumber from, ExactNumber step, int steps) =>
        from.FloorTo(step).Plus(step.Times(ExactNumber.Of(-steps)));

    private static ExactNumber Up(ExactNumber from, ExactNumber step, ExactNumber? exclusive)
    {
        var start = from.FloorTo(step);
        start = start < from ? start.Plus(step) : start;
        return exclusive is { } bound && start <= bound ? start.Plus(step) : start;
    }

    private static ExactNumber? Sharper(ExactNumber? one, ExactNumber? other, bool isLower) =>
        one is null ? other
        : other is null ? one
        : one > other == isLower ? one
        : other;
}
