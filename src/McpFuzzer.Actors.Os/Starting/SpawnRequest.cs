using McpFuzzer.Actors.Contracts.Processes;

namespace McpFuzzer.Actors.Os.Starting;

/// <summary>
/// One start that waits for its turn (docs/hazards.md, 29). A thread takes it, or it is cancelled before: never both.
/// </summary>
internal sealed class SpawnRequest(ProcessSpec spec, CancellationToken cancellation)
{
    private const int Waiting = 0;
    private const int Taken = 1;
    private const int Withdrawn = 2;

    private readonly TaskCompletionSource<StartResult> _result = new();
    private CancellationTokenRegistration _registration;
    private int _state = Waiting;

    internal ProcessSpec Spec => spec;

    internal Task<StartResult> Result => _result.Task;

    internal bool IsCancelled => cancellation.IsCancellationRequested;

    internal void ListenForCancellation() =>
        _registration = cancellation.UnsafeRegister(static state => ((SpawnRequest)state!).TryCancel(), this);

    internal bool TryTake() => Interlocked.CompareExchange(ref _state, Taken, Waiting) == Waiting;

    internal void TryCancel()
    {
        if (Interlocked.CompareExchange(ref _state, Withdrawn, Waiting) == Waiting)
        {
            _result.SetResult(new StartResult.Cancelled());
        }
    }

    internal void Complete(StartResult result)
    {
        _registration.Unregister();
        _result.SetResult(result);
    }
}
