using System.Runtime.InteropServices;
using System.Text.Json;
using McpFuzzer.Actors.Fuzzing.Schemas;

namespace McpFuzzer.Actors.Fuzzing.Oracles;

/// <summary>Whether structured content is what the tool's output schema promises.</summary>
internal sealed class OutputOracle(JsonElement outputSchema)
{
    // Beyond this a result is not taken apart: the check would cost more memory than the result.
    private const int LargestChecked = 1 << 20;

    private readonly JsonValue _schema = JsonValueReader.Read(outputSchema);

    /// <summary>The breach, such as <c>/sum: type</c>; null when there is none, or none that is certain.</summary>
    public string? BreachOf(JsonElement result)
    {
        if (result.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        if (!result.TryGetProperty("structuredContent", out var content))
        {
            return "/: missing";
        }

        if (JsonMarshal.GetRawUtf8Value(content).Length > LargestChecked)
        {
            return null;
        }

        // A document and its checker keep memos, so each assessment has its own.
        var verdict = new SchemaChecker(new SchemaDocument(_schema)).Check(JsonValueReader.Read(content));
        return verdict.Validity == Validity.Invalid ? verdict.ToString() : null;
    }
}
