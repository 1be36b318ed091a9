namespace McpFuzzer.SampleServer;

/// <summary>
/// Standard output, shared by the protocol, which writes to this stream, and by a tool that logs. The SDK writes a
/// message and its newline separately. They leave together here, so that lines stay whole and no bug causes another.
/// </summary>
/// <remarks>
/// One of the bugs calls <see cref="HoldAsync" /> and never releases it. From then on the server reads and computes,
/// but can't reply.
/// </remarks>
internal sealed class SharedOutput(Stream inner) : Stream
{
    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly MemoryStream _line = new();

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>Waits for the exclusive right to write; <see cref="Release" /> returns it.</summary>
    public Task HoldAsync() => _turn.WaitAsync();

    public void Release() => _turn.Release();

    /// <summary>Writes a whole line that is not part of the protocol.</summary>
    public async Task LogAsync(ReadOnlyMemory<byte> line)
    {
        await _turn.WaitAsync();
        try
        {
            await inner.WriteAsync(line);
        }
        finally
        {
            _turn.Release();
        }
    }

    public override async ValueTask WriteAsync(
        ReadOnlyMemory<byte> buffer,
        CancellationToken cancellationToken = default
    )
    {
        _line.Write(buffer.Span);
        if (!buffer.Span.EndsWith("\n"u8))
        {
            return;
        }

        await _turn.WaitAsync(cancellationToken);
        try
        {
            await inner.WriteAsync(_line.GetBuffer().AsMemory(0, (int)_line.Length), cancellationToken);
            _line.SetLength(0);
        }
        finally
        {
            _turn.Release();
        }
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override Task FlushAsync(CancellationToken cancellationToken) => inner.FlushAsync(cancellationToken);

    public override void Flush() => inner.Flush();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            inner.Dispose();
            _turn.Dispose();
            _line.Dispose();
        }

        base.Dispose(disposing);
    }
}
