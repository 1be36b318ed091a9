using System.Text.Json;

namespace McpFuzzer.Actors.Fuzzing.Reports;

/// <summary>A place in a JSON file that knows its path, so that what is wrong can be said with where it is.</summary>
internal readonly record struct StrictJson(JsonElement Element, string Path)
{
    public bool IsNull => Element.ValueKind == JsonValueKind.Null;

    /// <summary>The text there.</summary>
    public string Text =>
        Element.ValueKind == JsonValueKind.String ? Element.GetString()! : throw Refuse("must be a string");

    /// <summary>The text there, or null.</summary>
    public string? TextOrNull => IsNull ? null : Text;

    /// <summary>The whole number there.</summary>
    public int Whole =>
        Element.ValueKind == JsonValueKind.Number && Element.TryGetInt32(out var value)
            ? value
            : throw Refuse("must be a whole number");

    public bool Flag =>
        Element.ValueKind switch
        {
            JsonValueKind.True => true,
            JsonValueKind.False => false,
            _ => throw Refuse("must be true or false"),
        };

    /// <summary>The JSON of an object, as it is written.</summary>
    public string RawObject =>
        Element.ValueKind == JsonValueKind.Object ? Element.GetRawText() : throw Refuse("must be an object");

    public IReadOnlyList<StrictJson> Items
    {
        get
        {
            var path = Path;
            return Element.ValueKind == JsonValueKind.Array
                ? [.. Element.EnumerateArray().Select((item, i) => new StrictJson(item, $"{path}[{i}]"))]
                : throw Refuse("must be a list");
        }
    }

    /// <summary>A member that has to be there.</summary>
    public StrictJson this[string name] => Find(name) ?? throw new FindingsFileException($"{Path}.{name} is missing");

    /// <summary>A member that may be there.</summary>
    public StrictJson? Find(string name) =>
        Element.ValueKind != JsonValueKind.Object ? throw Refuse("must be an object")
        : Element.TryGetProperty(name, out var member) ? new StrictJson(member, $"{Path}.{name}")
        : null;

    /// <summary>What to throw when the value there is refused.</summary>
    public FindingsFileException Refuse(string allowed) => new($"{Path} {allowed}");
}
