using System.Text.Json;
using McpFuzzer.Actors.Contracts.Campaigns;
using McpFuzzer.Actors.Contracts.Text;
using McpFuzzer.Actors.Fuzzing.Cases;
using McpFuzzer.Actors.Fuzzing.Schemas;
using McpFuzzer.Actors.Mcp.Sessions;

namespace McpFuzzer.Actors.Fuzzing.Replays;

/// <summary>The recorded calls of a finding, checked against the server's current schemas.</summary>
internal static class ReplayCalls
{
    private const string Phase = "replay";

    /// <summary>Returns the calls in the order of sending; empty for a finding that shows without a call.</summary>
    /// <param name="finding">The recorded finding.</param>
    /// <param name="tools">The server's tools.</param>
    /// <param name="missing">A tool that the server does not have.</param>
    /// <returns>Null when a tool is missing.</returns>
    public static IReadOnlyList<FuzzCase>? Of(Finding finding, IReadOnlyList<McpTool> tools, out string? missing)
    {
        IReadOnlyList<RecordedCall> recorded = finding is { Tool: { } tool, Input: { } input }
            ? [new RecordedCall(tool, input)]
            : finding.Sequence;
        missing = recorded.Select(call => call.Tool).FirstOrDefault(name => Find(tools, name) is null);
        return missing is null
            ? [.. recorded.Select((call, index) => ToCase(call, Find(tools, call.Tool)!, index))]
            : null;
    }

    private static McpTool? Find(IReadOnlyList<McpTool> tools, string name) =>
        tools.FirstOrDefault(tool => tool.Name == name);

    private static FuzzCase ToCase(RecordedCall call, McpTool tool, int index)
    {
        using var arguments = JsonDocument.Parse(call.Arguments);
        return JsonValueReader.Read(arguments.RootElement) is JsonValue.Map map
            ? new ToolSchema(tool).ToCase(Phase, index, map)
            : throw new ArgumentException(
                $"the arguments of {Printable.Escape(call.Tool)} are not a JSON object",
                nameof(call)
            );
    }
}
