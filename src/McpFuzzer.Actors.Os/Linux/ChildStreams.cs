using System.IO.Pipelines;
using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Os.Posix;
using McpFuzzer.Actors.Os.Stdio;

namespace McpFuzzer.Actors.Os.Linux;

/// <summary>
/// The node's side of one child's standard streams. Members run on the event loop's thread unless they say otherwise.
/// </summary>
internal sealed class ChildStreams
{
    private readonly TimeProvider _time;
    private readonly Action _onOutputClosed;
    private readonly Tail? _stdoutTail;
    private readonly Tail? _stderrTail;
    private readonly OutputPump? _stdout;
    private readonly OutputPump? _stderr;
    private readonly StdinPump? _stdin;
    private ReadinessDetector? _readiness;
    private int _openOutputs;
    private long _lastOutput;

    internal ChildStreams(
        EventLoop loop,
        TimeProvider time,
        HostOptions options,
        ProcessSpec spec,
        ChildStdio stdio,
        Action onOutputClosed
    )
    {
        _time = time;
        _onOutputClosed = onOutputClosed;
        if (stdio.TakeNodeEnd(0) is var stdin and not Descriptors.None)
        {
            var pipe = StdioPipes.ForInput();
            Stdin = pipe.Writer;
            _stdin = new StdinPump(loop, stdin, pipe.Reader, options.StdinWriteTimeout);
        }

        if (stdio.TakeNodeEnd(1) is var stdout and not Descriptors.None)
        {
            var pipe = spec.Stdout == StdioMode.Piped ? StdioPipes.ForOutput() : null;
            Stdout = pipe?.Reader;
            _stdoutTail = new Tail(spec.TailBytes);
            _stdout = new OutputPump(loop, stdout, _stdoutTail, pipe?.Writer, OnBytes, OnEnded);
            _openOutputs++;
        }

        if (stdio.TakeNodeEnd(2) is var stderr and not Descriptors.None)
        {
            var pipe = spec.Stderr == StdioMode.Piped ? StdioPipes.ForOutput() : null;
            Stderr = pipe?.Reader;
            _stderrTail = new Tail(spec.TailBytes);
            _stderr = new OutputPump(loop, stderr, _stderrTail, pipe?.Writer, OnBytes, OnEnded);
            _openOutputs++;
        }
    }

    /// <summary>The consumer's; any thread.</summary>
    internal PipeReader? Stdout { get; }

    /// <summary>The consumer's; any thread.</summary>
    internal PipeReader? Stderr { get; }

    /// <summary>The consumer's; any thread.</summary>
    internal PipeWriter? Stdin { get; }

    /// <summary>Any thread.</summary>
    internal long LastOutputTimestamp => Volatile.Read(ref _lastOutput);

    internal bool IsOutputClosed => _openOutputs == 0;

    internal bool IsReady => _readiness?.IsFound ?? false;

    /// <summary>Any thread.</summary>
    internal StdioState ReadState() =>
        new(
            _stdoutTail?.Snapshot() ?? OutputTail.Empty,
            _stderrTail?.Snapshot() ?? OutputTail.Empty,
            _stdin?.Bytes ?? 0
        );

    /// <summary>Called before the start, on any thread.</summary>
    internal void LookFor(ReadyWhen sign, Action onReady)
    {
        _readiness = new ReadinessDetector(sign, onReady);
        _stdout?.Sign = _readiness.NewReader();
        _stderr?.Sign = _readiness.NewReader();
    }

    internal void Start()
    {
        _stdin?.Start();
        _stdout?.Start();
        _stderr?.Start();
    }

    internal void ReadAvailable()
    {
        _stdout?.ReadAvailable();
        _stderr?.ReadAvailable();
    }

    internal void FinishOutput()
    {
        _stdout?.Finish();
        _stderr?.Finish();
    }

    internal void CloseStdinAfterWriting() => _stdin?.CloseAfterWriting();

    internal void End()
    {
        FinishOutput();
        _stdin?.Abandon();
    }

    private void OnBytes() => Volatile.Write(ref _lastOutput, _time.GetTimestamp());

    private void OnEnded()
    {
        if (--_openOutputs == 0)
        {
            _onOutputClosed();
        }
    }
}
