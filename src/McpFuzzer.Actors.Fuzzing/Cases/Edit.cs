using McpFuzzer.Actors.Fuzzing.Schemas;

namespace McpFuzzer.Actors.Fuzzing.Cases;

/// <summary>One change to arguments: a value put somewhere, or something taken away.</summary>
/// <param name="Path">The properties on the way there; <see cref="FirstItem" /> is the first item of an array. Empty is
/// the whole.</param>
/// <param name="Value">What is put there; null takes away what is there.</param>
internal sealed record Edit(IReadOnlyList<string> Path, JsonValue? Value)
{
    /// <summary>
    /// The step into an array. A property of that name can't be reached by an edit, and no harm done.
    /// </summary>
    public const string FirstItem = "*";

    /// <summary>
    /// The arguments with the change; what is missing on the way is made as the plainest thing that can hold it.
    /// </summary>
    public JsonValue.Map Apply(JsonValue.Map arguments) => Apply(arguments, 0) as JsonValue.Map ?? JsonValue.Map.Empty;

    private JsonValue? Apply(JsonValue? at, int step)
    {
        if (step == Path.Count)
        {
            return Value;
        }

        var name = Path[step];
        if (name == FirstItem)
        {
            var items = (at as JsonValue.List)?.Items ?? [];
            var first = Apply(items.Count > 0 ? items[0] : null, step + 1);
            return new JsonValue.List(first is null ? [.. items.Skip(1)] : [first, .. items.Skip(1)]);
        }

        var map = at as JsonValue.Map ?? JsonValue.Map.Empty;
        return Apply(map[name], step + 1) is { } value ? map.With(name, value) : map.Without(name);
    }
}
