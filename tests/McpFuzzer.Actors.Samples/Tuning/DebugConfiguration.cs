using McpFuzzer.Actors.Client.Executions;
using McpFuzzer.Actors.Hosting;

namespace McpFuzzer.Actors.Samples.Tuning;

/// <summary>
/// Settings for a server under a debugger. The watchdog checks often, warns early and ends nothing. Operations run one
/// at a time, with a short timeout and without retries.
/// </summary>
public static class DebugConfiguration
{
    public static async Task RunAsync(TextWriter output)
    {
        await using var node = await SampleNode.StartAsync(options =>
        {
            options.Watchdog.Profile = WatchdogProfile.Debug;
            options.Executor.Preset = ExecutorPreset.Debug;
        });

        var stats = await node.Executor.GetStatsAsync();
        output.WriteLine($"{stats.MaxConcurrency} at once");
        try
        {
            await node.Executor.ExecuteWithRetryAsync<string>(_ => throw new IOException("Broken"));
        }
        catch (OperationFailedException failed)
        {
            output.WriteLine($"{failed.FailureMessage} in attempt {failed.Attempts}");
        }
    }
}
