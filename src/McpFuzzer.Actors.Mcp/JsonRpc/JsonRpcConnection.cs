using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.IO.Pipelines;
using McpFuzzer.Actors.Mcp.Framing;
using McpFuzzer.Actors.Mcp.Sessions;

namespace McpFuzzer.Actors.Mcp.JsonRpc;

/// <summary>
/// The client side of JSON-RPC 2.0 on two pipes, one message per line. Many requests may be in flight; replies are
/// matched by id. Thread-safe.
/// </summary>
internal sealed class JsonRpcConnection : IAsyncDisposable
{
    private readonly PipeReader _stdout;
    private readonly LineFramer _framer;
    private readonly RequestLedger _ledger = new();
    private readonly FrameWriter _writer;
    private readonly FrameBuffers _buffers = new();
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

    /// <summary>Takes over the pipes and starts to read.</summary>
    public static JsonRpcConnection Open(
        PipeReader stdout,
        PipeWriter stdin,
        IStreamObserver observer,
        TimeProvider time,
        long frameCap = LineFramer.DefaultCap
    ) => new(stdout, stdin, observer, time, frameCap);

    /// <summary>
    /// Completes when the server's stream has ended and every request in flight is settled. Never fails.
    /// </summary>
    public Task Ended { get; }

    /// <summary>The error that ended reading; null when the stream ended.</summary>
    public Exception? ReadFault { get; private set; }

    /// <summary>Why the target accepts no more input; null while it does.</summary>
    public Exception? WriteFault => _writer.Fault;

    /// <summary>Completes when the server has echoed one of our requests, as <c>cat</c> does.</summary>
    public Task Echoed => _receiver.Echoed;

    /// <summary>
    /// The timestamp of the last line of the server, or of the opening of the connection before the first line.
    /// </summary>
    public long LastHeard => _receiver.LastHeard;

    /// <summary>From now on the server may send requests, and we answer them.</summary>
    public void AllowRequests() => _receiver.AllowRequests(true);

    /// <summary>
    /// From now on the rules of this revision hold: only 2025-03-26 allows arrays of messages; revisions up to
    /// 2025-11-25 allow requests of the server.
    /// </summary>
    public void Speak(string revision)
    {
        _receiver.AllowBatches(revision == ProtocolRevisions.Batching);
        _receiver.AllowRequests(!ProtocolRevisions.Discovers(revision));
    }

    /// <summary>From now on no anomaly is reported: the server is being stopped.</summary>
    public void Mute() => _reporter.Mute();

    /// <summary>
    /// Sends a request and waits for its outcome. A request whose time is up, or whose token is cancelled, is cancelled
    /// by a notification.
    /// </summary>
    /// <param name="method">The method.</param>
    /// <param name="parameters">JSON on one line, copied byte for byte; when empty, the request has no params.</param>
    /// <param name="timeout">Runs from the end of the write.</param>
    /// <param name="cancellation">Gives up the request.</param>
    /// <param name="announce">False sends no notification of a cancellation, as before the end of a handshake.</param>
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

