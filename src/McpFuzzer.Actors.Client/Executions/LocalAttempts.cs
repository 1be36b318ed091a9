using McpFuzzer.Actors.Client.Local;

namespace McpFuzzer.Actors.Client.Executions;

/// <summary>Runs a caller's delegate as the executor wants it, and keeps what its last attempt threw, which the protocol tells by type and message alone.</summary>
internal sealed class LocalAttempts<T>(Func<CancellationToken, Task<T>> operation)
{
    private volatile Exception? _last;

    public LocalOperation Operation => RunAsync;

    /// <summary>What was thrown, when it was of this type.</summary>
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
