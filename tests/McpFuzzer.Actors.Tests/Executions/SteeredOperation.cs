using McpFuzzer.Actors.Client.Local;

namespace McpFuzzer.Actors.Tests.Executions;

/// <summary>An operation whose attempts end when and how a test says.</summary>
internal sealed class SteeredOperation(bool heedsCancellation = false)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly SemaphoreSlim _begun = new(0);
    private volatile TaskCompletionSource<object?> _attempt = new();
    private volatile bool _isCancelled;

    public bool IsCancelled => _isCancelled;

    public LocalOperation Delegate => RunAsync;

    /// <summary>Returns when the next attempt is running.</summary>
    public async Task BegunAsync() => Assert.True(await _begun.WaitAsync(Patience));

    public bool HasBegun() => _begun.Wait(TimeSpan.Zero);

    public void Return(object? value = null) => _attempt.SetResult(value);

    public void Throw(Exception exception) => _attempt.SetException(exception);

    private async ValueTask<object?> RunAsync(CancellationToken cancellation)
    {
        // Continuations must not run on the thread of the test that ends the attempt.
        var attempt = new TaskCompletionSource<object?>(TaskCreationOptions.RunContinuationsAsynchronously);
        _attempt = attempt;
        await using var registration = cancellation.Register(() =>
        {
            _isCancelled = true;
            if (heedsCancellation)
            {
                attempt.TrySetCanceled(cancellation);
            }
        });
        _begun.Release();
        return await attempt.Task;
    }
}
