using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.IO.Pipelines;
using McpFuzzer.Actors.Mcp.Framing;
using McpFuzzer.Actors.Mcp.Sessions;

namespace McpFuzzer.Actors.Mcp.JsonRpc;

/// <summary>
/// A client's side of JSON-RPC 2.0 on two pipes, one message per line. Many requests may be in flight; each is matched by its id and has a timer of its own, which runs
/// from the end of its own writing. Thread-safe.
/// </summary>
internal sealed class JsonRpcConnection : IAsyncDisposable
{
    private readonly PipeReader _stdout;
    private readonly LineFramer _framer;
    private readonly RequestLedger _ledger = new();
    private readonly FrameWriter _writer;
    private readonly AnomalyReporter _reporter;
    private readonly MessageReceiver _receiver;
    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _closing = new();
    private readonly Lazy<Task> _closed;

    private JsonRpcConnection(
        PipeReader stdout,
        PipeWriter stdin,
        IStreamObserver observer,
        TimeProvider time,
        long frameCap
    )
    {
        _stdout = stdout;
        _framer = new LineFramer(frameCap);
        _writer = new FrameWriter(stdin);
        _reporter = new AnomalyReporter(observer);
        _receiver = new MessageReceiver(_ledger, _writer, _reporter, time);
        _time = time;
        _closed = new Lazy<Task>(CloseAsync);
        Ended = Task.Run(ReadToEndAsync);
    }

    /// <summary>Takes the pipes over and begins to read.</summary>
    public static JsonRpcConnection Open(
        PipeReader stdout,
        PipeWriter stdin,
        IStreamObserver observer,
        TimeProvider time,
        long frameCap = LineFramer.DefaultCap
    ) => new(stdout, stdin, observer, time, frameCap);

    /// <summary>Completes when the server's stream has ended and all that were in flight have been told. Never fails.</summary>
    public Task Ended { get; }

    /// <summary>What broke the reading, where it wasn't the stream's end.</summary>
    public Exception? ReadFault { get; private set; }

    /// <summary>Why the target takes no more input; null while it does.</summary>
    public Exception? WriteFault => _writer.Fault;

    /// <summary>Completes when the server has sent one of our own requests back, as <c>cat</c> does.</summary>
    public Task Echoed => _receiver.Echoed;

    /// <summary>Arrays of messages are allowed, as in the revision 2025-03-26 alone.</summary>
    public void AllowBatches() => _receiver.AllowBatches();

    /// <summary>From here on nothing that the server writes is reported: it is being ended.</summary>
    public void Mute() => _reporter.Mute();

    /// <summary>Sends a request and waits for what becomes of it. A request that is given up, by its timer or by the token, is cancelled by notification.</summary>
    /// <param name="method">The method.</param>
    /// <param name="parameters">JSON on one line, inserted byte for byte; empty leaves params out.</param>
    /// <param name="timeout">From the end of the writing.</param>
    /// <param name="cancellation">Gives the request up.</param>
    /// <param name="announce">False sends no cancellation, as before a handshake is through.</param>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public async Task<McpReply> RequestAsync(
        string method,
        ReadOnlyMemory<byte> parameters,
        TimeSpan timeout,
        CancellationToken cancellation,
        bool announce = true
    )
    {
        cancellation.ThrowIfCancellationRequested();
        if (_ledger.TryBegin(method) is not { } request)
        {
            return new McpReply.Lost(Written: false);
        }

        var writing = _writer.WriteAsync(JsonRpcFrames.Request(request.Id, method, parameters.Span), cancellation);
        try
        {
            if (await writing.WaitAsync(cancellation) == WriteOutcome.Refused)
            {
                _ledger.GiveUp(request);
                return new McpReply.Lost(Written: false);
            }

            var written = _time.GetTimestamp();
            return await AwaitReplyAsync(request, written, timeout, writing, announce, cancellation);
        }
        catch (OperationCanceledException)
        {
            GiveUp(request, writing, announce, "cancelled");
            throw;
        }
    }

    /// <summary>Sends a notification.</summary>
    public Task<WriteOutcome> NotifyAsync(string method, CancellationToken cancellation) =>
        _writer.WriteAsync(JsonRpcFrames.Notification(method, []), cancellation);

    /// <summary>Closes both pipes; what is in flight is lost. Later calls join the first.</summary>
    public async ValueTask DisposeAsync() => await _closed.Value;

    private async Task CloseAsync()
    {
        Mute();
        await _writer.DisposeAsync();
        await _closing.CancelAsync();
        await Ended;
        _closing.Dispose();
    }

    private async Task<McpReply> AwaitReplyAsync(
        PendingRequest request,
        long written,
        TimeSpan timeout,
        Task<WriteOutcome> writing,
        bool announce,
        CancellationToken cancellation
    )
    {
        ReceivedReply? reply;
        try
        {
            reply = await request.Reply.WaitAsync(timeout, _time, cancellation);
        }
        catch (TimeoutException)
        {
            if (GiveUp(request, writing, announce, "timed out"))
            {
                return new McpReply.TimedOut(_time.GetElapsedTime(written));
            }

            // The reply, or the end of the stream, came at the same moment, and counts.
            reply = await request.Reply;
        }

        return reply switch
        {
            null => new McpReply.Lost(Written: true),
            { Outcome: ReplyOutcome.Error error } => new McpReply.Error(
                error.Code,
                error.Message,
                error.Data,
                Elapsed(written, reply)
            ),
            { Outcome: ReplyOutcome.Result result } => new McpReply.Result(result.Value, Elapsed(written, reply)),
            _ => throw new UnreachableException(),
        };
    }

    // A fast server's reply is here before our own flush has returned.
    private TimeSpan Elapsed(long written, ReceivedReply reply) =>
        reply.Timestamp <= written ? TimeSpan.Zero : _time.GetElapsedTime(written, reply.Timestamp);

    private bool GiveUp(PendingRequest request, Task<WriteOutcome> writing, bool announce, string reason)
    {
        if (!_ledger.GiveUp(request))
        {
            return false;
        }

        if (announce)
        {
            _ = AnnounceAsync(request.Id, writing, reason);
        }

        return true;
    }

    // In the background: the caller's time is up, and the target may have stopped reading.
    private async Task AnnounceAsync(long id, Task<WriteOutcome> writing, string reason)
    {
        try
        {
            if (await writing == WriteOutcome.Written)
            {
                await _writer.WriteAsync(JsonRpcFrames.Cancelled(id, reason), CancellationToken.None);
            }
        }
        catch (OperationCanceledException)
        {
            // The request was withdrawn before it was written: there is nothing to cancel.
        }
    }

    [SuppressMessage("Design", "CA1031", Justification = "Whatever ends the reading ends the requests in flight too.")]
    private async Task ReadToEndAsync()
    {
        try
        {
            await foreach (var frame in _stdout.ReadFramesAsync(_framer, _closing.Token))
            {
                _receiver.Receive(frame);
            }
        }
        catch (OperationCanceledException) when (_closing.IsCancellationRequested)
        {
            // Our own doing.
        }
        catch (Exception error)
        {
            ReadFault = error;
        }

        foreach (var request in _ledger.Close())
        {
            request.Settle(null);
        }

        await _stdout.CompleteAsync();
    }
}
