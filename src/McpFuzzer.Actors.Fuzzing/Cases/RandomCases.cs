namespace McpFuzzer.Actors.Fuzzing.Cases;

/// <summary>
/// Arguments drawn from the schema: three of four should be valid, the fourth is broken in one place.
/// </summary>
internal static class RandomCases
{
    private const int OneBrokenIn = 4;

    /// <summary>An endless sequence of arguments.</summary>
    public static IEnumerable<MadeArguments> Of(ToolSchema schema, long seed)
    {
        var edits = new BoundaryEdits(schema, schema.RandomOf(seed, Phases.Random, -1));
        for (var index = 0; ; index++)
        {
            var random = schema.RandomOf(seed, Phases.Random, index);
            var isBroken = random.OneIn(OneBrokenIn);
            var made = schema.MakeValid(random, ValueStyle.Wild);
            yield return isBroken ? new MadeArguments(schema.Harmless(random.Pick(edits).Apply(made.Arguments))) : made;
        }
    }
}
