using System.Text.RegularExpressions;
using McpFuzzer.Actors.Contracts.Campaigns;
using McpFuzzer.Actors.Contracts.Text;
using McpFuzzer.Actors.Fuzzing.Cases;
using McpFuzzer.Actors.Mcp.Sessions;

namespace McpFuzzer.Actors.Fuzzing.Oracles;

/// <summary>
/// Assesses error replies. An error with any code rejects a call politely, unless it reports a bug of the server or
/// denies a tool that the server lists.
/// </summary>
internal sealed partial class ErrorOracle(IReadOnlyList<McpTool> tools)
{
    private const int InternalError = -32603;
    private const int MethodNotFound = -32601;
    private const string InvalidParams = "MCP error -32602";

    private readonly HashSet<string> _names = [.. tools.Select(tool => tool.Name)];
    private readonly HashSet<string> _taskOnly = [.. tools.Where(tool => tool.RequiresTask).Select(tool => tool.Name)];

    public IEnumerable<Candidate> Assess(FuzzCase fuzzCase, McpReply.Error error) =>
        error.Code switch
        {
            // Lone surrogates are valid by JSON's grammar, but not Unicode (RFC 8259, 8.2). Many parsers reject them
            // before a tool is called.
            InternalError when fuzzCase.IsUnicode && !IsWrappedRejection(error.Message) =>
            [
                OfInternalError(fuzzCase, error),
            ],

            // A tool that only runs as a task must answer a plain call with this error (MCP 2025-11-25, Tasks).
            MethodNotFound when !_taskOnly.Contains(fuzzCase.Tool) => [OfMethodNotFound(fuzzCase, error)],
            _ => [],
        };

    // The TypeScript SDK puts the code of an error before its message, so a tool that wraps a caught error hides the
    // original code.
    private static bool IsWrappedRejection(string message) =>
        Wrapped().Matches(Bounded(message)) is [.., var innermost] && innermost.Value == InvalidParams;

    [GeneratedRegex(@"MCP error -\d{1,9}(?=:)", RegexOptions.CultureInvariant)]
    private static partial Regex Wrapped();

    private Candidate OfInternalError(FuzzCase fuzzCase, McpReply.Error error)
    {
        if (Surroundings.FailureIn(error.Message) is { } failure)
        {
            return OfSurroundings(fuzzCase, error, failure);
        }

        var inner = InnermostError.Of(error.Message) ?? error.Message;
        var shape = Shape.Of(EchoedArguments.Without(inner, fuzzCase.Arguments), _names);
        return new Candidate(
            Categories.InternalError,
            fuzzCase.Tool,
            shape.Length == 0
                ? "answers with an internal error (-32603)"
                : $"answers with an internal error (-32603): {shape}",
            Detail(error),
            shape
        )
        {
            Said = error.Message,
        };
    }

    // A missing dependency is not the server's fault, and is one finding for all tools.
    private static Candidate OfSurroundings(FuzzCase fuzzCase, McpReply.Error error, string failure) =>
        new(
            Categories.InternalError,
            fuzzCase.Tool,
            $"answers a failure of its surroundings with an internal error (-32603): {failure}",
            Detail(error),
            $"surroundings: {failure}"
        )
        {
            Severity = Severity.Info,
        };

    private static Candidate OfMethodNotFound(FuzzCase fuzzCase, McpReply.Error error) =>
        new(
            Categories.InternalError,
            fuzzCase.Tool,
            "answers 'method not found' (-32601) for a tool that it lists",
            Detail(error),
            "-32601"
        );

    private static string Detail(McpReply.Error error) =>
        $"The error is {error.Code}: {Printable.Escape(Bounded(error.Message))}";

    private static string Bounded(string message) => message.Length <= 2_000 ? message : message[..2_000];
}
