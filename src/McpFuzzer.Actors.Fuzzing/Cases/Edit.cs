using McpFuzzer.Actors.Fuzzing.Schemas;

namespace McpFuzzer.Actors.Fuzzing.Cases;

/// <summary>One change to arguments: a value that is set, or removed.</summary>
/// <param name="Path">The path of properties; <see cref="FirstItem" /> is the first item of an array. An empty path is
/// the whole value.</param>
/// <param name="Value">The new value; null removes the old one.</param>
internal sealed record Edit(IReadOnlyList<string> Path, JsonValue? Value)
{
    /// <summary>The step into an array. An edit cannot reach a property with this name, which does no harm.</summary>
    public const string FirstItem = "*";

    /// <summary>
    /// Returns the arguments with the change. Missing parents on the path become the plainest possible containers.
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
