using McpFuzzer.Actors.Contracts.Watch;

namespace McpFuzzer.Actors.Samples.Watch;

/// <summary>A process that other code has started, watched, and ended when it is silent for too long.</summary>
public static class BasicWatchdogUsage
{
    /// <summary>2 s in the original.</summary>
    private static readonly TimeSpan CheckInterval = TimeSpan.FromMilliseconds(20);

    /// <summary>30 s in the original.</summary>
    private static readonly TimeSpan ProcessTimeout = TimeSpan.FromMilliseconds(300);

    /// <summary>5 s in the original.</summary>
    private static readonly TimeSpan ExtraBuffer = TimeSpan.FromMilliseconds(50);

    public static async Task RunAsync(TextWriter output)
    {
        // Configure the watchdog
        await using var node = await SampleNode.StartAsync(options =>
        {
            options.Watchdog.CheckInterval = CheckInterval;
            options.Watchdog.ProcessTimeout = ProcessTimeout;
            options.Watchdog.ExtraBuffer = ExtraBuffer;
            options.Watchdog.AutoKill = true;
        });

        // It monitors from the node's start; this starts one that was stopped
        await node.Watchdog.StartAsync();

        // Register a process for monitoring; it is signalled through a handle, since its pid could be reused
        using var process = new ForeignProcess();
        var key = await node.Watchdog.RegisterExternalAsync(new RegisterExternal(process.Pid, "test_server"));
        output.WriteLine($"Registered: {await node.Watchdog.IsRegisteredAsync(key)}");

        // Let it run until the watchdog finds that it hangs
        await process.WaitForExitAsync();
        var stats = await node.Watchdog.GetStatsAsync();
        output.WriteLine($"Ended by the watchdog: {stats.Terminated}");

        // Stop monitoring
        await node.Watchdog.StopAsync();
        output.WriteLine($"Watching: {(await node.Watchdog.GetStatsAsync()).Watching}");
    }
}
