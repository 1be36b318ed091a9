namespace McpFuzzer.Actors.Fuzzing.Cases;

/// <summary>The planned phases, in the order in which they run.</summary>
internal static class Phases
{
    /// <summary>What a reasonable caller sends: valid, from examples, defaults and enums of the schema.</summary>
    public const string Examples = "examples";

    /// <summary>
    /// At and one step beyond each bound of the schema, each property missing, null, or of another type.
    /// </summary>
    public const string Boundary = "boundary";

    /// <summary>Drawn from the schema, most of it valid, some of it broken.</summary>
    public const string Random = "random";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } = [Examples, Boundary, Random];
}
