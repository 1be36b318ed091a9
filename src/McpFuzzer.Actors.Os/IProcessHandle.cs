using System.IO.Pipelines;
using McpFuzzer.Actors.Contracts.Processes;

namespace McpFuzzer.Actors.Os;

/// <summary>
/// One started process and its set. Thread-safe. No member blocks and none throws for a process that is gone. After <see cref="IAsyncDisposable.DisposeAsync" /> every
/// descriptor is closed; that neither signals nor waits.
/// </summary>
internal interface IProcessHandle : IAsyncDisposable
{
    /// <summary>The leader's process id.</summary>
    int Pid { get; }

    /// <summary>Begins to tell <paramref name="observer" />, once; what happened before is told then. Called once.</summary>
    void Observe(IProcessObserver observer);

    /// <summary>Sends a signal by identity, never by a pid that could have been reused. False when there was nobody to receive it.</summary>
    bool Signal(ProcessSignal signal, SignalScope scope);

    /// <summary>
    /// The signal, then SIGCONT, to each process of the set, once: its whole groups, those that left the session among them,
    /// as far as the containment level reaches.
    /// </summary>
    void Terminate(ProcessSignal signal);

    /// <summary>SIGKILL to the whole set, as far as the containment level reaches.</summary>
    void Kill();

    /// <summary>
    /// The living members of the set, the leader included while it lives; zombies do not count. Empty is proof at this containment level. The look is taken on a thread of
    /// the host, which serves many at once, after the call.
    /// </summary>
    /// <param name="patience">How long it may be looked again and again, closely, when somebody is left, for those who are just dying.</param>
    Task<IReadOnlyList<int>> FindMembersAsync(TimeSpan patience = default);

    /// <summary>The limits of its spec, and how each is kept; what is <see cref="LimitMethod.Sampled" /> is for the owner to look at.</summary>
    IReadOnlyList<AppliedLimit> Limits { get; }

    /// <summary>What the set uses now; null when nothing of it lives. The look is taken on a thread of the host after the call; it fails when descriptors or memory are used up.</summary>
    /// <param name="patience">How long the look may be put off, so that it is taken together with others.</param>
    Task<SetUsage?> MeasureAsync(TimeSpan patience = default);

    /// <summary>
    /// The target's stdout; null unless piped. Completes at end-of-file, or when the drain deadline after the exit has passed. A consumer that completes it is drained for; with an
    /// <see cref="OutputClosedException" /> the target's pipe is closed.
    /// </summary>
    PipeReader? Stdout { get; }

    /// <summary>The target's stderr, likewise.</summary>
    PipeReader? Stderr { get; }

    /// <summary>The target's stdin; null unless piped. Flushes throw <see cref="StdinWriteException" /> when the target takes no more.</summary>
    PipeWriter? Stdin { get; }

    /// <summary>Closes a piped stdin after what was flushed to it has been written, or at once where that cannot be. Idempotent.</summary>
    void CloseStdin();

    /// <summary>Ends the reading of output: what is in the pipes now is still read, what comes later is not.</summary>
    void CloseOutput();

    /// <summary>As <see cref="IAsyncDisposable.DisposeAsync" />, for those who need not know when it is done.</summary>
    void Close();

    /// <summary>Tails and counters as they are now.</summary>
    StdioState ReadStdio();

    /// <summary><see cref="TimeProvider.GetTimestamp" /> of the last output byte; zero when there was none. One volatile read.</summary>
    long LastOutputTimestamp { get; }
}

/// <summary>Is told what happens to a process, on a thread of the host; it must return at once.</summary>
internal interface IProcessObserver
{
    /// <summary>A limit that the kernel keeps has ended the set. Told before the leader's exit, by which it is seen.</summary>
    void OnBreach(LimitBreach breach);

    /// <summary>The leader has exited. Told exactly once, whether or not its pipes are at their end.</summary>
    void OnExited(ProcessExit exit);

    /// <summary>The sign of <see cref="ProcessSpec.ReadyWhen" /> was seen. Told at most once; where what the leader wrote last shows it, before its exit.</summary>
    void OnReady();

    /// <summary>Both outputs are at their end (or were never ours). Told exactly once.</summary>
    void OnOutputClosed();
}

/// <summary>Tails and counters.</summary>
internal sealed record StdioState(OutputTail Stdout, OutputTail Stderr, long StdinBytes);
