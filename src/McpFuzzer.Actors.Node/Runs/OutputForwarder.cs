using System.Collections.Concurrent;
using System.IO.Pipelines;
using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Os.Foreground;

namespace McpFuzzer.Actors.Node.Runs;

/// <summary>
/// Passes one output of the command on to mcpfuzzer's own, byte for byte, as it comes. It has a separate thread, since
/// a slow reader blocks it. When that reader has gone, the command's next write fails, as if it had our pipe.
/// </summary>
internal sealed class OutputForwarder
{
    private readonly BlockingCollection<(PipeReader Source, TaskCompletionSource Done)> _sources = [];
    private readonly StandardStream _stream;
    private WriteFailure? _failure;
    private volatile bool _isWriting;

    public OutputForwarder(StandardStream stream)
    {
        _stream = stream;
        new Thread(Run) { IsBackground = true, Name = $"output-{(int)stream}" }.Start();
    }

    /// <summary>Whether output of the command waits for our reader. Any thread may ask.</summary>
    public bool IsWriting => _isWriting;

    /// <summary>
    /// Why our output takes no more; null while it does, and when its reader has gone. Any thread may ask.
    /// </summary>
    public string? Failure => Volatile.Read(ref _failure) is { IsReaderGone: false } failure ? failure.Message : null;

    /// <summary>Passes a source on, after the earlier ones. Completes when all of it is written.</summary>
    public Task ForwardAsync(PipeReader source)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _sources.Add((source, done), CancellationToken.None);
        return done.Task;
    }

    private void Run()
    {
        foreach (var (source, done) in _sources.GetConsumingEnumerable())
        {
            Forward(source);
            done.SetResult();
        }
    }

    private void Forward(PipeReader source)
    {
        while (_failure is null)
        {
#pragma warning disable RS0030 // The thread is the forwarder's own, and has nothing else to do.
            var result = source.ReadAsync(CancellationToken.None).AsTask().GetAwaiter().GetResult();
#pragma warning restore RS0030
            _isWriting = true;
            foreach (var segment in result.Buffer)
            {
                if (_failure is null)
                {
                    Volatile.Write(ref _failure, StandardStreams.Write(_stream, segment.Span));
                }
            }

            _isWriting = false;
            source.AdvanceTo(result.Buffer.End);
            if (result.IsCompleted)
            {
                source.Complete();
                return;
            }
        }

        source.Complete(new OutputClosedException());
    }
}
