using System.Text.Json;
using System.Text.Json.Nodes;

namespace McpFuzzer.Mcp;

/// <summary>Checks arguments against the few keywords that the tools here use.</summary>
internal static class ArgumentCheck
{
    /// <summary>Returns the first violation of the schema; null when there is none.</summary>
    public static string? Problem(JsonObject schema, JsonElement arguments)
    {
        try
        {
            return Problem(schema, schema, arguments, "");
        }
        catch (InvalidOperationException)
        {
            // A name with a lone surrogate is not text, and so is not a known name.
            return "a name is not valid text";
        }
    }

    private static string? Problem(JsonObject root, JsonObject schema, JsonElement value, string path)
    {
        if (schema["$ref"]?.GetValue<string>() is { } reference)
        {
            return Problem(root, Resolve(root, reference), value, path);
        }

        if (schema["type"] is { } type && !TypesOf(type).Any(name => IsA(value, name)))
        {
            return $"{path}: must be {type.ToJsonString()}";
        }

        return schema["enum"] is JsonArray choices && !choices.Any(choice => IsText(value, choice!.GetValue<string>()))
                ? $"{path}: must be one of {choices.ToJsonString()}"
            : value.ValueKind == JsonValueKind.Number ? NumberProblem(schema, value, path)
            : value.ValueKind == JsonValueKind.Object ? ObjectProblem(root, schema, value, path)
            : value.ValueKind == JsonValueKind.Array ? ArrayProblem(root, schema, value, path)
            : null;
    }

    private static string? NumberProblem(JsonObject schema, JsonElement value, string path) =>
        schema["minimum"]?.GetValue<int>() is { } least && value.GetDouble() < least ? $"{path}: at least {least}"
        : schema["maximum"]?.GetValue<int>() is { } most && value.GetDouble() > most ? $"{path}: at most {most}"
        : null;

    private static string? ArrayProblem(JsonObject root, JsonObject schema, JsonElement value, string path) =>
        schema["items"] is JsonObject items
            ? value
                .EnumerateArray()
                .Select((item, at) => Problem(root, items, item, $"{path}/{at}"))
                .FirstOrDefault(problem => problem is not null)
            : null;

    private static string? ObjectProblem(JsonObject root, JsonObject schema, JsonElement value, string path)
    {
        var required = schema["required"] as JsonArray ?? [];
        var missing = required.FirstOrDefault(name => !value.TryGetProperty(name!.GetValue<string>(), out _));
        if (missing is not null)
        {
            return $"{path}/{missing}: required";
        }

        var properties = schema["properties"] as JsonObject ?? [];
        var isClosed = schema["additionalProperties"]?.GetValueKind() == JsonValueKind.False;
        foreach (var member in value.EnumerateObject())
        {
            var problem =
                properties[member.Name] is JsonObject property
                    ? Problem(root, property, member.Value, $"{path}/{member.Name}")
                : isClosed ? $"{path}/{member.Name}: no such property"
                : null;
            if (problem is not null)
            {
                return problem;
            }
        }

        return null;
    }

    private static JsonObject Resolve(JsonObject root, string reference) =>
        reference
            .TrimStart('#')
            .Split('/', StringSplitOptions.RemoveEmptyEntries)
            .Aggregate(root, (at, name) => (JsonObject)at[name]!);

    private static IEnumerable<string> TypesOf(JsonNode type) =>
        type is JsonArray several ? several.Select(one => one!.GetValue<string>()) : [type.GetValue<string>()];

    private static bool IsA(JsonElement value, string type) =>
        type switch
        {
            "object" => value.ValueKind == JsonValueKind.Object,
            "array" => value.ValueKind == JsonValueKind.Array,
            "string" => value.ValueKind == JsonValueKind.String,
            "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
            "null" => value.ValueKind == JsonValueKind.Null,
            "number" => value.ValueKind == JsonValueKind.Number,
            _ => value.ValueKind == JsonValueKind.Number && IsWhole(value),
        };

    private static bool IsWhole(JsonElement value) =>
        decimal.TryParse(value.GetRawText(), out var exact)
            ? decimal.Truncate(exact) == exact
            : double.IsInteger(value.GetDouble());

    private static bool IsText(JsonElement value, string text)
    {
        try
        {
            return value.ValueKind == JsonValueKind.String && value.ValueEquals(text);
        }
        catch (InvalidOperationException)
        {
            // A lone surrogate.
            return false;
        }
    }
}
