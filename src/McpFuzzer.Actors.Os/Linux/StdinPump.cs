using System.Diagnostics;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Contracts.Text;
using McpFuzzer.Actors.Os.Posix;

namespace McpFuzzer.Actors.Os.Linux;

/// <summary>
/// Writes what a consumer has flushed to a child's stdin (docs/hazards.md, 12 and 13). When the child closed it, or
/// takes no byte for too long, the consumer's next flush fails. Used on the loop's thread only.
/// </summary>
internal sealed unsafe class StdinPump
{
    // The amount written for one child before the next child's turn.
    private const int BytesPerTurn = 256 * 1024;

    private readonly EventLoop _loop;
    private readonly PipeReader _source;
    private readonly TimeSpan _writeTimeout;
    private readonly Action _onReadable;
    private ValueTaskAwaiter<ReadResult> _pending;
    private int _descriptor;
    private Watch? _watch;
    private Deadline? _deadline;
    private bool _blocked;
    private bool _idle;
    private bool _closing;
    private long _lastTaken;
    private long _bytes;

    internal StdinPump(EventLoop loop, int descriptor, PipeReader source, TimeSpan writeTimeout)
    {
        _loop = loop;
        _descriptor = descriptor;
        _source = source;
        _writeTimeout = writeTimeout;
        _onReadable = () => _loop.Post(OnReadable);
    }

    /// <summary>How many bytes the child's pipe has taken; any thread.</summary>
    internal long Bytes => Volatile.Read(ref _bytes);

    internal void Start()
    {
        // epoll reports a hang-up even with an empty mask. So the consumer fails without a pending write.
        _watch = _loop.Add(_descriptor, events: 0, OnReady);
        Pump();
    }

    /// <summary>Closes after all flushed bytes are written.</summary>
    internal void CloseAfterWriting()
    {
        _closing = true;
        if (_descriptor != Descriptors.None && _idle)
        {
            Close(Fault(StdinFault.Closed, "The target's stdin was closed."));
        }
    }

    /// <summary>Closes at once.</summary>
    internal void Abandon()
    {
        if (_descriptor != Descriptors.None)
        {
            Close(Fault(StdinFault.Closed, "The target has ended."));
        }
    }

    private void OnReady()
    {
        if (_blocked)
        {
            _blocked = false;
            _loop.Change(_watch!, events: 0);
            Pump();
        }
        else
        {
            // With an empty mask this is the only event: no process holds the other end.
            Close(Fault(StdinFault.Closed, "The target has closed its stdin."));
        }
    }

    private void Pump() => Pump(hasRead: false);

    private void Pump(bool hasRead)
    {
        var budget = BytesPerTurn;
        try
        {
            while (_descriptor != Descriptors.None && (hasRead || TryRead()) && TryWrite(ref budget))
            {
                hasRead = false;
            }
        }
        catch (Exception)
        {
            // The consumer ended its writing with an exception, which belongs to the consumer.
            Close(fault: null);
        }
    }

    private bool TryRead()
    {
#pragma warning disable CA2012 // Awaited once, by hand: the continuation must run on this thread.
        _pending = _source.ReadAsync(CancellationToken.None).GetAwaiter();
#pragma warning restore CA2012
        if (!_pending.IsCompleted)
        {
            Idle();
            return false;
        }

        return true;
    }

    private void Idle()
    {
        if (_closing)
        {
            Close(Fault(StdinFault.Closed, "The target's stdin was closed."));
            return;
        }

        _idle = true;
        _pending.UnsafeOnCompleted(_onReadable);
    }

    private void OnReadable()
    {
        _idle = false;
        Pump(hasRead: true);
    }

    // False when the rest must wait, or nothing is left.
    private bool TryWrite(ref int budget)
    {
#pragma warning disable RS0030 // It is complete.
        var result = _pending.GetResult();
#pragma warning restore RS0030
        var position = result.Buffer.Start;
        var fault = default(StdinWriteException);
        foreach (var segment in result.Buffer)
        {
            var written = Write(segment.Span, ref fault);
            position = result.Buffer.GetPosition(written, position);
            budget -= written;
            if (_blocked || fault is not null)
            {
                break;
            }
        }

        var isDone = result.IsCompleted && result.Buffer.Slice(position).IsEmpty;
        _source.AdvanceTo(position);
        if (isDone || fault is not null)
        {
            Close(fault);
            return false;
        }

        if (!_blocked && budget <= 0)
        {
            _loop.Post(Pump);
            return false;
        }

        return !_blocked;
    }

    private int Write(ReadOnlySpan<byte> bytes, ref StdinWriteException? fault)
    {
        var written = 0;
        fixed (byte* start = bytes)
        {
            while (written < bytes.Length)
            {
                var count = (int)Libc.write(_descriptor, start + written, (nuint)(bytes.Length - written));
                if (count >= 0)
                {
                    written += count;
                    _lastTaken = Stopwatch.GetTimestamp();
                    Volatile.Write(ref _bytes, _bytes + count);
                    continue;
                }

                var error = Marshal.GetLastPInvokeError();
                if (error == Errno.EAGAIN)
                {
                    Block();
                    break;
                }

                if (error != Errno.EINTR)
                {
                    fault = Fault(StdinFault.Closed, "The target has closed its stdin.");
                    break;
                }
            }
        }

        return written;
    }

    private void Block()
    {
        _blocked = true;
        _loop.Change(_watch!, EpollEvents.Out);
        _lastTaken = Stopwatch.GetTimestamp();
        _deadline ??= _loop.Schedule(_writeTimeout, OnDeadline);
    }

    // One deadline at a time, postponed when it fires: a busy pipe blocks and unblocks thousands of times a second.
    private void OnDeadline()
    {
        _deadline = null;
        if (_descriptor == Descriptors.None || !_blocked)
        {
            return;
        }

        var left = _writeTimeout - Stopwatch.GetElapsedTime(_lastTaken);
        if (left > TimeSpan.Zero)
        {
            _deadline = _loop.Schedule(left, OnDeadline);
        }
        else
        {
            Close(
                Fault(
                    StdinFault.TimedOut,
                    $"The target took no byte from its stdin for {Durations.Show(_writeTimeout)}."
                )
            );
        }
    }

    private void Close(StdinWriteException? fault)
    {
        _deadline?.Cancel();
        if (_watch is not null)
        {
            _loop.Remove(_watch);
        }

        Descriptors.Close(ref _descriptor);
        _source.Complete(fault);
    }

    private static StdinWriteException Fault(StdinFault fault, string message) => new(fault, message);
}
