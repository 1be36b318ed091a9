namespace McpFuzzer.Actors.Samples.Executions;

/// <summary>An operation with its own timeout, and an executor whose size changes while it runs.</summary>
public static class CustomTimeoutAndConcurrency
{
    /// <summary>2 s in the original.</summary>
    private static readonly TimeSpan Work = TimeSpan.FromMilliseconds(20);

    public static async Task RunAsync(TextWriter output)
    {
        await using var node = await SampleNode.StartAsync(options =>
        {
            options.Executor.MaxConcurrency = 10;
            options.Executor.Timeout = TimeSpan.FromSeconds(60);
        });

        // Execute with custom timeout
        var result = await node.Executor.ExecuteAsync(
            async cancellation =>
            {
                await Task.Delay(Work, cancellation);
                return "long_result";
            },
            timeout: TimeSpan.FromSeconds(120)
        );
        output.WriteLine($"Long operation result: {result}");

        var resized = await node.Executor.ResizeAsync(4);
        output.WriteLine($"{resized.Before} at once, and {resized.MaxConcurrency} from now on");

        await node.Executor.ShutdownAsync();
    }
}
