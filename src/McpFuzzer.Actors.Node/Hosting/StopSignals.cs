using McpFuzzer.Actors.Os;
using McpFuzzer.Actors.Os.Foreground;

namespace McpFuzzer.Actors.Node.Hosting;

/// <summary>
/// Turns SIGINT, SIGTERM and SIGHUP into requests. The first signal requests an orderly end, a further one a fast end.
/// Neither leaves a process behind.
/// </summary>
internal sealed class StopSignals : IDisposable
{
    private readonly TaskCompletionSource _first = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _second = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ReceivedSignals _received = ReceivedSignals.CatchEnding();
    private int _exitCode;

    public StopSignals() => _received.Listen(OnReceived);

    /// <summary>Completes with the first signal.</summary>
    public Task First => _first.Task;

    /// <summary>Completes with the second.</summary>
    public Task Second => _second.Task;

    /// <summary>128 plus the number of the first signal; null before the first.</summary>
    public int? ExitCode => _first.Task.IsCompleted ? _exitCode : null;

    public void Dispose() => _received.Dispose();

    private void OnReceived(ProcessSignal signal)
    {
        if (_first.Task.IsCompleted)
        {
            _second.TrySetResult();
        }
        else
        {
            _exitCode = ExitCodes.Of(signal);
            _first.SetResult();
        }
    }
}
