using System.Text.Json;

namespace McpFuzzer.Actors.Fuzzing.Oracles;

/// <summary>The shape of a CallToolResult (MCP, Tools, "Calling Tools" and "Tool Result").</summary>
internal static class ResultShape
{
    /// <summary>Returns whether it holds members that only a final result holds.</summary>
    public static bool HasContent(JsonElement result) =>
        result.ValueKind == JsonValueKind.Object
        && (result.TryGetProperty("content", out _) || result.TryGetProperty("structuredContent", out _));

    /// <summary>Returns whether it reports a failure of the tool.</summary>
    public static bool IsError(JsonElement result) =>
        result.ValueKind == JsonValueKind.Object
        && result.TryGetProperty("isError", out var flag)
        && flag.ValueKind == JsonValueKind.True;

    /// <summary>Returns the first breach, without any value of the result; null when there is none.</summary>
    public static string? BreachOf(JsonElement result)
    {
        if (result.ValueKind != JsonValueKind.Object)
        {
            return "it is not an object";
        }

        if (
            result.TryGetProperty("isError", out var flag)
            && flag.ValueKind is not (JsonValueKind.True or JsonValueKind.False)
        )
        {
            return "isError is not a boolean";
        }

        if (!result.TryGetProperty("content", out var content))
        {
            return "content is missing";
        }

        return content.ValueKind == JsonValueKind.Array
            ? content.EnumerateArray().Select(BreachOfBlock).FirstOrDefault(breach => breach is not null)
            : "content is not an array";
    }

    private static string? BreachOfBlock(JsonElement block)
    {
        if (block.ValueKind != JsonValueKind.Object)
        {
            return "a content block is not an object";
        }

        if (!HasText(block, "type"))
        {
            return "a content block has no type";
        }

        // An unknown type may belong to a newer revision.
        var type = block.GetProperty("type");
        return type.ValueEqualsText("text") ? Needs(block, "text", "text")
            : type.ValueEqualsText("image") ? Needs(block, "image", "data", "mimeType")
            : type.ValueEqualsText("audio") ? Needs(block, "audio", "data", "mimeType")
            : type.ValueEqualsText("resource_link") ? Needs(block, "resource_link", "uri", "name")
            : type.ValueEqualsText("resource") ? BreachOfResource(block)
            : null;
    }

    private static string? BreachOfResource(JsonElement block) =>
        !block.TryGetProperty("resource", out var resource) || resource.ValueKind != JsonValueKind.Object
            ? "a content block of type resource has no resource"
        : !HasText(resource, "uri") ? "an embedded resource has no uri"
        : !HasText(resource, "text") && !HasText(resource, "blob") ? "an embedded resource has neither text nor blob"
        : null;

    private static string? Needs(JsonElement block, string type, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (!HasText(block, name))
            {
                return $"a content block of type {type} has no {name}";
            }
        }

        return null;
    }

    private static bool HasText(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String;

    private static bool ValueEqualsText(this JsonElement element, string text) =>
        element.ValueKind == JsonValueKind.String && element.ValueEquals(text);
}
