namespace McpFuzzer.Actors.Samples.Executions;

/// <summary>One operation, within the executor's limits.</summary>
public static class BasicExecutorUsage
{
    /// <summary>1 s in the original.</summary>
    private static readonly TimeSpan Work = TimeSpan.FromMilliseconds(10);

    public static async Task RunAsync(TextWriter output)
    {
        await using var node = await SampleNode.StartAsync(options =>
        {
            options.Executor.MaxConcurrency = 3;
            options.Executor.Timeout = TimeSpan.FromSeconds(10);
            options.Executor.RetryCount = 2;
        });

        // Execute a single operation
        var result = await node.Executor.ExecuteAsync(async cancellation =>
        {
            await Task.Delay(Work, cancellation);
            return "success";
        });
        output.WriteLine($"Result: {result}");

        // Shut the executor down
        await node.Executor.ShutdownAsync();
    }
}
