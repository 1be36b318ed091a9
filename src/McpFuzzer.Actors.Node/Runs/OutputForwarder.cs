using System.Collections.Concurrent;
using System.IO.Pipelines;
using McpFuzzer.Actors.Contracts.Processes;

namespace McpFuzzer.Actors.Node.Runs;

/// <summary>
/// Passes one output of the command on to one of ours, byte for byte and as it comes, on a thread of its own, since a slow reader blocks it. A reader that has gone is for the
/// command to find out, as if its pipe were ours.
/// </summary>
internal sealed class OutputForwarder
{
    private readonly BlockingCollection<(PipeReader Source, TaskCompletionSource Done)> _sources = [];
    private readonly int _descriptor;
    private int _error;
    private volatile bool _isWriting;

    public OutputForwarder(int descriptor)
    {
        _descriptor = descriptor;
        new Thread(Run) { IsBackground = true, Name = $"output-{descriptor}" }.Start();
    }

    /// <summary>Something that the command wrote waits for our reader. Any thread.</summary>
    public bool IsWriting => _isWriting;

    /// <summary>Why ours takes no more, where it is not that its reader has gone. Any thread.</summary>
    public string? Failure =>
        Volatile.Read(ref _error) is not 0 and var error && !Descriptor.IsReaderGone(error)
            ? Descriptor.MessageOf(error)
            : null;

    /// <summary>Passes a source on after those that came before it; completes when all of it has been written.</summary>
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
        while (_error == 0)
        {
#pragma warning disable RS0030 // The thread is the forwarder's own, and has nothing else to do.
            var result = source.ReadAsync(CancellationToken.None).AsTask().GetAwaiter().GetResult();
#pragma warning restore RS0030
            _isWriting = true;
            foreach (var segment in result.Buffer)
            {
                if (_error == 0)
                {
                    Volatile.Write(ref _error, Descriptor.Write(_descriptor, segment.Span));
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
