using McpFuzzer.Actors.Contracts.Processes;

namespace McpFuzzer.Actors.Samples.Processes;

/// <summary>Several processes at once, which are all stopped in parallel.</summary>
public static class MultipleProcesses
{
    public static async Task RunAsync(TextWriter output)
    {
        await using var node = await SampleNode.StartAsync();

        // Start multiple processes
        for (var i = 0; i < 3; i++)
        {
            await node.Processes.StartAsync(
                new ProcessSpec
                {
                    Command = Servers.Worker(i),
                    Name = $"worker_{i}",
                    Timeout = TimeSpan.FromSeconds(30),
                }
            );
        }

        // List all processes
        var all = await node.Processes.ListAsync();
        output.WriteLine($"Managing {all.Count} processes: {string.Join(", ", all.Select(process => process.Name))}");

        // Get overall statistics
        var stats = await node.Processes.GetStatsAsync();
        output.WriteLine($"{stats.ByPhase[ProcessPhase.Running]} running, {stats.Watchdog.RegisteredCount} watched");

        // Stop all processes; each has its outcome
        var outcomes = await node.Processes.StopAllAsync();
        output.WriteLine($"Stopped {outcomes.OfType<ProcessStopped>().Count()} processes");

        // They are listed until they are cleaned up
        output.WriteLine($"Cleaned up {await node.Processes.CleanUpFinishedAsync()} processes");
        await node.Processes.ShutdownAsync();
    }
}
