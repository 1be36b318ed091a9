using System.Runtime.InteropServices;
using System.Text.Json;
using McpFuzzer.Actors.Fuzzing.Schemas;

namespace McpFuzzer.Actors.Fuzzing.Oracles;

/// <summary>Checks structured content against the tool's output schema.</summary>
internal sealed class OutputOracle(JsonElement outputSchema)
{
    // Larger results are not checked, since the check would cost more memory than the result.
    private const int LargestChecked = 1 << 20;

    private readonly JsonValue _schema = JsonValueReader.Read(outputSchema);

    /// <summary>Returns the breach, such as <c>/sum: type</c>; null when none is certain.</summary>
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

        // A document and its checker keep caches, so each assessment creates its own.
        var verdict = new SchemaChecker(new SchemaDocument(_schema)).Check(JsonValueReader.Read(content));
        return verdict.Validity == Validity.Invalid ? verdict.ToString() : null;
    }
}
