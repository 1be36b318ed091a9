using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Os;

namespace McpFuzzer.Actors.Processes;

/// <summary>
/// One start and its result, so that its owner can end its set: the ProcessActor
/// that owns it, or the manager when that actor failed or hangs. Thread-safe.
/// </summary>
internal sealed class Launch : IDisposable
{
    private readonly CancellationTokenSource _cancellation = new();
    private readonly Lazy<Task<StartResult>> _start;
    private readonly Lazy<Task<IReadOnlyList<int>>> _reaping;

    public Launch(IProcessHost host, ProcessSpec spec, TimeSpan verify)
    {
        _start = new(() => host.StartAsync(spec, _cancellation.Token));
        _reaping = new(() => ReapOnceAsync(host, verify));
    }

    /// <summary>Asks the host for the start; the same answer each time.</summary>
    public Task<StartResult> BeginAsync() => _start.Value;

    /// <summary>Cancels a start in flight.</summary>
    public void Cancel() => _cancellation.Cancel();

    /// <summary>
    /// Ends what was started, or will have been, and gives it back; the pids that are left. Once, however often it is
    /// asked for.
    /// </summary>
    public Task<IReadOnlyList<int>> ReapAsync() => _reaping.Value;

    /// <summary>
    /// Gives back what was started and has ended. The owner of the start calls either this or <see cref="ReapAsync" />.
    /// </summary>
    public void Dispose()
    {
#pragma warning disable RS0030 // It is complete.
        if (
            _start is
            { IsValueCreated: true, Value: { IsCompletedSuccessfully: true, Result: StartResult.Started started } }
        )
#pragma warning restore RS0030
        {
            started.Handle.Close();
        }

        _cancellation.Dispose();
    }

    private async Task<IReadOnlyList<int>> ReapOnceAsync(IProcessHost host, TimeSpan verify)
    {
        // A start that has not begun yet finds the token cancelled, and leaves nothing.
        await _cancellation.CancelAsync();
        if (!_start.IsValueCreated || await _start.Value is not StartResult.Started started)
        {
            return [];
        }

        // The host owns the handle from here on.
        return await host.ReapAsync(started.Handle, verify);
    }
}
