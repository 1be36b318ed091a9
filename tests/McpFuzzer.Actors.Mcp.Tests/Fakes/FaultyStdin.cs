using System.IO.Pipelines;
using McpFuzzer.Actors.Contracts.Processes;

namespace McpFuzzer.Actors.Mcp.Tests.Fakes;

/// <summary>The stdin of a target that takes no byte.</summary>
internal sealed class FaultyStdin(StdinFault fault) : PipeWriter
{
    private readonly byte[] _scratch = new byte[1 << 16];

    public override void Advance(int bytes) { }

    public override Memory<byte> GetMemory(int sizeHint = 0) => _scratch;

    public override Span<byte> GetSpan(int sizeHint = 0) => _scratch;

    public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default) =>
        throw new StdinWriteException(fault, $"stdin: {fault}");

    public override void CancelPendingFlush() { }

    public override void Complete(Exception? exception = null) { }
}
