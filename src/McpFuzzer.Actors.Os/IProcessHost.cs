using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Os.External;

namespace McpFuzzer.Actors.Os;

/// <summary>The operating system, as far as processes go. Thread-safe; one per node.</summary>
internal interface IProcessHost : IAsyncDisposable
{
    /// <summary>What this host can promise.</summary>
    HostPromises Promises { get; }

    /// <summary>
    /// Starts a command. Never throws: it completes as soon as the exec has succeeded or failed, on a thread of the host. A cancelled start leaves no process.
    /// </summary>
    Task<StartResult> StartAsync(ProcessSpec spec, CancellationToken cancellation);

    /// <summary>Binds a process that somebody else has started, so that it can be watched and ended; looked at on a thread of the host. Refused for what is not this node's to end.</summary>
    Task<BindResult> BindAsync(int pid);

    /// <summary>
    /// Takes over a handle whose owner is gone: ends its set with SIGKILL, and completes with the pids that are left when <paramref name="verify" /> is over: none, but for
    /// a fault of the kernel's. The handle is disposed then, whatever came of it.
    /// </summary>
    Task<IReadOnlyList<int>> ReapAsync(IProcessHandle handle, TimeSpan verify);
}

/// <summary>What a host promises of the processes that it starts.</summary>
/// <param name="Containment">What a set is made of.</param>
/// <param name="TellsSignalsFromCodes">Death by signal 9 and <c>exit 137</c> are told apart.</param>
/// <param name="TellsStartErrors">Each <see cref="SpawnError" /> is told; otherwise only some are.</param>
/// <param name="DefaultSignals">Children start with default signal dispositions and an empty mask.</param>
/// <param name="ClosesDescriptors">Nothing is inherited beyond descriptors 0 to 2.</param>
internal sealed record HostPromises(
    ContainmentLevel Containment,
    bool TellsSignalsFromCodes,
    bool TellsStartErrors,
    bool DefaultSignals,
    bool ClosesDescriptors
);

/// <summary>The outcome of a start.</summary>
internal abstract record StartResult
{
    private StartResult() { }

    /// <summary>The exec has succeeded. Whoever receives this owns the handle.</summary>
    internal sealed record Started(IProcessHandle Handle) : StartResult;

    /// <summary>The exec has failed; nothing is left of it.</summary>
    internal sealed record Failed(SpawnError Error, string Message) : StartResult;

    /// <summary>The exec has succeeded, but it cannot be kept: it is ended, and then this is the answer. Never leaves the host.</summary>
    internal sealed record Unwanted(IProcessHandle Handle, StartResult Answer) : StartResult;

    /// <summary>The start was cancelled; nothing is left of it.</summary>
    internal sealed record Cancelled : StartResult;
}
