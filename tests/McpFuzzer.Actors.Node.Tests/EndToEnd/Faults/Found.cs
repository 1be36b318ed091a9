using System.Text.Json;

namespace McpFuzzer.Actors.Node.Tests.EndToEnd.Faults;

/// <summary>A finding of <c>findings.json</c>.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Category">Its category.</param>
/// <param name="Severity">Its severity.</param>
/// <param name="Tool">Its tool; null when it is the server's.</param>
/// <param name="Title">Its title.</param>
/// <param name="Detail">Its detail.</param>
/// <param name="Input">The arguments that show it, as JSON; null when there are none.</param>
/// <param name="Sequence">The number of calls in its sequence.</param>
/// <param name="Variants">The ways in which it shows.</param>
/// <param name="Shown">How often it was reproduced; null when it was not isolated.</param>
internal sealed record Found(
    string Id,
    string Category,
    string Severity,
    string? Tool,
    string Title,
    string Detail,
    string? Input,
    int Sequence,
    IReadOnlyList<string> Variants,
    int? Shown
)
{
    public static Found Read(JsonElement finding) =>
        new(
            finding.GetProperty("id").GetString()!,
            finding.GetProperty("category").GetString()!,
            finding.GetProperty("severity").GetString()!,
            finding.GetProperty("tool").GetString(),
            finding.GetProperty("title").GetString()!,
            finding.GetProperty("detail").GetString()!,
            finding.GetProperty("input") is { ValueKind: JsonValueKind.Object } input ? input.GetRawText() : null,
            finding.GetProperty("sequence").GetArrayLength(),
            [.. finding.GetProperty("variants").EnumerateArray().Select(variant => variant.GetString()!)],
            finding.GetProperty("reproduced") is { ValueKind: JsonValueKind.Object } reproduced
                ? reproduced.GetProperty("shown").GetInt32()
                : null
        );

    public override string ToString() => $"{Severity} {Category} {Tool ?? "-"}";
}
