using McpFuzzer.Actors.Os;
using McpFuzzer.Actors.Os.Foreground;

namespace McpFuzzer.Actors.Node.Runs.Terminals;

/// <summary>
/// A terminal for a command that is watched for silence. Its output passes through mcpfuzzer to our own terminal, and
/// our keys pass to it. Where our stdin or stderr is not a terminal, the command's is a pipe.
/// </summary>
internal sealed class RunTerminal : IDisposable
{
    private const int BufferSize = 16 * 1024;
    private const int LookAgain = 50;

    // A message for each piece of output would fill our own mailbox.
    private const int NewsPause = 10;

    private readonly PseudoTerminal _terminal;
    private readonly OwnTerminal? _own;
    private readonly byte[] _buffer = new byte[BufferSize];
    private bool _began;
    private TaskCompletionSource? _drain;
    private WriteFailure? _failure;
    private volatile bool _isWriting;

    private RunTerminal(PseudoTerminal terminal)
    {
        _terminal = terminal;
        HasKeys = StandardStreams.IsTerminal(StandardStream.Input);
        HasErrors = StandardStreams.IsTerminal(StandardStream.Error);
        _own = HasKeys ? new OwnTerminal() : null;
    }

    /// <summary>The path of the command's terminal.</summary>
    public string Path => _terminal.Path;

    /// <summary>Whether it is the command's stdin too.</summary>
    public bool HasKeys { get; }

    /// <summary>Whether it is the command's stderr too.</summary>
    public bool HasErrors { get; }

    /// <summary>Whether output of the command waits for our terminal. Any thread may ask.</summary>
    public bool IsWriting => _isWriting;

    /// <summary>Why our terminal takes no more; null while it does. Any thread may ask.</summary>
    public string? Failure => Volatile.Read(ref _failure) is { IsReaderGone: false } failure ? failure.Message : null;

    /// <summary>
    /// Opens one. Returns null where stdout is not a terminal, none can be opened, or the system is not Linux.
    /// </summary>
    /// <param name="user">As whom the command runs; null is as we do.</param>
    public static RunTerminal? TryOpen(string? user) =>
        PseudoTerminal.TryOpen(StandardStream.Output, isRaw: StandardStreams.IsTerminal(StandardStream.Input), user)
            is { } terminal
            ? new RunTerminal(terminal)
            : null;

    /// <summary>One more is there to be shown, and to take our keys.</summary>
    /// <param name="onShown">The command has shown something; called often, on an internal thread.</param>
    public void Begin(Action onShown)
    {
        _own?.BeginRaw();
        if (!_began)
        {
            _began = true;
            new Thread(() => Show(onShown)) { IsBackground = true, Name = "terminal" }.Start();
            if (_own is not null)
            {
                new Thread(PassKeys) { IsBackground = true, Name = "keys" }.Start();
            }
        }
    }

    /// <summary>It has ended: our terminal's keys are signals to us again.</summary>
    public void Pause() => _own?.EndRaw();

    /// <summary>Completes when all output so far is on our terminal.</summary>
    public Task DrainAsync()
    {
        if (!_began)
        {
            return Task.CompletedTask;
        }

        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var drain = Interlocked.CompareExchange(ref _drain, asked, null) ?? asked;
        _terminal.Wake();
        return drain.Task;
    }

    /// <summary>
    /// Whether a signal was about our terminal alone: the command has one that the kernel tells it about.
    /// </summary>
    public bool Takes(ProcessSignal signal)
    {
        if (signal == ProcessSignal.Continue)
        {
            _own?.ContinueRaw();
        }

        if (signal == ProcessSignal.Continue || signal == ProcessSignal.WindowChange)
        {
            _terminal.SizeLike(StandardStream.Output);
        }

        return signal == ProcessSignal.WindowChange;
    }

    /// <summary>Stops us as a key of our terminal would, which is the shell's then.</summary>
    public void StopSelf()
    {
        _own?.SuspendRaw();
        StandardStreams.StopSelf();
    }

    public void Dispose() => _own?.EndRaw();

    private void Show(Action onShown)
    {
        var isNews = false;
        var lastNews = 0L;
        while (true)
        {
            var looked = _terminal.Look(
                _buffer,
                out var count,
                isNews || Volatile.Read(ref _drain) is not null ? NewsPause : -1
            );
            if (looked == Looked.Read)
            {
                isNews = true;
                _own?.BeginRaw();
                Write(_buffer.AsSpan(0, count));
            }

            if (isNews && (looked != Looked.Read || Environment.TickCount64 - lastNews >= NewsPause))
            {
                (isNews, lastNews) = (false, Environment.TickCount64);
                onShown();
            }

            if (looked is Looked.Nothing or Looked.HungUp)
            {
                Interlocked.Exchange(ref _drain, null)?.SetResult();
            }

            if (looked == Looked.HungUp)
            {
#pragma warning disable RS0030 // No event says that the next command has opened it; the thread is the terminal's own.
                Thread.Sleep(LookAgain);
#pragma warning restore RS0030
            }
        }
    }

    private void Write(ReadOnlySpan<byte> shown)
    {
        _isWriting = true;
        if (_failure is null)
        {
            Volatile.Write(ref _failure, StandardStreams.Write(StandardStream.Output, shown));
        }

        _isWriting = false;
    }

    private void PassKeys()
    {
        var keys = new byte[BufferSize];
        while (true)
        {
            StandardStreams.WaitForInput();
            _own!.ContinueRaw();
            var count = StandardStreams.Read(keys);
            if (count == 0)
            {
                return;
            }

            _terminal.Type(keys.AsSpan(0, count));
        }
    }
}
