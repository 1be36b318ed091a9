using McpFuzzer.Actors.Client.Local;
using McpFuzzer.Actors.Node.Runs.Terminals;
using McpFuzzer.Actors.Os.Foreground;

namespace McpFuzzer.Actors.Node.Runs;

/// <summary>Connects the command's streams with ours, where they pass through mcpfuzzer.</summary>
internal sealed class RunStdio(bool mayRestart, RunTerminal? terminal = null)
{
    private readonly InputForwarder _input = new(isLast: !mayRestart);
    private readonly OutputForwarder _output = new(StandardStream.Output);
    private readonly OutputForwarder _error = new(StandardStream.Error);

    private Task _passedOn = Task.CompletedTask;

    /// <summary>The terminal of the command; null is none.</summary>
    public RunTerminal? Terminal => terminal;

    /// <summary>Whether some of its streams are pipes.</summary>
    public bool IsPiped => terminal is not { HasKeys: true, HasErrors: true };

    /// <summary>Whether the command may be waiting for the reader of our output.</summary>
    public bool IsHeldBack => _output.IsWriting || _error.IsWriting || terminal is { IsWriting: true };

    /// <summary>Why our stdout or stderr takes no more; null while they do, or when their reader has gone.</summary>
    public string? Failure =>
        _output.Failure is { } output ? $"can't write to stdout: {output}"
        : _error.Failure is { } error ? $"can't write to stderr: {error}"
        : terminal?.Failure is { } shown ? $"can't write to stdout: {shown}"
        : null;

    public void Attach(StdioAttached attached)
    {
        if (attached.Stdin is { } stdin)
        {
            _input.Attach(stdin);
        }

        var output = attached.Stdout is { } stdout ? _output.ForwardAsync(stdout) : Task.CompletedTask;
        var error = attached.Stderr is { } stderr ? _error.ForwardAsync(stderr) : Task.CompletedTask;
        _passedOn = Task.WhenAll(output, error);
    }

    /// <summary>
    /// Completes when all output of the incarnations that have ended is written to our own streams.
    /// </summary>
    public Task DrainAsync() => terminal is null ? _passedOn : Task.WhenAll(_passedOn, terminal.DrainAsync());
}
