using McpFuzzer.Actors.Client.Local;

namespace McpFuzzer.Actors.Client.Executions;

/// <summary>
/// Adapts a caller's delegate to the executor, and keeps the exception of its last attempt, of which the protocol
/// carries only type and message.
/// </summary>
internal sealed class LocalAttempts<T>(Func<CancellationToken, Task<T>> operation)
{
    private volatile Exception? _last;

    public LocalOperation Operation => RunAsync;

    /// <summary>Returns the exception, if it has this type.</summary>
    public Exception? Cause(string type) => _last is { } last && last.GetType().FullName == type ? last : null;

    private async ValueTask<object?> RunAsync(CancellationToken cancellation)
    {
        try
        {
            return await operation(cancellation);
        }
        catch (Exception thrown)
        {
            _last = thrown;
            throw;
        }
    }
}
