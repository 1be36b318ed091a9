using System.Runtime.InteropServices;
using System.Text.Json;
using McpFuzzer.Actors.Contracts.Text;
using McpFuzzer.Actors.Fuzzing.Cases;
using McpFuzzer.Actors.Fuzzing.Schemas;
using McpFuzzer.Actors.Mcp.Sessions;

namespace McpFuzzer.Actors.Fuzzing.Oracles;

/// <summary>Judges what one call was answered. Pure; thread-safe.</summary>
internal sealed class SuspicionOracle(IReadOnlyList<McpTool> tools, OracleThresholds thresholds)
{
    private const int InternalError = -32603;
    private const int MethodNotFound = -32601;
    private const int LongestExcerpt = 1_024;
    private const int DeepestInput = 1_024;

    private readonly Dictionary<string, OutputOracle> _outputs = tools
        .Where(tool => tool.OutputSchema is not null)
        .DistinctBy(tool => tool.Name, StringComparer.Ordinal)
        .ToDictionary(tool => tool.Name, tool => new OutputOracle(tool.OutputSchema!.Value), StringComparer.Ordinal);

    /// <summary>
    /// What is wrong with the reply: nothing for one that succeeds or fails politely. A reply that did not come (<see cref="McpReply.TimedOut" />,
    /// <see cref="McpReply.Lost" />) gives nothing here; what it means is found by calling again, and said by <see cref="Suspicions" />.
    /// </summary>
    public IReadOnlyList<Suspicion> Judge(FuzzCase fuzzCase, McpReply reply) =>
        reply switch
        {
            McpReply.Result result => [.. OfResult(fuzzCase, result.Value), .. OfTime(fuzzCase, result.Elapsed)],
            McpReply.Error error => [.. OfError(fuzzCase, error), .. OfTime(fuzzCase, error.Elapsed)],
            _ => [],
        };

    private IEnumerable<Suspicion> OfTime(FuzzCase fuzzCase, TimeSpan elapsed) =>
        elapsed > thresholds.SlowAfter ? [Suspicions.ReplySlow(fuzzCase.Tool, elapsed)] : [];

    private IEnumerable<Suspicion> OfResult(FuzzCase fuzzCase, JsonElement result)
    {
        // Newer revisions answer with other kinds of results too (an input is required, a task was made).
        if (!SuspicionResults.IsComplete(result))
        {
            yield break;
        }

        if (SuspicionResults.BreachOf(result) is { } breach)
        {
            yield return new Suspicion(
                Categories.ResultSchema,
                fuzzCase.Tool,
                $"result is no CallToolResult: {breach}",
                $"The result is {Excerpt(result)}",
                breach
            );
        }

        var isError = SuspicionResults.IsError(result);
        if (!isError && _outputs.GetValueOrDefault(fuzzCase.Tool)?.BreachOf(result) is { } mismatch)
        {
            yield return new Suspicion(
                Categories.OutputSchema,
                fuzzCase.Tool,
                $"structuredContent does not match outputSchema: {Printable.Escape(mismatch)}",
                $"The result is {Excerpt(result)}",
                mismatch
            );
        }

        if (!isError && fuzzCase is { Validity: Validity.Invalid, Violation: { } violation })
        {
            yield return new Suspicion(
                Categories.AcceptedInvalid,
                fuzzCase.Tool,
                $"accepts arguments that break its input schema: {Printable.Escape(violation)}",
                "The call got a result without isError, though its arguments do not satisfy the tool's inputSchema.",
                violation
            );
        }
    }

    private static bool IsUnicode(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = DeepestInput });
        while (reader.Read())
        {
            var isText = reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName;
            if (isText && reader.ValueIsEscaped && !IsText(ref reader))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsText(ref Utf8JsonReader escaped)
    {
        try
        {
            escaped.GetString();
            return true;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    private static string Excerpt(JsonElement element)
    {
        var raw = JsonMarshal.GetRawUtf8Value(element);
        return raw.Length <= LongestExcerpt
            ? Printable.FromBytes(raw)
            : $"{Printable.FromBytes(raw[..LongestExcerpt])}… ({raw.Length} bytes)";
    }

    // An error is the polite way to refuse, whatever its code; but not to own to a fault, nor to deny a tool that was listed.
    private static IEnumerable<Suspicion> OfError(FuzzCase fuzzCase, McpReply.Error error)
    {
        var title = error.Code switch
        {
            // Lone surrogates are JSON by its grammar, but no Unicode (RFC 8259, 8.2), and many a parser refuses them before any tool has a say.
            InternalError when !IsUnicode(fuzzCase.Arguments.Span) => null,
            InternalError => "answers with an internal error (-32603)",
            MethodNotFound => "answers that there is no such method (-32601) for a tool that it lists",
            _ => null,
        };
        return title is null
            ? []
            :
            [
                new Suspicion(
                    Categories.InternalError,
                    fuzzCase.Tool,
                    title,
                    $"The error is {error.Code}: {Printable.Escape(error.Message)}",
                    $"{error.Code}"
                ),
            ];
    }
}