        var writing = WriteAsync(request, parameters, cancellation);
        try
        {
            if (await writing.WaitAsync(cancellation) == WriteOutcome.Rejected)
            {
                _ledger.GiveUp(request);
                return new McpReply.Lost(Written: false);
            }

            return await request.Reply.WaitAsync(timeout, _time, cancellation);
        }
        catch (TimeoutException)
        {
            return GiveUp(request, announce, "timed out")
                ? new McpReply.TimedOut(request.Elapsed(_time))
                // The reply, or the end of the stream, arrived at the same moment, and counts.
                : await request.Reply;
        }
        catch (OperationCanceledException)
        {
            GiveUp(request, announce, "cancelled");
            throw;
        }
    }

    /// <summary>
    /// Makes a call without a timer. Its reply also goes to the call's own handler, even after the cancellation.
    /// </summary>
    /// <param name="call">The call.</param>
    /// <param name="parameters">Writes the params of the call.</param>
    /// <param name="cancellation">Ends the wait. Nothing is sent to the server.</param>
    /// <exception cref="OperationCanceledException">The token was cancelled, or the call was withdrawn.</exception>
    public async Task<McpReply> CallAsync(ToolCall call, RequestParams parameters, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        if (_ledger.TryBegin(McpMethods.CallTool, call) is not { } request)
        {
            return new McpReply.Lost(Written: false);
        }

        try
        {
            if (
                await WriteCallAsync(request, call, parameters, cancellation).WaitAsync(cancellation)
                == WriteOutcome.Rejected
            )
            {
                _ledger.GiveUp(request);
                return new McpReply.Lost(Written: false);
            }

            return await request.Reply.WaitAsync(cancellation);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            _ledger.GiveUp(request);
            throw;
        }
    }

    /// <summary>Gives up a call for good, and notifies the server if the call was written.</summary>
    public void Withdraw(ToolCall call)
    {
        foreach (var request in _ledger.Withdraw(call))
        {
            request.Withdraw();
            _ = AnnounceAsync(request, "timed out");
        }
    }

    /// <summary>Sends a notification.</summary>
    public Task<WriteOutcome> NotifyAsync(string method, CancellationToken cancellation)
    {
        _ledger.Notify();
        return _writer.WriteAsync(JsonRpcFrames.Notification(method, []), cancellation);
    }

    /// <summary>Closes both pipes. Requests in flight are lost. Later calls join the first.</summary>
    public async ValueTask DisposeAsync() => await _closed.Value;

    private async Task CloseAsync()
    {
        Mute();
        await _writer.DisposeAsync();
        await _closing.CancelAsync();
        await Ended;
        _closing.Dispose();
    }

    private Task<WriteOutcome> WriteAsync(
        PendingRequest request,
        ReadOnlyMemory<byte> parameters,
        CancellationToken withdraw
    )
    {
        var frame = _buffers.Take();
        JsonRpcFrames.WriteRequest(frame, request.Id, request.Method, parameters.Span);
        return WriteAsync(request, frame, withdraw);
    }

    private Task<WriteOutcome> WriteCallAsync(
        PendingRequest request,
        ToolCall call,
        RequestParams parameters,
        CancellationToken withdraw
    )
    {
        var frame = _buffers.Take();
        JsonRpcFrames.WriteCall(frame, request.Id, call, parameters);
        return WriteAsync(request, frame, withdraw);
    }

    private async Task<WriteOutcome> WriteAsync(
        PendingRequest request,
        ArrayBufferWriter<byte> frame,
        CancellationToken withdraw
    )
    {
        var outcome = WriteOutcome.Rejected;
        try
        {
            outcome = await _writer.WriteAsync(frame.WrittenMemory, withdraw);
            return outcome;
        }
        finally
        {
            _buffers.Return(frame);
            request.EndWriting(outcome == WriteOutcome.Written ? _time.GetTimestamp() : null);
        }
    }

    private bool GiveUp(PendingRequest request, bool announce, string reason)
    {
        if (!_ledger.GiveUp(request))
        {
            return false;
        }

        if (announce)
        {
            _ = AnnounceAsync(request, reason);
        }

        return true;
    }

    // Runs in the background: the caller's time is up, and the target may have stopped reading.
    private async Task AnnounceAsync(PendingRequest request, string reason)
    {
        if (await request.Written)
        {
            _ledger.Notify();
            await _writer.WriteAsync(JsonRpcFrames.Cancelled(request.Id, reason), CancellationToken.None);
        }
    }

    [SuppressMessage(
        "Design",
        "CA1031",
        Justification = "Any error that ends reading ends the requests in flight too."
    )]
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
            // We closed the connection.
        }
        catch (Exception error)
        {
            ReadFault = error;
        }

        foreach (var request in _ledger.Close())
        {
            request.Lose();
        }

        await _stdout.CompleteAsync();
    }
}
