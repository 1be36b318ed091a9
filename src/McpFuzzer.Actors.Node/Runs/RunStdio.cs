using McpFuzzer.Actors.Client.Local;

namespace McpFuzzer.Actors.Node.Runs;

/// <summary>The command's streams and ours, where they are piped; otherwise there is nothing to do.</summary>
internal sealed class RunStdio(bool mayRestart)
{
    private readonly InputForwarder _input = new(isLast: !mayRestart);
    private readonly OutputForwarder _output = new(Descriptor.Output);
    private readonly OutputForwarder _error = new(Descriptor.Error);

    /// <summary>Completes when all that was written so far by the incarnations that have ended is written to ours.</summary>
    public Task Drained { get; private set; } = Task.CompletedTask;

    /// <summary>The command may be waiting for whoever reads ours.</summary>
    public bool IsHeldBack => _output.IsWriting || _error.IsWriting;

    /// <summary>Why our stdout or stderr takes no more; null when they do, or when their reader has gone.</summary>
    public string? Failure =>
        _output.Failure is { } output ? $"can't write to stdout: {output}"
        : _error.Failure is { } error ? $"can't write to stderr: {error}"
        : null;

    public void Attach(StdioAttached attached)
    {
        if (attached.Stdin is { } stdin)
        {
            _input.Attach(stdin);
        }

        if (attached is { Stdout: { } stdout, Stderr: { } stderr })
        {
            Drained = Task.WhenAll(_output.ForwardAsync(stdout), _error.ForwardAsync(stderr));
        }
    }
}
