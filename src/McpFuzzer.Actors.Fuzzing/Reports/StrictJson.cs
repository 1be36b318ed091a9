using System.Text.Json;

namespace McpFuzzer.Actors.Fuzzing.Reports;

/// <summary>A place in a JSON file that knows its path, so that an error can say where it is.</summary>
internal readonly record struct StrictJson(JsonElement Element, string Path)
{
    public bool IsNull => Element.ValueKind == JsonValueKind.Null;

    /// <summary>The text there.</summary>
    public string Text =>
        Element.ValueKind == JsonValueKind.String ? Element.GetString()! : throw Reject("must be a string");

    /// <summary>The text there, or null.</summary>
    public string? TextOrNull => IsNull ? null : Text;

    /// <summary>The whole number there.</summary>
    public int Whole =>
        Element.ValueKind == JsonValueKind.Number && Element.TryGetInt32(out var value)
            ? value
            : throw Reject("must be a whole number");

    /// <summary>The whole number there, of 64 bits.</summary>
    public long Long =>
        Element.ValueKind == JsonValueKind.Number && Element.TryGetInt64(out var value)
            ? value
            : throw Reject("must be a whole number");

    public bool Flag =>
        Element.ValueKind switch
        {
            JsonValueKind.True => true,
            JsonValueKind.False => false,
            _ => throw Reject("must be true or false"),
        };

    /// <summary>The JSON of an object, as it is written.</summary>
    public string RawObject =>
        Element.ValueKind == JsonValueKind.Object ? Element.GetRawText() : throw Reject("must be an object");

    public IReadOnlyList<StrictJson> Items
    {
        get
        {
            var path = Path;
            return Element.ValueKind == JsonValueKind.Array
                ? [.. Element.EnumerateArray().Select((item, i) => new StrictJson(item, $"{path}[{i}]"))]
                : throw Reject("must be a list");
        }
    }

    /// <summary>A required member.</summary>
    public StrictJson this[string name] => Find(name) ?? throw new ReportFileException($"{Path}.{name} is missing");

    /// <summary>An optional member.</summary>
    public StrictJson? Find(string name) =>
        Element.ValueKind != JsonValueKind.Object ? throw Reject("must be an object")
        : Element.TryGetProperty(name, out var member) ? new StrictJson(member, $"{Path}.{name}")
        : null;

    /// <summary>A member that may be missing or null.</summary>
    public StrictJson? FindValue(string name) => Find(name) is { IsNull: false } value ? value : null;

    /// <summary>The members of an object, in their order.</summary>
    public IReadOnlyList<KeyValuePair<string, StrictJson>> Members
    {
        get
        {
            var path = Path;
            return Element.ValueKind == JsonValueKind.Object
                ?
                [
                    .. Element
                        .EnumerateObject()
                        .Select(member =>
                            KeyValuePair.Create(member.Name, new StrictJson(member.Value, $"{path}.{member.Name}"))
                        ),
                ]
                : throw Reject("must be an object");
        }
    }

    /// <summary>Rejects every other version of the format.</summary>
    public void RequireVersion(int version)
    {
        if (Whole != version)
        {
            throw Reject($"is {Whole}: this program reads version {version}");
        }
    }

    /// <summary>Makes the exception that rejects the value.</summary>
    public ReportFileException Reject(string allowed) => new($"{Path} {allowed}");
}
