using McpFuzzer.Actors.Client.Executions;

namespace McpFuzzer.Actors.Samples.Executions;

/// <summary>An operation that fails more often than not, and is tried again.</summary>
public static class ExecutorWithRetry
{
    /// <summary>0.5 s in the original; doubled before each further retry.</summary>
    private static readonly TimeSpan RetryDelay = TimeSpan.FromMilliseconds(5);

    public static async Task RunAsync(Random random, TextWriter output)
    {
        await using var node = await SampleNode.StartAsync(options =>
        {
            options.Executor.MaxConcurrency = 2;
            options.Executor.Timeout = TimeSpan.FromSeconds(5);
            options.Executor.RetryCount = 3;
            options.Executor.RetryDelay = RetryDelay;
        });

        try
        {
            // Operation that might fail
            var result = await node.Executor.ExecuteWithRetryAsync(_ =>
                // 70% chance of failure
                random.NextDouble() < 0.7
                    ? throw new IOException("Random failure")
                    : Task.FromResult("success")
            );
            output.WriteLine($"Result after retries: {result}");
        }
        catch (OperationFailedException failed)
        {
            output.WriteLine($"All {failed.Attempts} attempts failed: {failed.InnerException!.Message}");
        }

        await node.Executor.ShutdownAsync();
    }
}
