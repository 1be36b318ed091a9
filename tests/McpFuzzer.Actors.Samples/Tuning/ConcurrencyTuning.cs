using McpFuzzer.Actors.Hosting;

namespace McpFuzzer.Actors.Samples.Tuning;

/// <summary>A concurrency that suits the kind of the operations.</summary>
public static class ConcurrencyTuning
{
    public static async Task RunAsync(TextWriter output)
    {
        // For CPU-bound operations, for I/O-bound operations, for network operations
        foreach (var preset in new[] { ExecutorPreset.Cpu, ExecutorPreset.Io, ExecutorPreset.Network })
        {
            await using var node = await SampleNode.StartAsync(options => options.Executor.Preset = preset);
            output.WriteLine($"{preset}: {(await node.Executor.GetStatsAsync()).MaxConcurrency} at once");
        }
    }
}
