using System.IO.Pipelines;
using McpFuzzer.Actors.Contracts.Processes;

namespace McpFuzzer.Actors.Os;

/// <summary>
/// One started process and its set. Thread-safe. No member blocks, and none throws when the process has ended. After
/// <see cref="IAsyncDisposable.DisposeAsync" /> every descriptor is closed. Disposal neither signals nor waits.
/// </summary>
internal interface IProcessHandle : IAsyncDisposable
{
    /// <summary>The leader's process id.</summary>
    int Pid { get; }

    /// <summary>Starts reporting to <paramref name="observer" />, earlier events included. Called once.</summary>
    void Observe(IProcessObserver observer);

    /// <summary>
    /// Sends a signal by identity, never by a pid that may have been reused. False when no process received it.
    /// </summary>
    bool Signal(ProcessSignal signal, SignalScope scope);

    /// <summary>
    /// Sends the signal, then SIGCONT, once to each process of the set: to its whole groups, and to members that left
    /// the session, as far as the containment level reaches.
    /// </summary>
    void Terminate(ProcessSignal signal);

    /// <summary>Kills the whole set, as far as the containment level reaches.</summary>
    void Kill();

    /// <summary>
    /// Finds the living members of the set, the leader included. Zombies do not count. An empty result is proof at this
    /// containment level. A thread of the host searches after the call, and serves many calls with one search.
    /// </summary>
    /// <param name="patience">How long to keep searching at short intervals for members that are about to die.</param>
    Task<IReadOnlyList<int>> FindMembersAsync(TimeSpan patience = default);

    /// <summary>
    /// The limits of the spec, and how each is enforced. The owner enforces those that are <see
    /// cref="LimitMethod.Sampled" />.
    /// </summary>
    IReadOnlyList<AppliedLimit> Limits { get; }

    /// <summary>
    /// Measures what the set uses now. Null when it has no living member. A thread of the host measures after the call.
    /// Fails when descriptors or memory are used up.
    /// </summary>
    /// <param name="patience">How long the measurement may be delayed to join others.</param>
    Task<SetUsage?> MeasureAsync(TimeSpan patience = default);

    /// <summary>
    /// The target's stdout; null unless piped. Completes at end-of-file, or when the drain deadline after the exit has
    /// passed. After its consumer completes it, the host drains it. With an <see cref="OutputClosedException" /> the
    /// host closes the target's pipe.
    /// </summary>
    PipeReader? Stdout { get; }

    /// <summary>The target's stderr, as <see cref="Stdout" />.</summary>
    PipeReader? Stderr { get; }

    /// <summary>
    /// The target's stdin; null unless piped. A flush throws <see cref="StdinWriteException" /> when the target takes
    /// no more.
    /// </summary>
    PipeWriter? Stdin { get; }

    /// <summary>
    /// Closes a piped stdin after all flushed bytes are written, or at once where that is impossible. Idempotent.
    /// </summary>
    void CloseStdin();

    /// <summary>Ends reading. Bytes that are in the pipes now are still read, later ones are not.</summary>
    void CloseOutput();

    /// <summary>As <see cref="IAsyncDisposable.DisposeAsync" />, for callers that do not await the end.</summary>
    void Close();

    /// <summary>Returns the current tails and counters.</summary>
    StdioState ReadStdio();

    /// <summary>
    /// The <see cref="TimeProvider.GetTimestamp" /> of the last output byte; zero when there was none. One volatile
    /// read.
    /// </summary>
    long LastOutputTimestamp { get; }
}

/// <summary>Receives the events of one process on a thread of the host. Each member must return at once.</summary>
internal interface IProcessObserver
{
    /// <summary>A limit that the kernel enforces ended the set. Called before the leader's exit.</summary>
    void OnBreach(LimitBreach breach);

    /// <summary>The leader has exited. Called exactly once, whether or not its pipes have ended.</summary>
    void OnExited(ProcessExit exit);

    /// <summary>
    /// The sign of <see cref="ProcessSpec.ReadyWhen" /> appeared. Called at most once, and before the exit when the
    /// leader's last output contains it.
    /// </summary>
    void OnReady();

    /// <summary>Both outputs have ended, or were never piped. Called exactly once.</summary>
    void OnOutputClosed();
}

/// <summary>Tails and counters.</summary>
internal sealed record StdioState(OutputTail Stdout, OutputTail Stderr, long StdinBytes);
