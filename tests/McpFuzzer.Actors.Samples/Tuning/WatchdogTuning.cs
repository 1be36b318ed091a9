using McpFuzzer.Actors.Contracts.Processes;
using McpFuzzer.Actors.Hosting;

namespace McpFuzzer.Actors.Samples.Tuning;

/// <summary>Servers that must never be silent for long, and servers that may be.</summary>
public static class WatchdogTuning
{
    public static async Task RunAsync(TextWriter output)
    {
        foreach (var profile in new[] { WatchdogProfile.HighFrequency, WatchdogProfile.LowFrequency })
        {
            await using var node = await SampleNode.StartAsync(options =>
            {
                options.Watchdog.Profile = profile;

                // An option that is set beside a profile takes precedence
                options.Watchdog.AutoKill = true;
            });
            var server = await node.Processes.StartAsync(new ProcessSpec { Command = Servers.Silent });
            output.WriteLine($"{profile}: watched {await node.Watchdog.IsRegisteredAsync(server.Key)}");
            await node.Processes.StopAsync(server.Key);
        }
    }
}
