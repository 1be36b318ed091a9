using McpFuzzer.Actors.Contracts.Watch;

namespace McpFuzzer.Actors.Samples.Watch;

/// <summary>A watchdog that watches for as long as a <c>using</c> block lasts.</summary>
public static class WatchdogContextManager
{
    public static async Task RunAsync(TextWriter output)
    {
        await using var node = await SampleNode.StartAsync(options => options.Watchdog.AutoKill = true);
        using var process = new ForeignProcess();

        await using (await node.Watchdog.StartAsync())
        {
            var key = await node.Watchdog.RegisterExternalAsync(new RegisterExternal(process.Pid, "server"));
            await node.Watchdog.UpdateActivityAsync(key);
            output.WriteLine($"Watching: {(await node.Watchdog.GetStatsAsync()).Watching}");
        }

        output.WriteLine($"Watching: {(await node.Watchdog.GetStatsAsync()).Watching}");
    }
}
