using McpFuzzer.Actors.Contracts.Processes;

namespace McpFuzzer.Actors.Samples.Processes;

/// <summary>
/// A process that is silent by nature. Its caller reports its activity by a callback, and by updates.
/// </summary>
public static class ActivityMonitoring
{
    /// <summary>5 s in the original.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    public static async Task RunAsync(TextWriter output)
    {
        await using var node = await SampleNode.StartAsync();

        var process = await node.Processes.StartAsync(
            new ProcessSpec
            {
                Command = Servers.Silent,
                Name = "long_server",
                Timeout = TimeSpan.FromSeconds(120),
            },
            // Reports the current time; a timestamp of the monotonic clock works as well
            callback: () => DateTimeOffset.UtcNow
        );

        // Update activity periodically
        for (var n = 0; n < 10; n++)
        {
            await node.Processes.UpdateActivityAsync(process.Key);
            await Task.Delay(Pause);
        }

        var status = await node.Processes.GetStatusAsync(process.Key);
        output.WriteLine($"Still {status?.Phase}, last seen alive by {status?.LastActivityBy}");

        await node.Processes.StopAsync(process.Key);
        await node.Processes.ShutdownAsync();
    }
}
