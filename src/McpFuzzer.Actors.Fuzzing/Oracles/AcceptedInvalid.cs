using System.Text.Json;
using System.Text.RegularExpressions;
using McpFuzzer.Actors.Contracts.Campaigns;
using McpFuzzer.Actors.Fuzzing.Cases;

namespace McpFuzzer.Actors.Fuzzing.Oracles;

/// <summary>Describes a call that got a result although its arguments break the tool's input schema.</summary>
internal static partial class AcceptedInvalid
{
    private const int LongestRead = 16_384;

    /// <summary>
    /// Returns whether a violation only adds members that the schema does not allow. Most servers ignore them, as most
    /// maintainers want.
    /// </summary>
    public static bool IsAboutExtraMembers(string shape) =>
        shape.StartsWith("additionalProperties", StringComparison.Ordinal)
        || shape.StartsWith("unevaluatedProperties", StringComparison.Ordinal);

    /// <summary>
    /// Returns whether a violation is null for an optional property. Clients send it, and libraries read it as absent,
    /// so a server should accept it.
    /// </summary>
    public static bool IsNullForNone(string? kind) => kind is "type (null, optional)";

    /// <summary>Returns the candidate of one accepted call.</summary>
    /// <param name="fuzzCase">The call.</param>
    /// <param name="violation">How its arguments break the schema.</param>
    /// <param name="result">A result without <c>isError</c>.</param>
    public static Candidate Of(FuzzCase fuzzCase, string violation, JsonElement result)
    {
        var folded = BreachPath.Fold(violation);
        var kind = fuzzCase.ViolationKind ?? KindOf(folded);
        var isIgnored = SaysIgnored(result);
        return new Candidate(
            Categories.AcceptedInvalid,
            fuzzCase.Tool,
            $"accepts arguments that break its input schema: {folded}",
            "The call got a result without isError, though its arguments do not satisfy the tool's inputSchema."
                + (isIgnored ? " The result says that it ignores something." : ""),
            KeywordOf(kind)
        )
        {
            Variant = folded + kind[KeywordOf(kind).Length..],
            Severity =
                isIgnored || IsAboutExtraMembers(kind)
                    ? Severity.Info
                    : Categories.SeverityOf(Categories.AcceptedInvalid),
        };
    }

    // The keyword, without the type that was given.
    private static string KeywordOf(string kind) => kind.Split(' ')[0];

    private static string KindOf(string violation)
    {
        var colon = violation.LastIndexOf(": ", StringComparison.Ordinal);
        return colon < 0 ? violation : violation[(colon + 2)..];
    }

    private static bool SaysIgnored(JsonElement result) =>
        result.ValueKind == JsonValueKind.Object
        && result.TryGetProperty("content", out var content)
        && content.ValueKind == JsonValueKind.Array
        && content.EnumerateArray().Take(16).Any(block => TextOf(block) is { } text && IgnoresArgument().IsMatch(text));

    private static string? TextOf(JsonElement block)
    {
        if (
            block.ValueKind != JsonValueKind.Object
            || !block.TryGetProperty("text", out var text)
            || text.ValueKind != JsonValueKind.String
        )
        {
            return null;
        }

        try
        {
            var said = text.GetString()!;
            return said.Length <= LongestRead ? said : said[..LongestRead];
        }
        catch (InvalidOperationException)
        {
            // A lone surrogate: not text.
            return null;
        }
    }

    // Both words in one sentence, since a listing may name a file .gitignored.
    [GeneratedRegex(
        @"\b(param|argument|option|field|propert|key|input|value)\w*\b[^.\n]{0,200}\bignor(ed|es|ing)\b"
            + @"|\bignor(ed|es|ing)\b[^.\n]{0,200}\b(param|argument|option|field|propert|key|input|value)",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture
    )]
    private static partial Regex IgnoresArgument();
}
