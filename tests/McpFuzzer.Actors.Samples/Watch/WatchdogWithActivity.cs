using McpFuzzer.Actors.Contracts.Watch;

namespace McpFuzzer.Actors.Samples.Watch;

/// <summary>A silent process, whose caller knows that it is active.</summary>
public static class WatchdogWithActivity
{
    /// <summary>1 s in the original.</summary>
    private static readonly TimeSpan CheckInterval = TimeSpan.FromMilliseconds(20);

    /// <summary>10 s in the original.</summary>
    private static readonly TimeSpan ProcessTimeout = TimeSpan.FromMilliseconds(500);

    /// <summary>5 s in the original.</summary>
    private static readonly TimeSpan ExtraBuffer = TimeSpan.FromMilliseconds(500);

    /// <summary>The longest time between two calls of the callback; the original calls it at each check.</summary>
    private static readonly TimeSpan HeartbeatInterval = TimeSpan.FromMilliseconds(100);

    /// <summary>5 s in the original.</summary>
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(50);

    /// <summary>20 s in the original: longer than a silent process may live.</summary>
    private static readonly TimeSpan Run = TimeSpan.FromSeconds(1.3);

    public static async Task RunAsync(TextWriter output)
    {
        await using var node = await SampleNode.StartAsync(options =>
        {
            options.Watchdog.CheckInterval = CheckInterval;
            options.Watchdog.HeartbeatInterval = HeartbeatInterval;
            options.Watchdog.ProcessTimeout = ProcessTimeout;
            options.Watchdog.ExtraBuffer = ExtraBuffer;
            options.Watchdog.AutoKill = true;
        });

        // Activity callback that simulates periodic activity
        var lastActivity = DateTimeOffset.UtcNow;
        using var process = new ForeignProcess();
        var key = await node.Watchdog.RegisterExternalAsync(
            new RegisterExternal(process.Pid, "server"),
            callback: () =>
            {
                if (DateTimeOffset.UtcNow - lastActivity > Period)
                {
                    lastActivity = DateTimeOffset.UtcNow;
                }

                return lastActivity;
            }
        );

        // Let it run
        await Task.Delay(Run);
        output.WriteLine($"Has exited: {process.HasExited}");

        await node.Watchdog.UnregisterAsync(key);
        await node.Watchdog.StopAsync();
    }
}
