using System.Text.Json;
using McpFuzzer.Actors.Contracts.Campaigns;
using McpFuzzer.Actors.Contracts.Text;
using McpFuzzer.Actors.Fuzzing.Cases;
using McpFuzzer.Actors.Fuzzing.Schemas;
using McpFuzzer.Actors.Mcp.Sessions;

namespace McpFuzzer.Actors.Fuzzing.Replays;

/// <summary>The recorded calls of a finding, judged by the schemas that the server has today.</summary>
internal static class ReplayCalls
{
    private const string Phase = "replay";

    /// <summary>The calls in the order of sending; none for a finding that shows without any.</summary>
    /// <param name="finding">As recorded.</param>
    /// <param name="tools">Those of the server.</param>
    /// <param name="missing">A tool that the server has not got.</param>
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
