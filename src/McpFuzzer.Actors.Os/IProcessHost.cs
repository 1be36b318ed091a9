using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Os.External;

namespace McpFuzzer.Actors.Os;

/// <summary>The operating system's processes. Thread-safe; one per node.</summary>
internal interface IProcessHost : IAsyncDisposable
{
    /// <summary>What this host promises.</summary>
    HostPromises Promises { get; }

    /// <summary>
    /// Starts a command. Never throws. Completes on a thread of the host as soon as the exec has succeeded or failed. A
    /// cancelled start leaves no process.
    /// </summary>
    Task<StartResult> StartAsync(ProcessSpec spec, CancellationToken cancellation);

    /// <summary>
    /// Binds a process that other code started, so that it can be watched and ended. Checks it on a thread of the host,
    /// and rejects a process that this node may not end.
    /// </summary>
    Task<BindResult> BindAsync(int pid);

    /// <summary>
    /// Takes over a handle whose owner is gone. Kills its set, and completes with the pids that remain when <paramref
    /// name="verify" /> is over. None remain unless the kernel fails. Always disposes the handle.
    /// </summary>
    Task<IReadOnlyList<int>> ReapAsync(IProcessHandle handle, TimeSpan verify);
}

/// <summary>What a host promises about the processes that it starts.</summary>
/// <param name="Containment">How it finds the members of a set.</param>
/// <param name="DistinguishesSignals">It distinguishes death by signal 9 from <c>exit 137</c>.</param>
/// <param name="ReportsStartErrors">It reports each <see cref="SpawnError" />, not only some.</param>
/// <param name="DefaultSignals">Children start with default signal dispositions and an empty mask.</param>
/// <param name="ClosesDescriptors">Children inherit no descriptor beyond 0 to 2.</param>
internal sealed record HostPromises(
    ContainmentLevel Containment,
    bool DistinguishesSignals,
    bool ReportsStartErrors,
    bool DefaultSignals,
    bool ClosesDescriptors
);

/// <summary>The outcome of a start.</summary>
internal abstract record StartResult
{
    private StartResult() { }

    /// <summary>The exec has succeeded. The receiver owns the handle.</summary>
    internal sealed record Started(IProcessHandle Handle) : StartResult;

    /// <summary>The exec has failed, and leaves nothing behind.</summary>
    internal sealed record Failed(SpawnError Error, string Message) : StartResult;

    /// <summary>
    /// The exec has succeeded, but the process cannot be kept. The host ends it, then replies with the answer. Never
    /// leaves the host.
    /// </summary>
    internal sealed record Unwanted(IProcessHandle Handle, StartResult Answer) : StartResult;

    /// <summary>The start was cancelled, and leaves nothing behind.</summary>
    internal sealed record Cancelled : StartResult;
}
