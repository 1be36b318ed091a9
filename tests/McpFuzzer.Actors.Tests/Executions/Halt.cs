namespace McpFuzzer.Actors.Tests.Executions;

/// <summary>Holds one thread until a test releases it, so that others can interleave.</summary>
/// <param name="at">Which arrival is held, from 1.</param>
internal sealed class Halt(int at)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly SemaphoreSlim _gate = new(0);
    private int _passed;

    public void Pass()
    {
        if (Interlocked.Increment(ref _passed) == at)
        {
            _reached.SetResult();
            Assert.True(_gate.Wait(Patience), "not let go");
        }
    }

    /// <summary>Returns when it holds one.</summary>
    public Task ReachedAsync() => _reached.Task.WaitAsync(Patience);

    public void LetGo() => _gate.Release();
}
