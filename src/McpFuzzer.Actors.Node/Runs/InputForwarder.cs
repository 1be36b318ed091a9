using System.IO.Pipelines;
using System.Threading.Channels;
using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Os.Foreground;

namespace McpFuzzer.Actors.Node.Runs;

/// <summary>
/// Passes our stdin on to the command, and to its next incarnation when there is one. A separate thread reads stdin,
/// since a read may wait for ever.
/// </summary>
/// <param name="isLast">
/// Whether no other incarnation can follow. If so, our stdin is closed when the command closes its own.
/// </param>
internal sealed class InputForwarder(bool isLast)
{
    private const int BufferSize = 64 * 1024;

    private readonly Channel<PipeWriter> _targets = Channel.CreateUnbounded<PipeWriter>();
    private readonly Lock _gate = new();
    private PipeWriter? _target;
    private bool _atEnd;
    private bool _started;

    /// <summary>Passes our stdin on to this target, once the one before takes no more.</summary>
    public void Attach(PipeWriter target)
    {
        lock (_gate)
        {
            if (_atEnd)
            {
                target.Complete();
                return;
            }

            _targets.Writer.TryWrite(target);
            if (!_started)
            {
                _started = true;
                new Thread(Run) { IsBackground = true, Name = "input" }.Start();
            }
        }
    }

    private void Run()
    {
        var buffer = new byte[BufferSize];
        while (true)
        {
            StandardStreams.WaitForInput();
            var count = StandardStreams.Read(buffer);
            if (count == 0)
            {
                break;
            }

            if (!TryPassOn(buffer.AsMemory(0, count)))
            {
                StandardStreams.CloseInput();
                break;
            }
        }

        lock (_gate)
        {
            _atEnd = true;
            _target?.Complete();
            while (_targets.Reader.TryRead(out var target))
            {
                target.Complete();
            }
        }
    }

    private bool TryPassOn(ReadOnlyMemory<byte> bytes)
    {
        while (true)
        {
#pragma warning disable RS0030 // The thread is the forwarder's own, and has nothing else to do.
            _target ??= _targets.Reader.ReadAsync(CancellationToken.None).AsTask().GetAwaiter().GetResult();
            try
            {
                _target.WriteAsync(bytes, CancellationToken.None).AsTask().GetAwaiter().GetResult();
#pragma warning restore RS0030
                return true;
            }
            catch (StdinWriteException)
            {
                // The target has closed its stdin or has ended, and took none of these bytes.
                _target = null;
                if (isLast)
                {
                    return false;
                }
            }
        }
    }
}
