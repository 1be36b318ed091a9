using System.Diagnostics;
using System.IO.Pipelines;
using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Os.Stdio;

namespace McpFuzzer.Actors.Os.Portable;

/// <summary>
/// The node's side of one child's standard streams. Null streams are redirected too: stdin is closed, output is read
/// and discarded. Thread-safe.
/// </summary>
internal sealed class PortableStreams
{
    private readonly TimeProvider _time;
    private readonly Tail? _stdoutTail;
    private readonly Tail? _stderrTail;
    private readonly StreamReading? _stdout;
    private readonly StreamReading? _stderr;
    private readonly StreamWriting? _stdin;
    private long _lastOutput;

    internal PortableStreams(Process process, ProcessSpec spec, TimeProvider time, HostOptions options)
    {
        _time = time;
        if (spec.Stdin == StdioMode.Piped)
        {
            var pipe = StdioPipes.ForInput();
            Stdin = pipe.Writer;
            _stdin = new StreamWriting(process.StandardInput.BaseStream, pipe.Reader, options.StdinWriteTimeout);
        }
        else if (spec.Stdin != StdioMode.Inherited)
        {
            process.StandardInput.Close();
        }

        if (spec.Stdout != StdioMode.Inherited)
        {
            (_stdout, _stdoutTail, Stdout) = Read(process.StandardOutput.BaseStream, spec.Stdout, spec.TailBytes);
        }

        if (spec.Stderr != StdioMode.Inherited)
        {
            (_stderr, _stderrTail, Stderr) = Read(process.StandardError.BaseStream, spec.Stderr, spec.TailBytes);
        }
    }

    internal PipeReader? Stdout { get; }

    internal PipeReader? Stderr { get; }

    internal PipeWriter? Stdin { get; }

    internal long LastOutputTimestamp => Volatile.Read(ref _lastOutput);

    /// <summary>Called before the start.</summary>
    internal void LookFor(ReadyWhen sign, Action onReady)
    {
        // A null stream reports nothing.
        var readiness = new ReadinessDetector(sign, onReady);
        _stdout?.Sign = _stdoutTail is null ? null : readiness.NewReader();
        _stderr?.Sign = _stderrTail is null ? null : readiness.NewReader();
    }

    /// <summary>Completes when both outputs have ended.</summary>
    internal Task RunAsync()
    {
        _stdin?.Start();
        return Task.WhenAll(_stdout?.RunAsync() ?? Task.CompletedTask, _stderr?.RunAsync() ?? Task.CompletedTask);
    }

    internal StdioState ReadState() =>
        new(
            _stdoutTail?.Snapshot() ?? OutputTail.Empty,
            _stderrTail?.Snapshot() ?? OutputTail.Empty,
            _stdin?.Bytes ?? 0
        );

    internal void CloseStdinAfterWriting() => _stdin?.CloseAfterWriting();

    internal void FinishOutput()
    {
        _stdout?.Finish();
        _stderr?.Finish();
    }

    internal void End()
    {
        FinishOutput();
        _stdin?.Abandon();
    }

    private (StreamReading Reading, Tail? Tail, PipeReader? Consumer) Read(Stream stream, StdioMode mode, int tailBytes)
    {
        var pipe = mode == StdioMode.Piped ? StdioPipes.ForOutput() : null;
        var tail = mode == StdioMode.Null ? null : new Tail(tailBytes);
        return (new StreamReading(stream, tail, pipe?.Writer, OnBytes), tail, pipe?.Reader);
    }

    private void OnBytes() => Volatile.Write(ref _lastOutput, _time.GetTimestamp());
}
