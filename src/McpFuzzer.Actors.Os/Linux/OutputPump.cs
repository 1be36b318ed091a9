using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Os.Posix;
using McpFuzzer.Actors.Os.Stdio;

namespace McpFuzzer.Actors.Os.Linux;

/// <summary>
/// Drains one output of a child into its tail and, if piped, to its consumer (docs/hazards.md, 8 to 10). A consumer
/// that lags pauses the reading, and in the end the child. A consumer that has gone does not, unless it asks to close
/// the child's pipe. Used on the loop's thread only.
/// </summary>
internal sealed unsafe class OutputPump
{
    // The amount read for one child before the next child's turn.
    private const int BytesPerTurn = 256 * 1024;

    private readonly EventLoop _loop;
    private readonly Tail _tail;
    private readonly Action _onBytes;
    private readonly Action _onClosed;
    private readonly PipeWriter? _consumer;
    private int _descriptor;
    private Watch? _watch;
    private bool _consumerGone;
    private bool _paused;

    internal OutputPump(
        EventLoop loop,
        int descriptor,
        Tail tail,
        PipeWriter? consumer,
        Action onBytes,
        Action onClosed
    )
    {
        _loop = loop;
        _descriptor = descriptor;
        _tail = tail;
        _consumer = consumer;
        _onBytes = onBytes;
        _onClosed = onClosed;
    }

    /// <summary>Receives each chunk until it has found the sign.</summary>
    internal SignReader? Sign { get; set; }

    internal void Start() => _watch = _loop.Add(_descriptor, EpollEvents.In, () => Read(BytesPerTurn));

    /// <summary>Reads what is in the pipe now, as far as the consumer takes it.</summary>
    internal void ReadAvailable()
    {
        if (_descriptor != Descriptors.None && !_paused)
        {
            Read(Descriptors.CountReadable(_descriptor));
        }
    }

    /// <summary>
    /// Reads what is in the pipe now, at most a pipe's capacity, regardless of the consumer. Then ends.
    /// </summary>
    internal void Finish()
    {
        if (_descriptor == Descriptors.None)
        {
            return;
        }

        for (var left = Descriptors.CountReadable(_descriptor); left > 0; )
        {
            var count = ReadOnce(left);
            if (count <= 0)
            {
                break;
            }

            left -= count;
            Take(count);
        }

        Close();
    }

    private void Read(int budget)
    {
        while (budget > 0 && !_paused && _descriptor != Descriptors.None)
        {
            var count = ReadOnce(budget);
            if (count < 0 && Marshal.GetLastPInvokeError() is Errno.EAGAIN)
            {
                return;
            }

            if (count <= 0)
            {
                Close();
                return;
            }

            budget -= count;
            Take(count);
            Flush();
        }
    }

    private int ReadOnce(int most)
    {
        var length = Math.Min(most, _loop.Scratch.Length);
        fixed (byte* buffer = _loop.Scratch)
        {
            while (true)
            {
                var count = (int)Libc.read(_descriptor, buffer, (nuint)length);
                if (count >= 0 || Marshal.GetLastPInvokeError() != Errno.EINTR)
                {
                    return count;
                }
            }
        }
    }

    private void Take(int count)
    {
        var bytes = _loop.Scratch.AsSpan(0, count);
        _onBytes();
        _tail.Append(bytes);
        if (Sign?.Look(bytes) == false)
        {
            Sign = null;
        }

        if (_consumer is not null && !_consumerGone)
        {
            _consumer.Write(bytes);
        }
    }

    private void Flush()
    {
        if (_consumer is null || _consumerGone)
        {
            return;
        }

        try
        {
#pragma warning disable CA2012 // Awaited once, by hand: the continuation must run on this thread.
            var flush = _consumer.FlushAsync(CancellationToken.None).GetAwaiter();
#pragma warning restore CA2012
            if (flush.IsCompleted)
            {
#pragma warning disable RS0030 // It is complete.
                _consumerGone = flush.GetResult().IsCompleted;
#pragma warning restore RS0030
            }
            else
            {
                Pause(flush);
            }
        }
        catch (OutputClosedException)
        {
            Close();
        }
        catch (Exception)
        {
            // A consumer that ended its reading with an exception has gone. The exception belongs to the consumer.
            _consumerGone = true;
        }
    }

    // Not by an empty event mask: epoll reports a hang-up under any mask, again and again.
    private void Pause(ValueTaskAwaiter<FlushResult> flush)
    {
        _paused = true;
        StopWatching();
        flush.UnsafeOnCompleted(() => _loop.Post(() => Resume(flush)));
    }

    private void Resume(ValueTaskAwaiter<FlushResult> flush)
    {
        if (_descriptor == Descriptors.None)
        {
            return;
        }

        try
        {
#pragma warning disable RS0030 // It is complete.
            _consumerGone = flush.GetResult().IsCompleted;
#pragma warning restore RS0030
        }
        catch (OutputClosedException)
        {
            Close();
            return;
        }
        catch (Exception)
        {
            // As above.
            _consumerGone = true;
        }

        _paused = false;
        Start();
    }

    private void Close()
    {
        StopWatching();
        Descriptors.Close(ref _descriptor);
        _consumer?.Complete();
        _onClosed();
    }

    private void StopWatching()
    {
        if (_watch is not null)
        {
            _loop.Remove(_watch);
            _watch = null;
        }
    }
}
