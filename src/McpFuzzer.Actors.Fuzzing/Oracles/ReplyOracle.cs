using System.Runtime.InteropServices;
using System.Text.Json;
using McpFuzzer.Actors.Contracts.Campaigns;
using McpFuzzer.Actors.Contracts.Text;
using McpFuzzer.Actors.Fuzzing.Cases;
using McpFuzzer.Actors.Fuzzing.Schemas;
using McpFuzzer.Actors.Mcp.Sessions;

namespace McpFuzzer.Actors.Fuzzing.Oracles;

/// <summary>Assesses the reply to one call. Pure and thread-safe.</summary>
/// <param name="tools">The tools that the server lists.</param>
/// <param name="thresholds">The threshold of a slow reply.</param>
/// <param name="protocolRevision">The agreed protocol revision.</param>
internal sealed class ReplyOracle(IReadOnlyList<McpTool> tools, OracleThresholds thresholds, string protocolRevision)
{
    private const int LongestExcerpt = 1_024;

    private readonly Dictionary<string, OutputOracle> _outputs = tools
        .Where(tool => tool.OutputSchema is not null)
        .DistinctBy(tool => tool.Name, StringComparer.Ordinal)
        .ToDictionary(tool => tool.Name, tool => new OutputOracle(tool.OutputSchema!.Value), StringComparer.Ordinal);

    private readonly Dictionary<string, IReadOnlyList<double>> _defaults = tools
        .DistinctBy(tool => tool.Name, StringComparer.Ordinal)
        .ToDictionary(tool => tool.Name, tool => StatedDuration.DefaultsOf(tool.InputSchema), StringComparer.Ordinal);

    private readonly ErrorOracle _errors = new(tools);
    private readonly ResultTypes _types = new(protocolRevision);

    /// <summary>
    /// Returns the outcome of the case and what is wrong with its reply. A reply that succeeds or rejects politely has
    /// no candidates. A missing reply only has an outcome: isolation decides what it means. A reply that exceeds a
    /// limit of mcpfuzzer is not the server's fault.
    /// </summary>
    public ReplyAssessment Assess(FuzzCase fuzzCase, McpReply reply) =>
        reply switch
        {
            McpReply.Result result => new(
                ResultShape.IsError(result.Value) ? CaseOutcome.ToolError : CaseOutcome.Succeeded,
                [.. OfResult(fuzzCase, result.Value), .. OfTime(fuzzCase, result.Elapsed)]
            )
            {
                Rejection = Rejections.Of(result.Value),
            },
            McpReply.Error error => new(
                CaseOutcome.RpcError,
                [.. _errors.Assess(fuzzCase, error), .. OfTime(fuzzCase, error.Elapsed)]
            )
            {
                Rejection = Rejections.Of(error),
            },
            McpReply.Unreadable unreadable => new(CaseOutcome.Succeeded, [.. OfTime(fuzzCase, unreadable.Elapsed)])
            {
                Limit = unreadable.Limit,
            },
            McpReply.TimedOut => new(CaseOutcome.TimedOut, []),
            McpReply.Lost { Written: false } => new(CaseOutcome.NotSent, []),
            _ => new(CaseOutcome.TargetDied, []),
        };

    private IEnumerable<Candidate> OfTime(FuzzCase fuzzCase, TimeSpan elapsed) =>
        elapsed > thresholds.SlowAfter
            ?
            [
                Candidates.ReplySlow(
                    fuzzCase.Tool,
                    elapsed,
                    fuzzCase.Arguments,
                    _defaults.GetValueOrDefault(fuzzCase.Tool)
                ),
            ]
            : [];

    private IEnumerable<Candidate> OfResult(FuzzCase fuzzCase, JsonElement result)
    {
        if (_types.BreachOf(result) is var (what, rule))
        {
            yield return new Candidate(
                Categories.ProtocolBreach,
                fuzzCase.Tool,
                what,
                $"The result is {Excerpt(result)}",
                what
            )
            {
                Rule = rule,
            };
        }

        if (!_types.EndsCall(result))
        {
            yield break;
        }

        if (ResultShape.BreachOf(result) is { } breach)
        {
            yield return new Candidate(
                Categories.ResultSchema,
                fuzzCase.Tool,
                $"result is not a CallToolResult: {breach}",
                $"The result is {Excerpt(result)}",
                breach
            );
        }

        if (ResultShape.IsError(result))
        {
            yield break;
        }

        if (_outputs.GetValueOrDefault(fuzzCase.Tool)?.BreachOf(result) is { } mismatch)
        {
            var folded = BreachPath.Fold(mismatch);
            yield return new Candidate(
                Categories.OutputSchema,
                fuzzCase.Tool,
                $"structuredContent does not match outputSchema: {folded}",
                $"The result is {Excerpt(result)}",
                BreachPath.Leaf(folded)
            )
            {
                Variant = folded,
            };
        }

        if (
            fuzzCase is { Validity: Validity.Invalid, Violation: { } violation }
            && !AcceptedInvalid.IsNullForNone(fuzzCase.ViolationKind)
        )
        {
            yield return AcceptedInvalid.Of(fuzzCase, violation, result);
        }
    }

    private static string Excerpt(JsonElement element)
    {
        var raw = JsonMarshal.GetRawUtf8Value(element);
        return raw.Length <= LongestExcerpt
            ? Printable.FromBytes(raw)
            : $"{Printable.FromBytes(raw[..LongestExcerpt])}… ({raw.Length} bytes)";
    }
}
