using McpFuzzer.Actors.Fuzzing.Cases;
using McpFuzzer.Actors.Mcp.Sessions;

namespace McpFuzzer.Actors.Fuzzing.Targets;

/// <summary>A call that knows its case, so that what an id names later can be told from it.</summary>
internal sealed class CaseCall(FuzzCase fuzzCase) : ToolCall(fuzzCase.Tool, fuzzCase.Arguments)
{
    public FuzzCase Case { get; } = fuzzCase;
}
