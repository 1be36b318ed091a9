using System.Text.Json;
using McpFuzzer.Actors.Contracts.Campaigns;
using McpFuzzer.Actors.Mcp.Sessions;

namespace McpFuzzer.Actors.Fuzzing.Oracles;

/// <summary>
/// Checks the <c>resultType</c> of a result (MCP 2026-07-28, "ResultType"). Earlier revisions do not have the field:
/// there it is an extra member, and each result is final.
/// </summary>
internal sealed class ResultTypes(string protocolRevision)
{
    private readonly bool _hasTypes = ProtocolRevisions.Discovers(protocolRevision);

    /// <summary>Returns a breach of the rules of result types, and its section.</summary>
    public (string What, RuleReference Rule)? BreachOf(JsonElement result)
    {
        if (!_hasTypes || result.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        return TypeOf(result) switch
        {
            Kind.Complete => null,
            Kind.Missing => ("a result has no resultType", SpecificationRules.ResultType),
            Kind.InputRequired => BreachOfInputRequired(result) is { } what
                ? (what, SpecificationRules.InputRequired)
                : null,
            _ => ("a result has a resultType that the revision does not define", SpecificationRules.ResultType),
        };
    }

    /// <summary>
    /// Returns whether the result is final and must be a CallToolResult. A result of another type is not, unless it
    /// carries content: a wrong type must not hide other breaches.
    /// </summary>
    public bool EndsCall(JsonElement result) =>
        !_hasTypes
        || result.ValueKind != JsonValueKind.Object
        || TypeOf(result) is Kind.Complete or Kind.Missing
        || ResultShape.HasContent(result);

    private static Kind TypeOf(JsonElement result) =>
        !result.TryGetProperty("resultType", out var type) ? Kind.Missing
        : type.ValueKind != JsonValueKind.String ? Kind.Unknown
        : type.ValueEquals("complete") ? Kind.Complete
        : type.ValueEquals("input_required") ? Kind.InputRequired
        : Kind.Unknown;

    // The client declares no capability, so a server cannot ask it for anything.
    private static string? BreachOfInputRequired(JsonElement result)
    {
        var hasRequests = result.TryGetProperty("inputRequests", out var requests);
        return hasRequests && !IsEmptyObject(requests) ? "a result asks for input that the client did not offer"
            : !hasRequests && !result.TryGetProperty("requestState", out _)
                ? "an input_required result has neither inputRequests nor requestState"
            : null;
    }

    private static bool IsEmptyObject(JsonElement element) =>
        element.ValueKind == JsonValueKind.Object && !element.EnumerateObject().Any();

    private enum Kind
    {
        Complete,
        Missing,
        InputRequired,
        Unknown,
    }
}
