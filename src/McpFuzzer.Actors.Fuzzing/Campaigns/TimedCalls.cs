using McpFuzzer.Actors.Mcp.Sessions;

namespace McpFuzzer.Actors.Fuzzing.Campaigns;

/// <summary>Calls that are withdrawn when their time is up.</summary>
internal static class TimedCalls
{
    public static async Task<McpReply> CallWithinAsync(
        this IMcpSession session,
        string tool,
        ReadOnlyMemory<byte> arguments,
        TimeSpan timeout,
        CancellationToken cancellation
    )
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        over.CancelAfter(timeout);
        var call = new ToolCall(tool, arguments);
        try
        {
            return await session.CallToolAsync(call, over.Token);
        }
        catch (OperationCanceledException)
        {
            session.Withdraw(call);
            cancellation.ThrowIfCancellationRequested();
            return new McpReply.TimedOut(timeout);
        }
    }
}
