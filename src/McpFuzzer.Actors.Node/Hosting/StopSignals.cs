using System.Runtime.InteropServices;

namespace McpFuzzer.Actors.Node.Hosting;

/// <summary>
/// Turns SIGINT, SIGTERM and SIGHUP into requests. The first signal requests an orderly end, a further one a fast end.
/// Neither leaves a process behind.
/// </summary>
internal sealed class StopSignals : IDisposable
{
    private readonly List<PosixSignalRegistration> _registrations = [];
    private readonly TaskCompletionSource _first = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _second = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _exitCode;

    public StopSignals()
    {
        Register(PosixSignal.SIGINT, ExitCodes.Interrupted);
        Register(PosixSignal.SIGTERM, ExitCodes.Terminated);
        Register(PosixSignal.SIGHUP, ExitCodes.HungUp);
    }

    /// <summary>Completes with the first signal.</summary>
    public Task First => _first.Task;

    /// <summary>Completes with the second.</summary>
    public Task Second => _second.Task;

    /// <summary>128 plus the number of the first signal; null before the first.</summary>
    public int? ExitCode => _first.Task.IsCompleted ? _exitCode : null;

    public void Dispose() => _registrations.ForEach(registration => registration.Dispose());

    private void Register(PosixSignal signal, int exitCode) =>
        _registrations.Add(
            PosixSignalRegistration.Create(
                signal,
                context =>
                {
                    context.Cancel = true;
                    if (Interlocked.CompareExchange(ref _exitCode, exitCode, 0) == 0)
                    {
                        _first.TrySetResult();
                    }
                    else
                    {
                        _second.TrySetResult();
                    }
                }
            )
        );
}
