using McpFuzzer.Actors.Contracts.Processes;

namespace McpFuzzer.Actors.Samples.Integration;

/// <summary>A server, a batch of operations against it, statistics, and the shutdown of both in either order.</summary>
public static class CompleteRuntime
{
    /// <summary>0.1 s in the original.</summary>
    private static readonly TimeSpan Work = TimeSpan.FromMilliseconds(10);

    public static async Task RunAsync(bool managerFirst, TextWriter output)
    {
        await using var node = await SampleNode.StartAsync(options =>
        {
            options.Watchdog.CheckInterval = TimeSpan.FromSeconds(1);
            options.Watchdog.ProcessTimeout = TimeSpan.FromSeconds(30);
            options.Watchdog.AutoKill = true;
            options.Executor.MaxConcurrency = 3;
        });

        try
        {
            // Start a test server
            await node.Processes.StartAsync(
                new ProcessSpec
                {
                    Command = Servers.Silent,
                    Name = "test_server",
                    Timeout = TimeSpan.FromSeconds(60),
                }
            );

            // Execute fuzzing operations
            var results = await node.Executor.ExecuteBatchAsync(Enumerable.Repeat(FuzzAsync, 20));
            output.WriteLine($"Fuzzing completed: {results.Results.Count} successful, {results.Errors.Count} errors");

            // Get process statistics
            var stats = await node.Processes.GetStatsAsync();
            output.WriteLine(
                $"Process statistics: {stats.Started} started, {stats.ByPhase[ProcessPhase.Running]} running"
            );
        }
        finally
        {
            // Clean up
            var steps = new Func<Task>[] { () => node.Processes.ShutdownAsync(), () => node.Executor.ShutdownAsync() };
            foreach (var shutdownAsync in managerFirst ? steps : steps.Reverse())
            {
                await shutdownAsync();
            }
        }
    }

    /// <summary>Simulates a fuzzing operation.</summary>
    private static async Task<FuzzResult> FuzzAsync(CancellationToken cancellation)
    {
        await Task.Delay(Work, cancellation);
        return new FuzzResult("success", DateTimeOffset.UtcNow);
    }

    private sealed record FuzzResult(string Status, DateTimeOffset Timestamp);
}
