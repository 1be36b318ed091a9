namespace McpFuzzer.Actors.Samples.Executions;

/// <summary>Many operations at once, of which some fail.</summary>
public static class BatchOperations
{
    /// <summary>0.1 s in the original.</summary>
    private static readonly TimeSpan Work = TimeSpan.FromMilliseconds(10);

    public static async Task RunAsync(TextWriter output)
    {
        await using var node = await SampleNode.StartAsync(options => options.Executor.MaxConcurrency = 5);

        // Define multiple operations; the original's all succeed
        var operations = Enumerable
            .Range(0, 10)
            .Select(x => new Func<CancellationToken, Task<string>>(async cancellation =>
            {
                await Task.Delay(Work, cancellation);
                return x == 7 ? throw new FormatException("seven") : $"result_{x}";
            }));

        // Execute the batch
        var results = await node.Executor.ExecuteBatchAsync(operations, collectResults: true, collectErrors: true);
        output.WriteLine($"Successful results: {results.Results.Count}");
        output.WriteLine($"Errors: {results.Errors.Count}");

        // Both are in the order of submission, and carry their index
        output.WriteLine($"The last is number {results.Results[^1].Index}: {results.Results[^1].Value}");
        output.WriteLine($"Number {results.Errors[0].Index} failed: {results.Errors[0].Message}");

        await node.Executor.ShutdownAsync();
    }
}
